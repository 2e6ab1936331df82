package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/**
 * Drops a residual branch for whole samples while training, and scales the others so that the expectation stays
 * (stochastic depth, Huang et al. 2016). Does nothing in evaluation.
 */
final class DropConnect extends AbstractBlock {
    private static final byte VERSION = 1;
    private final float rate;

    DropConnect(float rate) {
        super(VERSION);
        this.rate = rate;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> arguments) {
        if (!training || rate == 0) {
            return inputs;
        }
        NDArray x = inputs.singletonOrThrow();
        // The mask is an array of its own, outside the graph: only array times array is recorded.
        NDArray kept = x.getManager()
                .randomUniform(0, 1, new Shape(x.getShape().get(0), 1, 1, 1))
                .gte(rate)
                .toType(DataType.FLOAT32, false)
                .div(1 - rate);
        return new NDList(x.mul(kept));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return inputShapes;
    }
}
