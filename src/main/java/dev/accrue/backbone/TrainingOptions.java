package dev.accrue.backbone;

/**
 * How base training is run.
 *
 * @param architecture one of {@link BackboneEngine#architectures}
 * @param inputSize side of the square input in pixels
 * @param recipe what a step does
 * @param epochs passes over the base images
 * @param batchSize images a step
 * @param learningRate constant, or the highest of the schedule
 * @param seed of initial weights, image order, augmentation and dropout
 */
public record TrainingOptions(
        String architecture, int inputSize, Recipe recipe, int epochs, int batchSize, float learningRate, long seed) {

    /** The published recipe. */
    public static TrainingOptions article(
            String architecture, int inputSize, int epochs, int batchSize, float learningRate, long seed) {
        return new TrainingOptions(architecture, inputSize, Recipe.ARTICLE, epochs, batchSize, learningRate, seed);
    }
}
