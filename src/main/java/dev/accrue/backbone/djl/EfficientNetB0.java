package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import dev.accrue.backbone.djl.Network.Tap;
import java.util.ArrayList;
import java.util.List;

/**
 * EfficientNet-B0 of Tan and Le 2019: inverted residuals with squeeze-excite, swish, batch normalisation and
 * drop-connect. 4,013,953 parameters with a 5-class head; d = 1280.
 */
final class EfficientNetB0 {
    private static final float EPSILON = 1e-3f;
    private static final float DROPOUT = 0.2f;
    private static final float DROP_CONNECT = 0.2f;
    private static final int DIMENSION = 1280;

    /** One row of table 1 of the paper: repeated inverted residuals; and the grid of the tap after it, 0 for none. */
    private record Stage(int expansion, int channels, int repeats, int stride, int kernel, int grid) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 16, 1, 1, 3, 0),
            new Stage(6, 24, 2, 2, 3, 2),
            new Stage(6, 40, 2, 2, 5, 2),
            new Stage(6, 80, 3, 2, 3, 0),
            new Stage(6, 112, 3, 1, 5, 2),
            new Stage(6, 192, 4, 2, 5, 0),
            new Stage(6, 320, 1, 1, 3, 0));

    private EfficientNetB0() {}

    static Network build(int classes) {
        SequentialBlock features = new SequentialBlock();
        convolve(features, 32, 3, 2, 1);
        features.add(Layers.swish());
        int blocks = STAGES.stream().mapToInt(Stage::repeats).sum();
        List<Tap> taps = new ArrayList<>();
        int channels = 32;
        int index = 0;
        for (Stage stage : STAGES) {
            for (int repeat = 0; repeat < stage.repeats(); repeat++) {
                int stride = repeat == 0 ? stage.stride() : 1;
                // Deeper blocks are dropped more often: the rate grows linearly with the block's index.
                float dropRate = DROP_CONNECT * index / blocks;
                features.add(invertedResidual(channels, stage, stride, dropRate));
                channels = stage.channels();
                index++;
            }
            if (stage.grid() > 0) {
                taps.add(new Tap(features.getChildren().size(), stage.grid()));
            }
        }
        convolve(features, DIMENSION, 1, 1, 1);
        features.add(Layers.swish());
        taps.add(new Tap(features.getChildren().size(), 1));
        features.add(Pool.globalAvgPool2dBlock());
        Block head = new SequentialBlock()
                .add(Dropout.builder().optRate(DROPOUT).build())
                .add(Linear.builder().setUnits(classes).build());
        return new Network(features, head, DIMENSION, taps);
    }

    private static void convolve(SequentialBlock block, int channels, int kernel, int stride, int groups) {
        block.add(Layers.convolution(channels, kernel, stride, groups)).add(Layers.batchNorm(EPSILON));
    }

    private static Block invertedResidual(int from, Stage stage, int stride, float dropRate) {
        int wide = from * stage.expansion();
        SequentialBlock body = new SequentialBlock();
        if (stage.expansion() != 1) {
            convolve(body, wide, 1, 1, 1);
            body.add(Layers.swish());
        }
        convolve(body, wide, stage.kernel(), stride, wide);
        body.add(Layers.swish()).add(squeezeExcite(wide, Math.max(1, from / 4)));
        convolve(body, stage.channels(), 1, 1, 1);
        if (stride != 1 || from != stage.channels()) {
            return body;
        }
        body.add(new DropConnect(dropRate));
        return new ParallelBlock(
                branches -> new NDList(
                        branches.get(0).singletonOrThrow().add(branches.get(1).singletonOrThrow())),
                List.of(body, Blocks.identityBlock()));
    }

    /** Channel attention of Hu et al. 2018. */
    private static Block squeezeExcite(int channels, int squeezed) {
        Block gate = new SequentialBlock()
                .add(new LambdaBlock(
                        inputs -> new NDList(inputs.singletonOrThrow()
                                .mean(new int[] {2}, true)
                                .mean(new int[] {3}, true)),
                        "squeeze"))
                .add(Layers.convolution(squeezed, 1, 1, 1, true))
                .add(Layers.swish())
                .add(Layers.convolution(channels, 1, 1, 1, true))
                .add(Layers.elementwise("sigmoid", Activation::sigmoid));
        return new ParallelBlock(
                branches -> new NDList(
                        branches.get(0).singletonOrThrow().mul(branches.get(1).singletonOrThrow())),
                List.of(Blocks.identityBlock(), gate));
    }
}
