package dev.accrue.backbone;

/**
 * How base training is run.
 *
 * @param architecture one of {@link BackboneEngine#architectures}
 * @param inputSize side of the square input in pixels
 * @param epochs passes over the base images
 * @param batchSize images a step
 * @param learningRate of Adam
 * @param seed of initial weights, image order and dropout
 */
public record TrainingOptions(
        String architecture, int inputSize, int epochs, int batchSize, float learningRate, long seed) {}
