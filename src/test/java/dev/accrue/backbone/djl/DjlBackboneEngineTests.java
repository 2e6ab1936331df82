package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.BackboneEngine.Trained;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PictureBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DjlBackboneEngineTests {
    private final BackboneEngine engine = new DjlBackboneEngine();

    private Trained train(String architecture, int size, int epochs, float rate, long seed, PicturesInMemory pictures) {
        return engine.train(
                TrainingOptions.article(architecture, size, epochs, 16, rate, seed), pictures, Progress.NONE);
    }

    /** The published figures, or those summed by hand: d and the number of trainable parameters with a head of so many classes. */
    @ParameterizedTest
    @CsvSource({
        "resnet20, 16, 10, 64, 269722",
        "efficientnet-b0, 32, 5, 1280, 4013953",
        "resnet10, 16, 5, 160, 480745",
        "resnet10-wide, 16, 5, 256, 1227685",
    })
    void hasThePublishedNumberOfParameters(String architecture, int size, int classes, int dimension, long parameters) {
        PicturesInMemory pictures = PicturesInMemory.coloured(classes * 2, size, classes, 1);
        try (Backbone backbone =
                train(architecture, size, 1, 1e-3f, 1, pictures).backbone()) {
            assertThat(backbone.description().featureDimension()).isEqualTo(dimension);
            assertThat(backbone.description().parameters()).isEqualTo(parameters);
            assertThat(embed(backbone, pictures.batch(0, 1))).hasSize(2 * dimension);
        }
    }

    @Test
    void learnsToTellColoursApart() {
        PicturesInMemory pictures = PicturesInMemory.coloured(128, 16, 4, 1);
        List<Progress.Step> steps = new ArrayList<>();
        Trained trained = engine.train(TrainingOptions.article("resnet20", 16, 6, 16, 3e-3f, 1), pictures, steps::add);
        try (Backbone backbone = trained.backbone()) {
            assertThat(trained.curve()).hasSize(6);
            assertThat(trained.curve().get(5).loss())
                    .isLessThan(trained.curve().get(0).loss());
            PicturesInMemory unseen = PicturesInMemory.coloured(64, 16, 4, 2);
            float[] logits = embedAndClassify(
                            backbone, unseen.batch(IntStream.range(0, 64).toArray()))
                    .logits();
            int correct = 0;
            for (int n = 0; n < 64; n++) {
                int best = 0;
                for (int c = 1; c < 4; c++) {
                    best = logits[n * 4 + c] > logits[n * 4 + best] ? c : best;
                }
                correct += best == unseen.label(n) ? 1 : 0;
            }
            assertThat(correct).describedAs("of 64, in evaluation mode").isGreaterThan(55);
            assertThat(steps.get(0).task()).isEqualTo("epoch 1/6");
            assertThat(steps.get(1).detail()).matches("loss \\d+\\.\\d{3}, accuracy \\d\\.\\d{3}");
            assertThat(steps).last().satisfies(step -> assertThat(step.done()).isEqualTo(step.total()));
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        PicturesInMemory pictures = PicturesInMemory.coloured(48, 16, 3, 1);
        byte[] first = weights(7, pictures);
        assertThat(weights(7, pictures)).isEqualTo(first);
        assertThat(weights(8, pictures)).isNotEqualTo(first);
    }

    private byte[] weights(long seed, PicturesInMemory pictures) {
        try (Backbone backbone = train("resnet20", 16, 2, 1e-3f, seed, pictures).backbone()) {
            return backbone.weights();
        }
    }

    @Test
    void loadsWhatItSaved() {
        PicturesInMemory pictures = PicturesInMemory.coloured(32, 32, 3, 1);
        try (Backbone trained =
                        train("efficientnet-b0", 32, 1, 1e-3f, 1, pictures).backbone();
                Backbone loaded = engine.load(trained.description(), trained.weights())) {
            assertThat(embed(loaded, pictures.batch(0, 5, 9))).isEqualTo(embed(trained, pictures.batch(0, 5, 9)));
            assertThat(embedAndClassify(loaded, pictures.batch(3)).features().get(0))
                    .isEqualTo(embed(loaded, pictures.batch(3)));
        }
    }

    @Test
    void theDigestOfTheWeightsCoversWhatTheyAreFor() {
        PicturesInMemory pictures = PicturesInMemory.coloured(16, 16, 2, 1);
        PicturesInMemory renamed = new PicturesInMemory(
                pictures.pixels(), pictures.labels(), 16, List.of("class \"0\"", "\u00e9t\u00e9, 1"));
        try (Backbone first = train("resnet20", 16, 1, 1e-3f, 1, pictures).backbone();
                Backbone second = train("resnet20", 16, 1, 1e-3f, 1, renamed).backbone();
                Backbone loaded = engine.load(second.description(), second.weights())) {
            assertThat(embed(second, pictures.batch(3))).isEqualTo(embed(first, pictures.batch(3)));
            assertThat(second.description().sha256())
                    .isNotEqualTo(first.description().sha256());
            assertThat(loaded.description().baseClasses()).isEqualTo(renamed.classes());
        }
    }

    @Test
    void refusesWeightsThatSayTheyAreOfAnotherBackbone() {
        PicturesInMemory pictures = PicturesInMemory.coloured(16, 16, 2, 1);
        try (Backbone backbone = train("resnet20", 16, 1, 1e-3f, 1, pictures).backbone()) {
            BackboneDescription right = backbone.description();
            BackboneDescription otherSize = new BackboneDescription(
                    right.sha256(), right.architecture(), 32, 64, right.baseClasses(), right.parameters());
            BackboneDescription otherClasses = new BackboneDescription(
                    right.sha256(), right.architecture(), 16, 64, List.of("cat", "dog"), right.parameters());

            assertThatThrownBy(() -> engine.load(otherSize, backbone.weights()))
                    .satisfies(this::isBadData)
                    .hasMessageContaining("input_size 16, expected 32");
            assertThatThrownBy(() -> engine.load(otherClasses, backbone.weights()))
                    .satisfies(this::isBadData)
                    .hasMessageContaining("[\"class 0\",\"class 1\"]");
        }
    }

    /** As they were written before weights described themselves: the header without its first entry. */
    @Test
    void loadsWeightsWithoutADescription() {
        PicturesInMemory pictures = PicturesInMemory.coloured(16, 16, 2, 1);
        try (Backbone backbone = train("resnet20", 16, 1, 1e-3f, 1, pictures).backbone()) {
            byte[] weights = backbone.weights();
            int length = (int)
                    ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).getLong();
            String header = new String(weights, 8, length, StandardCharsets.UTF_8);
            String old = header.replaceFirst("\"__metadata__\":\\{[^}]*},", "");
            assertThat(length % 8).isZero();
            assertThat(old).isNotEqualTo(header);
            ByteBuffer file = ByteBuffer.allocate(8 + old.length() + weights.length - 8 - length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(old.length())
                    .put(old.getBytes(StandardCharsets.US_ASCII))
                    .put(weights, 8 + length, weights.length - 8 - length);

            try (Backbone loaded = engine.load(backbone.description(), file.array())) {
                assertThat(embed(loaded, pictures.batch(3))).isEqualTo(embed(backbone, pictures.batch(3)));
            }
        }
    }

    @Test
    void featuresDoNotDependOnTheBatch() {
        PicturesInMemory pictures = PicturesInMemory.coloured(40, 16, 2, 1);
        try (Backbone backbone = train("resnet20", 16, 1, 1e-3f, 1, pictures).backbone()) {
            float[] together =
                    embed(backbone, pictures.batch(IntStream.range(0, 40).toArray()));
            float[] alone = embed(backbone, pictures.batch(17));
            for (int i = 0; i < 64; i++) {
                assertThat(together[17 * 64 + i]).isCloseTo(alone[i], within(1e-4f));
            }
        }
    }

    @Test
    void refusesWeightsOfAnotherNetworkAndDamagedOnes() {
        PicturesInMemory pictures = PicturesInMemory.coloured(8, 32, 2, 1);
        try (Backbone backbone = train("resnet20", 32, 1, 1e-3f, 1, pictures).backbone()) {
            BackboneDescription right = backbone.description();
            BackboneDescription other = new BackboneDescription(
                    right.sha256(), "efficientnet-b0", 32, 1280, right.baseClasses(), right.parameters());
            assertThatThrownBy(() -> engine.load(other, backbone.weights())).satisfies(this::isBadData);
            byte[] cut = Arrays.copyOf(backbone.weights(), backbone.weights().length / 2);
            assertThatThrownBy(() -> engine.load(right, cut)).satisfies(this::isBadData);
            assertThatThrownBy(() -> engine.load(right, new byte[0])).satisfies(this::isBadData);
            for (int position : new int[] {0, 3, 7, 8, 20}) { // in the length, and in the header
                byte[] damaged = backbone.weights();
                damaged[position] ^= 1;
                assertThatThrownBy(() -> engine.load(right, damaged)).satisfies(this::isBadData);
            }
        }
    }

    private void isBadData(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
    }

    @Test
    void saysWhenTheLossIsNotFinite() {
        PicturesInMemory pictures = PicturesInMemory.coloured(64, 16, 2, 1);
        assertThatThrownBy(() -> train("resnet20", 16, 20, Float.MAX_VALUE, 1, pictures))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.ENGINE))
                .hasMessageContaining("--learning-rate");
    }

    @Test
    void stopsBetweenBatches() {
        PicturesInMemory pictures = PicturesInMemory.coloured(64, 16, 2, 1);
        Progress interrupting = step -> Thread.currentThread().interrupt();
        assertThatThrownBy(() ->
                        engine.train(TrainingOptions.article("resnet20", 16, 5, 16, 1e-3f, 1), pictures, interrupting))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
    }

    /**
     * Swish is where the engine's own operation lets a buffer go while gradients still need it; a collection before
     * every step made that show at once.
     */
    @Test
    void trainsSwishThroughGarbageCollections() {
        PicturesInMemory pictures = PicturesInMemory.coloured(96, 32, 3, 1);
        Trained trained = engine.train(
                TrainingOptions.article("efficientnet-b0", 32, 3, 16, 1e-3f, 1), pictures, step -> System.gc());
        trained.backbone().close();
        assertThat(trained.curve()).allSatisfy(epoch -> assertThat(epoch.loss()).isFinite());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
    void keepsNoNativeMemoryFromBatchToBatch() throws IOException {
        PicturesInMemory pictures = PicturesInMemory.coloured(128, 32, 2, 1);
        int[] all = IntStream.range(0, 128).toArray();
        try (Backbone backbone = train("resnet20", 32, 4, 1e-3f, 1, pictures).backbone()) {
            for (int i = 0; i < 20; i++) {
                embed(backbone, pictures.batch(all));
            }
            long before = residentKilobytes();
            for (int i = 0; i < 60; i++) {
                embedAndClassify(backbone, pictures.batch(all));
            }
            // A batch's activations are about 8 MB a layer: 60 leaked batches would be gigabytes.
            assertThat(residentKilobytes() - before).isLessThan(300_000);
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private static float[] embed(Backbone backbone, PictureBatch batch) {
        return backbone.embed(batch, List.of(View.LAST)).get(0);
    }

    private static Backbone.Embedding embedAndClassify(Backbone backbone, PictureBatch batch) {
        return backbone.embedAndClassify(batch, List.of(View.LAST));
    }
}
