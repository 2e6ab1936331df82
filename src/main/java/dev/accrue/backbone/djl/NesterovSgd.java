package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.HashMap;
import java.util.Map;

/**
 * Stochastic gradient descent with Nesterov momentum (Sutskever et al. 2013, in the form of PyTorch): with g the gradient
 * plus weight decay, v = m v + g and w = w - rate (g + m v). DJL has none for PyTorch. Weight decay leaves out whatever is
 * a vector: biases, and scale and shift of batch normalisation.
 */
final class NesterovSgd extends Optimizer {
    private static final float MOMENTUM = 0.9f;
    private static final float WEIGHT_DECAY = 5e-4f;

    private final Tracker rate;

    /** By parameter; freed with the manager of the weights. */
    private final Map<String, NDArray> velocities = new HashMap<>();

    private NesterovSgd(Builder builder, Tracker rate) {
        super(builder);
        this.rate = rate;
    }

    /** @param rate by the number of the step, from 1 */
    static NesterovSgd of(Tracker rate) {
        return new NesterovSgd(new Builder(), rate);
    }

    /** Called outside the gradient's graph, so numbers may stand in operations. */
    @Override
    public void update(String parameterId, NDArray weight, NDArray gradient) {
        float now = rate.getNewValue(updateCount(parameterId));
        NDArray velocity = velocities.computeIfAbsent(parameterId, id -> weight.zerosLike());
        if (weight.getShape().dimension() > 1) {
            try (NDArray decay = weight.mul(WEIGHT_DECAY)) {
                gradient.addi(decay);
            }
        }
        velocity.muli(MOMENTUM).addi(gradient);
        try (NDArray ahead = velocity.mul(MOMENTUM);
                NDArray direction = ahead.add(gradient)) {
            // the engine's own step, without momentum of its own: it also sets the gradient back to zero
            weight.getNDArrayInternal()
                    .sgdUpdate(new NDList(weight, direction), new NDList(weight), now, 0, 1, -1, 0, true);
        }
    }

    private static final class Builder extends OptimizerBuilder<Builder> {
        @Override
        protected Builder self() {
            return this;
        }
    }
}
