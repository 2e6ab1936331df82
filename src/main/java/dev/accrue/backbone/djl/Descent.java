package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.accrue.backbone.Recipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves weights along their gradients. Not DJL's optimizers: on PyTorch none of them has Nesterov momentum, all decay
 * everything, and none tells what it remembers, without which no training could go on where it stopped.
 *
 * <p>All of it happens outside the gradient's graph, so numbers may stand in operations.
 */
abstract sealed class Descent permits AdamDescent, NesterovDescent {
    private final List<Pair<String, Parameter>> weights;
    private final double decay;
    private final Map<String, NDArray> memory = new LinkedHashMap<>();

    /** @param decay part of a weight that is added to its gradient */
    Descent(Network network, double decay) {
        this.weights = network.weights();
        this.decay = decay;
    }

    static Descent of(Recipe recipe, Network network) {
        return switch (recipe.descent()) {
            case ADAM -> new AdamDescent(network, recipe.decay());
            case NESTEROV -> new NesterovDescent(network, recipe.decay());
        };
    }

    /**
     * Moves every weight once; gradients are zero afterwards.
     *
     * @param number of the step, from 1
     */
    final void step(long number, float rate) {
        for (Pair<String, Parameter> each : weights) {
            NDArray weight = each.getValue().getArray();
            try (NDArray raw = weight.getGradient();
                    NDArray gradient = raw.duplicate()) { // the engine's own steps set the raw one to zero
                if (decay > 0 && each.getValue().getType() == Parameter.Type.WEIGHT) {
                    try (NDArray more = weight.mul(decay)) {
                        gradient.addi(more);
                    }
                }
                move(each.getKey(), weight, gradient, number, rate);
            }
        }
    }

    /**
     * Moves one weight, with one of the engine's own steps.
     *
     * @param gradient may be changed
     */
    abstract void move(String name, NDArray weight, NDArray gradient, long number, float rate);

    /** What is remembered of a weight under a name of its own: zero at first. Freed with the weights. */
    final NDArray remembered(String name, NDArray weight) {
        return memory.computeIfAbsent(name, key -> weight.zerosLike());
    }

    /** All that is remembered, by name; what is put in takes the place of what was there. */
    final Map<String, NDArray> memory() {
        return memory;
    }
}
