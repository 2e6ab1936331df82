package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.View;
import dev.accrue.backbone.djl.TapStatistics.Channels;
import dev.accrue.backbone.djl.TapStatistics.Moments;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TapStatisticsTests {
    private final BackboneEngine engine = new DjlBackboneEngine();

    private Backbone train(String architecture, int size, PicturesInMemory pictures) {
        return engine.train(TrainingOptions.article(architecture, size, 1, 16, 1e-3f, 1), pictures, Progress.NONE)
                .backbone();
    }

    /** Means and deviations of the embedded cells, in two passes. */
    @Test
    void measuresTheCellsOfTheTrainingPictures() {
        PicturesInMemory pictures = PicturesInMemory.coloured(40, 16, 2, 1);
        int[] channels = {16, 32, 64};
        try (Backbone backbone = train("resnet20", 16, pictures)) {
            Map<String, float[]> tensors = Tensors.of(backbone.weights());
            for (String kind : List.of("", "root.")) {
                float[] cells = backbone.embed(
                                pictures.batch(IntStream.range(0, 40).toArray()),
                                List.of(View.parse("multi grids=2,2,2")))
                        .get(0);
                int d = 4 * (16 + 32 + 64);
                int from = 0;
                for (int depth = 0; depth < 3; depth++) {
                    for (int channel = 0; channel < channels[depth]; channel++, from += 4) {
                        double[] values = new double[160];
                        for (int i = 0; i < 160; i++) {
                            double x = cells[i / 4 * d + from + i % 4];
                            values[i] = kind.isEmpty() ? x : Math.signum(x) * Math.sqrt(Math.abs(x));
                        }
                        double mean = IntStream.range(0, 160)
                                .mapToDouble(i -> values[i])
                                .average()
                                .orElseThrow();
                        double variance = IntStream.range(0, 160)
                                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                                .average()
                                .orElseThrow();
                        String name = "taps." + (depth + 1) + "." + kind;
                        assertThat((double) tensors.get(name + "mean")[channel]).isCloseTo(mean, within(1e-5));
                        if (variance > 1e-8) {
                            assertThat((double) tensors.get(name + "spread")[channel])
                                    .isCloseTo(Math.sqrt(variance), within(1e-4));
                        }
                    }
                }
            }
        }
    }

    @Test
    void givesAChannelThatNeverVariesASpreadOfOne() {
        Moments moments = new Moments();
        moments.add(new float[] {0.1f, 0.1f, 0, 0, 1, 3}, 1, 3, x -> x);
        moments.add(new float[] {0.1f, 0.1f, 0, 0, 5, 7}, 1, 3, x -> x);
        Channels channels = moments.channels();
        assertThat(channels.mean()).containsExactly(0.1f, 0, 4);
        assertThat(channels.spread()).containsExactly(1, 1, (float) Math.sqrt(5));
    }

    /** The names and shapes that the first release wrote: weights in stores must load for ever. */
    @ParameterizedTest
    @CsvSource({"resnet20", "efficientnet-b0"})
    void addsOnlyItsOwnTensorsToTheWeights(String architecture) throws IOException {
        Map<String, String> released = new TreeMap<>();
        try (var list =
                Objects.requireNonNull(getClass().getResourceAsStream("/backbone/" + architecture + "-tensors.txt"))) {
            new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line ->
                            released.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
        }
        try (Backbone backbone = train(architecture, 32, PicturesInMemory.coloured(8, 32, 2, 1))) {
            Map<String, String> found = Tensors.shapes(backbone.weights());
            assertThat(found).containsAllEntriesOf(released);
            found.keySet().removeAll(released.keySet());
            assertThat(found.keySet()).isNotEmpty().allMatch(name -> name.startsWith("taps."));
        }
    }

    @Test
    void weightsOfBeforeGiveFeaturesThatAreNotStandardised() throws IOException {
        PicturesInMemory pictures = PicturesInMemory.coloured(16, 16, 2, 1);
        View projected = View.parse("last projection=relu width=40");
        try (Backbone backbone = train("resnet20", 16, pictures);
                Backbone old = engine.load(backbone.description(), withTaps(backbone, Map.of()))) {
            assertThat(old.embed(pictures.batch(1, 2), List.of(View.LAST)).get(0))
                    .isEqualTo(backbone.embed(pictures.batch(1, 2), List.of(View.LAST))
                            .get(0));
            assertThat(old.embed(pictures.batch(1, 2), List.of(projected)).get(0))
                    .isNotEqualTo(backbone.embed(pictures.batch(1, 2), List.of(projected))
                            .get(0));
        }
    }

    @Test
    void refusesStatisticsThatCannotBe() throws IOException {
        PicturesInMemory pictures = PicturesInMemory.coloured(16, 16, 2, 1);
        try (Backbone backbone = train("resnet20", 16, pictures)) {
            Map<String, float[]> right = new TreeMap<>(Tensors.of(backbone.weights()));
            right.keySet().removeIf(name -> !name.startsWith("taps."));
            assertThat(right).hasSize(12);
            refuses(backbone, right, "taps.2.spread", new float[31], "no tensor taps.2.spread of 32 values");
            refuses(backbone, right, "taps.2.spread", new float[32], "a value of 0.0 in tensor taps.2.spread");
            refuses(backbone, right, "taps.4.mean", new float[1], "unexpected tensors");
            right.remove("taps.1.root.mean");
            refuses(backbone, right, "taps.1.mean", new float[16], "no tensor taps.1.root.mean");
        }
    }

    private void refuses(Backbone backbone, Map<String, float[]> right, String name, float[] wrong, String reason)
            throws IOException {
        Map<String, float[]> changed = new TreeMap<>(right);
        changed.put(name, wrong);
        byte[] weights = withTaps(backbone, changed);
        assertThatThrownBy(() -> engine.load(backbone.description(), weights))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessageContaining(reason);
    }

    private static byte[] withTaps(Backbone backbone, Map<String, float[]> taps) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList tensors = NDList.decode(manager, backbone.weights());
            tensors.removeIf(tensor -> tensor.getName().startsWith("taps."));
            taps.forEach((name, values) -> {
                NDArray tensor = manager.create(values);
                tensor.setName(name);
                tensors.add(tensor);
            });
            BackboneDescription description = backbone.description();
            return SafetensorsMetadata.put(
                    tensors.encode(NDList.Encoding.SAFETENSORS),
                    Weights.description(
                            description.architecture(),
                            description.inputSize(),
                            description.featureDimension(),
                            description.baseClasses()));
        }
    }
}
