package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import dev.accrue.backbone.djl.Network.Tap;
import java.util.ArrayList;
import java.util.List;

/**
 * A shallow and wide residual network for small pictures: four stages of one basic block each (He et al. 2016, figure
 * 5 left, option B), every stage after the first at half the side and twice the channels. Shallow networks of few wide
 * layers learn most in a given time on a CPU, and their depths differ enough to be worth tapping. 480,745 parameters
 * with 20 channels in the first stage and a 5-class head; d is 8 times the channels of the first stage.
 */
final class ResNet10 {
    private static final int STAGES = 4;
    private static final int[] GRIDS = {2, 2, 3, 3};
    private static final float EPSILON = 1e-5f;

    private ResNet10() {}

    /** @param width channels of the first stage */
    static Network build(int width, int classes) {
        SequentialBlock features = new SequentialBlock();
        convolve(features, width, 3, 1);
        features.add(Layers.relu());
        List<Tap> taps = new ArrayList<>();
        int channels = width;
        for (int stage = 0; stage < STAGES; stage++) {
            int stageChannels = width << stage;
            features.add(residual(channels, stageChannels));
            channels = stageChannels;
            taps.add(new Tap(features.getChildren().size(), GRIDS[stage]));
        }
        features.add(Pool.globalAvgPool2dBlock());
        return new Network(features, Linear.builder().setUnits(classes).build(), channels, taps);
    }

    private static Block residual(int from, int to) {
        int stride = from == to ? 1 : 2;
        SequentialBlock body = new SequentialBlock();
        convolve(body, to, 3, stride);
        body.add(Layers.relu());
        convolve(body, to, 3, 1);
        Block shortcut = Blocks.identityBlock();
        if (from != to) {
            SequentialBlock projection = new SequentialBlock();
            convolve(projection, to, 1, stride);
            shortcut = projection;
        }
        return new SequentialBlock()
                .add(new ParallelBlock(
                        branches -> new NDList(branches.get(0)
                                .singletonOrThrow()
                                .add(branches.get(1).singletonOrThrow())),
                        List.of(body, shortcut)))
                .add(Layers.relu());
    }

    private static void convolve(SequentialBlock block, int channels, int kernel, int stride) {
        block.add(Layers.convolution(channels, kernel, stride, 1)).add(Layers.batchNorm(EPSILON));
    }
}
