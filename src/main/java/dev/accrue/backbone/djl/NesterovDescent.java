package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Stochastic gradient descent with Nesterov momentum (Sutskever et al. 2013) in the form of PyTorch: with g the gradient,
 * v = m v + g and w = w - rate (g + m v).
 */
final class NesterovDescent extends Descent {
    private static final double MOMENTUM = 0.9;

    NesterovDescent(Network network, double decay) {
        super(network, decay);
    }

    @Override
    void move(String name, NDArray weight, NDArray gradient, long number, float rate) {
        NDArray velocity = remembered(name + ".velocity", weight);
        velocity.muli(MOMENTUM).addi(gradient);
        try (NDArray ahead = velocity.mul(MOMENTUM)) {
            gradient.addi(ahead);
        }
        // without momentum, decay, rescaling and clipping of its own
        weight.getNDArrayInternal()
                .sgdUpdate(new NDList(weight, gradient), new NDList(weight), rate, 0, 1, -1, 0, true);
    }
}
