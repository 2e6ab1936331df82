package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import dev.accrue.backbone.djl.Network.Tap;
import java.util.ArrayList;
import java.util.List;

/**
 * The 20-layer residual network for small pictures of He et al. 2016, section 4.2: three stages of three blocks with
 * 16, 32 and 64 channels, and shortcuts without parameters (option A). 269,722 parameters with a 10-class head.
 */
final class ResNet20 {
    private static final int BLOCKS_A_STAGE = 3;
    private static final int[] GRIDS = {2, 3, 4};
    private static final float EPSILON = 1e-5f;

    private ResNet20() {}

    static Network build(int classes) {
        SequentialBlock features = new SequentialBlock()
                .add(Layers.convolution(16, 3, 1, 1))
                .add(Layers.batchNorm(EPSILON))
                .add(Layers.relu());
        List<Tap> taps = new ArrayList<>();
        int channels = 16;
        for (int stageChannels : new int[] {16, 32, 64}) {
            for (int block = 0; block < BLOCKS_A_STAGE; block++) {
                features.add(residual(channels, stageChannels));
                channels = stageChannels;
            }
            taps.add(new Tap(features.getChildren().size(), GRIDS[taps.size()]));
        }
        features.add(Pool.globalAvgPool2dBlock());
        return new Network(features, Linear.builder().setUnits(classes).build(), channels, taps);
    }

    private static Block residual(int from, int to) {
        int stride = from == to ? 1 : 2;
        Block body = new SequentialBlock()
                .add(Layers.convolution(to, 3, stride, 1))
                .add(Layers.batchNorm(EPSILON))
                .add(Layers.relu())
                .add(Layers.convolution(to, 3, 1, 1))
                .add(Layers.batchNorm(EPSILON));
        Block shortcut = new LambdaBlock(
                inputs -> from == to ? inputs : new NDList(halved(inputs.singletonOrThrow(), to - from)), "shortcut");
        return new SequentialBlock()
                .add(new ParallelBlock(
                        branches -> new NDList(branches.get(0)
                                .singletonOrThrow()
                                .add(branches.get(1).singletonOrThrow())),
                        List.of(body, shortcut)))
                .add(Layers.relu());
    }

    /** Every second pixel, with channels of zeros appended. */
    private static NDArray halved(NDArray x, int moreChannels) {
        NDArray small = x.get(":, :, ::2, ::2");
        Shape shape = small.getShape();
        NDArray zeros = x.getManager()
                .zeros(new Shape(shape.get(0), moreChannels, shape.get(2), shape.get(3)), x.getDataType());
        return small.concat(zeros, 1);
    }
}
