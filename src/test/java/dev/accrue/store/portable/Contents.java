package dev.accrue.store.portable;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelContent.ViewContent;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Models to write, and what it means that two are equal. */
final class Contents {
    static final String FOX = "\uD83E\uDD8A fox";
    static final String SQUARE = "\u0645\u0631\u0628\u0639";

    /** Texts of views. */
    static final String NARROW = "multi:grid=1x1,map=l2";

    static final String WIDE = "multi:grid=3x3";

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

    /**
     * The model of the file of format version 2 that is kept for ever: the same classes with vectors held out, and two
     * more views, of d = 2 and d = 3, of which the second pools. Never to be changed.
     */
    static ModelContent version2() {
        NewSealedClass square = sealed(SQUARE, shared());
        HeldOut one = new HeldOut(1, new float[] {1, 2, 3, -4.5f});
        HeldOut two = new HeldOut(2, new float[] {0.1f, -0f, Float.MIN_VALUE, 4, 5, 6});
        return seen(
                List.of(
                        new ViewContent(ModelView.Plan.last(4), Optional.empty()),
                        new ViewContent(new ModelView.Plan(NARROW, 2, false), Optional.empty()),
                        new ViewContent(new ModelView.Plan(WIDE, 3, true), Optional.of(Contents::pooled))),
                List.of(
                        new NewClass("circle", ModelView.LAST, true, "shapes/train", Contents::circle, held(one)),
                        new NewClass(FOX, true, "folder:pets", fox()),
                        new NewSealedClass(
                                SQUARE,
                                ModelView.LAST,
                                false,
                                square.source(),
                                square.count(),
                                square.mean(),
                                square.sharedScatter(),
                                square.scatter(),
                                held(new HeldOut(1, new float[] {7, 8, 9, 10}))),
                        narrow("circle", true, new double[] {4, -1, 3}),
                        narrow(FOX, true, new double[] {1, 0, 1}),
                        narrow(SQUARE, false, new double[] {2, 0, 0}),
                        new NewPooledClass("circle", WIDE, true, "shapes/train", 12, new double[] {1, 2, 3}, held(two)),
                        wide(FOX, true, 3),
                        wide(SQUARE, false, 7)));
    }

    static NewClass narrow(String label, boolean base, double[] scatter) {
        ClassStatistics statistics = new ClassStatistics(5, new double[] {0.5, scatter[0]}, scatter);
        return new NewClass(label, NARROW, base, "shapes/train", () -> statistics, Optional::empty);
    }

    static NewPooledClass wide(String label, boolean base, long count) {
        return new NewPooledClass(
                label, WIDE, base, "shapes/train", count, new double[] {count, 0, 1e-9}, Optional::empty);
    }

    static SharedScatter pooled() {
        return new SharedScatter(3, 22, new double[] {4, 1, 4, 0, 0, 4}, new double[] {0.5, 0.1, 0.5, 0, 0, 0.5});
    }

    static Supplier<Optional<HeldOut>> held(HeldOut vectors) {
        return () -> Optional.of(vectors);
    }

    static ModelContent seen(List<ViewContent> views, List<ModelClass> classes) {
        ModelContent plain = model("main", List.of());
        return new ModelContent(plain.name(), plain.method(), plain.backbone(), views, classes, plain.history());
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
        assertThat(actual.views())
                .extracting(ViewContent::plan)
                .isEqualTo(expected.views().stream().map(ViewContent::plan).toList());
        for (int v = 0; v < expected.views().size(); v++) {
            assertThat(actual.views().get(v).scatter().map(Supplier::get))
                    .usingRecursiveComparison()
                    .isEqualTo(expected.views().get(v).scatter().map(Supplier::get));
        }
        assertThat(actual.classes()).hasSameSizeAs(expected.classes());
        for (int i = 0; i < expected.classes().size(); i++) {
            assertSame(actual.classes().get(i), expected.classes().get(i));
        }
    }

    private static void assertSame(ModelClass actual, ModelClass expected) {
        assertThat(actual)
                .usingRecursiveComparison()
                .ignoringFields("statistics", "scatter", "heldOut")
                .withStrictTypeChecking()
                .isEqualTo(expected);
        assertThat(heldOut(actual)).usingRecursiveComparison().isEqualTo(heldOut(expected));
        if (actual instanceof NewClass read && expected instanceof NewClass written) {
            assertSame(read.statistics().get(), written.statistics().get());
        } else if (actual instanceof NewSealedClass read && expected instanceof NewSealedClass written) {
            assertThat(read.scatter().get())
                    .usingRecursiveComparison()
                    .isEqualTo(written.scatter().get());
        }
    }

    private static Optional<HeldOut> heldOut(ModelClass of) {
        if (of instanceof NewClass own) {
            return own.heldOut().get();
        }
        if (of instanceof NewSealedClass sealed) {
            return sealed.heldOut().get();
        }
        return ((NewPooledClass) of).heldOut().get();
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
