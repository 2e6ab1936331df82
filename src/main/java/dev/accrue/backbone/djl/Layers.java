package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import java.util.function.UnaryOperator;

/** The layers that the architectures share. */
final class Layers {
    private Layers() {}

    /** A square convolution without bias, padded so that stride 1 keeps the size. */
    static Block convolution(int channels, int kernel, int stride, int groups) {
        return convolution(channels, kernel, stride, groups, false);
    }

    static Block convolution(int channels, int kernel, int stride, int groups, boolean bias) {
        int padding = kernel / 2;
        return Conv2d.builder()
                .setFilters(channels)
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding))
                .optGroups(groups)
                .optBias(bias)
                .build();
    }

    /**
     * Batch normalisation whose running statistics follow quickly (momentum 0.9, which PyTorch calls 0.1). The 0.99
     * of the published EfficientNet leaves them behind in short runs, and evaluation collapses; gradients do not
     * depend on it.
     */
    static Block batchNorm(float epsilon) {
        return BatchNorm.builder().optMomentum(0.9f).optEpsilon(epsilon).build();
    }

    static Block relu() {
        return Activation.reluBlock();
    }

    /**
     * x * sigmoid(x) (Ramachandran et al. 2017). Not DJL's own swish: any operation with a Java number inside a
     * gradient graph frees the number's buffer while autograd still points at it.
     */
    static Block swish() {
        return elementwise("swish", x -> x.mul(Activation.sigmoid(x)));
    }

    /** A block that computes one array of the same shape from one array. */
    static Block elementwise(String name, UnaryOperator<NDArray> function) {
        return new LambdaBlock(inputs -> new NDList(function.apply(inputs.singletonOrThrow())), name);
    }
}
