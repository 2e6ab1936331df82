package dev.accrue.backbone;

/**
 * How base training is run.
 *
 * @param architecture one of {@link BackboneEngine#architectures}
 * @param inputSize side of the square input in pixels
 * @param recipe what a step does
 * @param epochs passes over the base images
 * @param batchSize images a step
 * @param learningRate of Adam, or the highest of the schedule
 * @param labelSmoothing share of each label that is spread over all classes, 0 to less than 1; of {@link Recipe#STRONG}
 * @param seed of initial weights, image order, augmentation and dropout
 */
public record TrainingOptions(
        String architecture,
        int inputSize,
        Recipe recipe,
        int epochs,
        int batchSize,
        float learningRate,
        float labelSmoothing,
        long seed) {

    /** What a step of training does. */
    public enum Recipe {
        /** As published: Adam at a constant rate, pictures as they are. */
        ARTICLE,
        /**
         * Random crops and mirror images, stochastic gradient descent with Nesterov momentum and weight decay, and a rate
         * that rises and falls once.
         */
        STRONG
    }

    /** The published recipe. */
    public static TrainingOptions article(
            String architecture, int inputSize, int epochs, int batchSize, float learningRate, long seed) {
        return new TrainingOptions(architecture, inputSize, Recipe.ARTICLE, epochs, batchSize, learningRate, 0, seed);
    }
}
