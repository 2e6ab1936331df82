package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.PreparedPictures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How the channels of each depth are distributed over the training pictures, to standardise features by. Measured
 * once, in evaluation mode, and kept with the weights as tensors of their own: what standardises features belongs to
 * the backbone, because it must not change when classes come.
 *
 * @param plain of the values as they are, for each depth
 * @param root of sign(x) sqrt|x|, for each depth
 */
record TapStatistics(List<Channels> plain, List<Channels> root) {
    /** All names of tensors begin so, and no parameter's does. */
    static final String PREFIX = "taps.";

    private static final int PICTURES = 2_000;
    private static final int GRID = 2;

    /**
     * Over all cells of a small grid.
     *
     * @param mean {@code [channels]}
     * @param spread standard deviation {@code [channels]}, 1 for a channel that never varies
     */
    record Channels(float[] mean, float[] spread) {}

    /**
     * Measures over at most 2,000 pictures, taken evenly from all.
     *
     * @param network trained
     */
    static TapStatistics measure(
            Network network, NDManager manager, PreparedPictures pictures, int batchSize, Progress progress) {
        ParameterStore parameters = new ParameterStore(manager, false);
        List<Moments> plain = network.taps().stream().map(tap -> new Moments()).toList();
        List<Moments> root = network.taps().stream().map(tap -> new Moments()).toList();
        int[] order = evenly(pictures.images().size());
        String task = text("backbone.training.measuring");
        String unit = text("common.images");
        int done = 0;
        try (PreparedPictures.Batches batches = pictures.batches(order, batchSize)) {
            for (PictureBatch batch = batches.next(); batch != null; batch = batches.next()) {
                Cancellation.check();
                try (NDManager scope = manager.newSubManager()) {
                    List<NDArray> maps = network.evaluate(parameters, Pixels.input(scope, batch))
                            .maps();
                    for (int depth = 0; depth < maps.size(); depth++) {
                        Shape shape = maps.get(depth).getShape();
                        int channels = Math.toIntExact(shape.get(1));
                        float[] cells = Pooling.averages(maps.get(depth), (int) Math.min(GRID, shape.get(3)))
                                .toFloatArray();
                        plain.get(depth).add(cells, batch.count(), channels, x -> x);
                        root.get(depth)
                                .add(cells, batch.count(), channels, x -> Math.signum(x) * Math.sqrt(Math.abs(x)));
                    }
                }
                done += batch.count();
                progress.update(new Progress.Step(task, done, order.length, unit, ""));
            }
        }
        return new TapStatistics(
                plain.stream().map(Moments::channels).toList(),
                root.stream().map(Moments::channels).toList());
    }

    /** Of networks side by side. */
    static TapStatistics of(List<TapStatistics> networks) {
        return new TapStatistics(
                networks.stream().flatMap(each -> each.plain.stream()).toList(),
                networks.stream().flatMap(each -> each.root.stream()).toList());
    }

    private static int[] evenly(int size) {
        int[] order = new int[Math.min(size, PICTURES)];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) ((long) i * size / order.length);
        }
        return order;
    }

    /** As tensors {@code [channels]} that the manager keeps. */
    NDList tensors(NDManager manager) {
        NDList tensors = new NDList();
        for (int depth = 0; depth < plain.size(); depth++) {
            add(tensors, name(depth, ""), plain.get(depth), manager);
            add(tensors, name(depth, "root."), root.get(depth), manager);
        }
        return tensors;
    }

    private static void add(NDList tensors, String name, Channels channels, NDManager manager) {
        tensors.add(named(name + "mean", manager.create(channels.mean())));
        tensors.add(named(name + "spread", manager.create(channels.spread())));
    }

    private static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }

    private static String name(int depth, String kind) {
        return PREFIX + (depth + 1) + "." + kind;
    }

    /**
     * What {@link #tensors} gave, read again.
     *
     * @param tensors by name; empty for weights that were written before there were any
     * @param channels of each depth
     * @throws dev.accrue.common.AccrueException BAD_DATA if they are not of these depths
     */
    static Optional<TapStatistics> of(Map<String, NDArray> tensors, List<Integer> channels) {
        if (tensors.isEmpty()) {
            return Optional.empty();
        }
        List<Channels> plain = new ArrayList<>();
        List<Channels> root = new ArrayList<>();
        for (int depth = 0; depth < channels.size(); depth++) {
            plain.add(read(tensors, name(depth, ""), channels.get(depth)));
            root.add(read(tensors, name(depth, "root."), channels.get(depth)));
        }
        if (tensors.size() != 4 * channels.size()) {
            throw Weights.mismatch(text("backbone.weights.tensorsAmong", tensors.keySet()), null);
        }
        return Optional.of(new TapStatistics(plain, root));
    }

    private static Channels read(Map<String, NDArray> tensors, String name, int channels) {
        float[] spread = read(tensors.get(name + "spread"), name + "spread", channels);
        for (float each : spread) {
            if (!(each > 0)) {
                throw Weights.mismatch(text("backbone.weights.badValue", each, name + "spread"), null);
            }
        }
        return new Channels(read(tensors.get(name + "mean"), name + "mean", channels), spread);
    }

    private static float[] read(@Nullable NDArray tensor, String name, int channels) {
        if (tensor == null
                || !tensor.getShape().equals(new Shape(channels))
                || tensor.getDataType() != DataType.FLOAT32) {
            throw Weights.mismatch(text("backbone.weights.noTensorOfLength", name, channels), null);
        }
        return tensor.toFloatArray();
    }

    /** Mean and scatter of each channel in float64, value by value (Welford 1962): exactly 0 where nothing varies. */
    static final class Moments {
        /** A spread below this part of the mean is rounding of the engine. */
        private static final double ROUNDING = 1e-6;

        private double[] mean = {};
        private double[] scatter = {};
        private long count;

        /** @param cells {@code [pictures x channels x cells]} */
        void add(float[] cells, int pictures, int channels, DoubleUnaryOperator transform) {
            if (count == 0) {
                mean = new double[channels];
                scatter = new double[channels];
            }
            int cellsEach = cells.length / pictures / channels;
            for (int picture = 0; picture < pictures; picture++) {
                for (int cell = 0; cell < cellsEach; cell++) {
                    count++;
                    for (int channel = 0; channel < channels; channel++) {
                        double x = transform.applyAsDouble(cells[(picture * channels + channel) * cellsEach + cell]);
                        double difference = x - mean[channel];
                        mean[channel] += difference / count;
                        scatter[channel] += difference * (x - mean[channel]);
                    }
                }
            }
        }

        Channels channels() {
            float[] center = new float[mean.length];
            float[] spread = new float[mean.length];
            for (int channel = 0; channel < center.length; channel++) {
                double deviation = Math.sqrt(scatter[channel] / count);
                center[channel] = (float) mean[channel];
                spread[channel] = deviation > ROUNDING * Math.abs(mean[channel]) ? (float) deviation : 1;
            }
            return new Channels(center, spread);
        }
    }
}
