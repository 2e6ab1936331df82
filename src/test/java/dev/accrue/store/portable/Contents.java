package dev.accrue.store.portable;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Models to write, and what it means that two are equal. */
final class Contents {
    static final String FOX = "\uD83E\uDD8A fox";
    static final String SQUARE = "\u0645\u0631\u0628\u0639";

    private Contents() {}

    /**
     * The model of the file of format version 1 that is kept for ever: d = 4, one class of each form. Never to be
     * changed; a new version of the format gets a model of its own.
     */
    static ModelContent version1() {
        return model(
                "main",
                List.of(
                        new NewClass("circle", true, "shapes/train", circle()),
                        new NewClass(FOX, true, "folder:pets", fox()),
                        sealed(SQUARE, shared())));
    }

    static ClassStatistics circle() {
        return new ClassStatistics(
                12, new double[] {1, -2.5, 0.1, 1e-300}, new double[] {4, -1, 3, 0.5, 0.25, 2, 0, -0.125, 1, 8});
    }

    static ClassStatistics fox() {
        return ClassStatistics.ofFactor(
                3, new double[] {0, -0.0, 3, 4}, new ScatterFactor(2, new double[] {1, 2, 3, 4, -1, 0.5, 0, 0.1}));
    }

    static SharedScatter shared() {
        return new SharedScatter(
                2, 15, new double[] {7, 0, 7, 0, 0, 7, 0, 0, 0, 7}, new double[] {1, 0, 1, 0, 0, 1, 0, 0, 0, 1});
    }

    static ModelContent model(String name, List<ModelClass> classes) {
        Provenance trained = new Provenance(
                "train-base --classes \"circle, " + FOX + "\"",
                "trained resnet20 on 2 base classes",
                "shapes",
                "ab12",
                42,
                "PyTorch 2.7.1, cpu",
                Duration.ofSeconds(83, 250_000_000));
        Provenance added = new Provenance(
                "add-class " + SQUARE, "added " + SQUARE, "folder:pets", "", -1, "", Duration.ofNanos(1));
        return new ModelContent(
                name,
                "article",
                backbone(4),
                classes,
                List.of(
                        new ModelContent.Step(
                                7, added, Instant.parse("2026-03-01T12:00:00.123456789Z"), "f".repeat(64)),
                        new ModelContent.Step(1, trained, Instant.parse("2026-02-28T23:59:59Z"), "0".repeat(64))));
    }

    /** Weights of one layer, as a safetensors file. */
    static StoredBackbone backbone(int dimension) {
        byte[] header = "{\"layer\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}".getBytes(US_ASCII);
        byte[] weights = new byte[Long.BYTES + header.length + 2 * Float.BYTES];
        ByteBuffer.wrap(weights)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .putFloat(0.5f)
                .putFloat(-3);
        return new StoredBackbone(
                ContentDigest.ofWeights(weights),
                "resnet20",
                32,
                dimension,
                List.of("circle", FOX),
                272_474,
                "{\"epochs\": 3, \"note\": \"\u00e9\"}",
                weights);
    }

    static NewSealedClass sealed(String label, SharedScatter shared) {
        return new NewSealedClass(
                label, false, "folder:pets", 7, new double[] {0.5, 0.25, -1, 9}, digest(shared), () -> shared);
    }

    static String digest(SharedScatter shared) {
        return ContentDigest.ofSharedScatter(
                shared.classes(),
                shared.count(),
                Float64Bytes.encode(shared.pooled()),
                Float64Bytes.encode(shared.equal()));
    }

    static Path write(Path file, ModelContent content) {
        ModelFile.write(file, content, true, Progress.NONE);
        return file;
    }

    /** Bit for bit, arrays included. */
    static void assertSame(ModelContent actual, ModelContent expected) {
        assertThat(actual.name()).isEqualTo(expected.name());
        assertThat(actual.method()).isEqualTo(expected.method());
        assertThat(actual.history()).isEqualTo(expected.history());
        assertThat(actual.backbone()).usingRecursiveComparison().isEqualTo(expected.backbone());
        assertThat(actual.classes()).hasSameSizeAs(expected.classes());
        for (int i = 0; i < expected.classes().size(); i++) {
            assertSame(actual.classes().get(i), expected.classes().get(i));
        }
    }

    private static void assertSame(ModelClass actual, ModelClass expected) {
        assertThat(actual.label()).isEqualTo(expected.label());
        if (expected instanceof NewClass owner) {
            assertThat(actual).isInstanceOfSatisfying(NewClass.class, read -> {
                assertThat(read.base()).isEqualTo(owner.base());
                assertThat(read.source()).isEqualTo(owner.source());
                assertSame(read.statistics().get(), owner.statistics().get());
            });
        } else if (expected instanceof NewSealedClass sealed) {
            assertThat(actual).isInstanceOfSatisfying(NewSealedClass.class, read -> {
                assertThat(read.base()).isEqualTo(sealed.base());
                assertThat(read.source()).isEqualTo(sealed.source());
                assertThat(read.count()).isEqualTo(sealed.count());
                assertThat(read.mean()).isEqualTo(sealed.mean());
                assertThat(read.sharedScatter()).isEqualTo(sealed.sharedScatter());
                assertThat(read.scatter().get())
                        .usingRecursiveComparison()
                        .isEqualTo(sealed.scatter().get());
            });
        }
    }

    private static void assertSame(ClassStatistics actual, ClassStatistics expected) {
        assertThat(actual.count()).isEqualTo(expected.count());
        assertThat(actual.mean()).isEqualTo(expected.mean());
        assertThat(actual.scatter()).isEqualTo(expected.scatter());
        assertThat(actual.factor().isPresent()).isEqualTo(expected.factor().isPresent());
        expected.factor().ifPresent(factor -> {
            assertThat(actual.factor().orElseThrow().rows()).isEqualTo(factor.rows());
            assertThat(actual.factor().orElseThrow().values()).isEqualTo(factor.values());
        });
    }
}
