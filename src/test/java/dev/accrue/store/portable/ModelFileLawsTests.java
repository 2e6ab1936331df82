package dev.accrue.store.portable;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelContent.ViewContent;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ModelFileLawsTests {
    private static Path folder;

    @BeforeContainer
    static void makeAFolder() throws IOException {
        folder = Files.createTempDirectory("accrue-model-file");
    }

    @AfterContainer
    static void dropTheFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(folder);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatIsReadIsWhatWasWrittenAndWritesTheSameBytes(@ForAll("models") ModelContent content) {
        Path first = Contents.write(folder.resolve("first"), content);
        Path second = folder.resolve("second");

        try (ModelFile model = ModelFile.open(first, Progress.NONE)) {
            Contents.assertSame(model.content(), content);
            Contents.write(second, model.content());
        }

        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aChangedByteIsRefusedOrChangesNothing(
            @ForAll("models") ModelContent content,
            @ForAll long place,
            @ForAll @IntRange(min = 1, max = 255) int change)
            throws IOException {
        Path file = Contents.write(folder.resolve("changed"), content);
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) Math.floorMod(place, (long) bytes.length)] ^= (byte) change;
        Files.write(file, bytes);

        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            Contents.assertSame(model.content(), content);
        } catch (AccrueException refused) {
            assertThat(refused.category()).isEqualTo(AccrueException.Category.BAD_DATA);
        }
    }

    @Provide
    Arbitrary<ModelContent> models() {
        Arbitrary<List<String>> labels = label().list().uniqueElements().ofMaxSize(7);
        return Combinators.combine(
                        text(),
                        text(),
                        Arbitraries.integers().between(1, 9),
                        labels,
                        step().list().ofMaxSize(3),
                        Arbitraries.longs())
                .as(ModelFileLawsTests::model);
    }

    private static ModelContent model(
            String name,
            String source,
            int dimension,
            List<String> labels,
            List<ModelContent.Step> history,
            long seed) {
        Random random = new Random(seed);
        StoredBackbone plain = Contents.backbone(dimension);
        StoredBackbone backbone = new StoredBackbone(
                plain.sha256(),
                name,
                1 + random.nextInt(999),
                dimension,
                labels,
                random.nextLong() >>> 1,
                source,
                plain.weights());
        List<ViewContent> views = new ArrayList<>();
        List<ModelClass> classes = new ArrayList<>();
        for (int v = 0; v <= random.nextInt(3); v++) {
            int d = v == 0 ? dimension : 1 + random.nextInt(5);
            boolean pools = random.nextInt(3) == 0;
            ModelView.Plan plan = new ModelView.Plan(v == 0 ? ModelView.LAST : "view " + v, d, pools);
            SharedScatter pooled = shared(d, random);
            views.add(new ViewContent(plan, pools && !labels.isEmpty() ? Optional.of(() -> pooled) : Optional.empty()));
            classes.addAll(classes(plan, labels, source, random));
        }
        return new ModelContent(name, source, backbone, views, classes, history);
    }

    private static List<ModelClass> classes(ModelView.Plan view, List<String> labels, String source, Random random) {
        int d = view.dimension();
        List<SharedScatter> shared = List.of(shared(d, random), shared(d, random));
        boolean holdsOut = random.nextBoolean();
        List<ModelClass> classes = new ArrayList<>();
        for (String label : labels) {
            boolean base = random.nextBoolean();
            Optional<HeldOut> vectors = holdsOut ? heldOut(d, random) : Optional.empty();
            if (view.pools()) {
                classes.add(new NewPooledClass(
                        label, view.id(), base, source, 1 + random.nextInt(9), values(d, random), () -> vectors));
            } else if (random.nextInt(3) == 0) {
                SharedScatter of = shared.get(random.nextInt(2));
                classes.add(new NewSealedClass(
                        label,
                        view.id(),
                        base,
                        source,
                        1 + random.nextInt(9),
                        values(d, random),
                        Contents.digest(of),
                        () -> of,
                        () -> vectors));
            } else {
                ClassStatistics statistics = random.nextBoolean() ? packed(d, random) : factor(d, random);
                classes.add(new NewClass(label, view.id(), base, source, () -> statistics, () -> vectors));
            }
        }
        return classes;
    }

    private static Optional<HeldOut> heldOut(int dimension, Random random) {
        int vectors = random.nextInt(3);
        float[] features = new float[vectors * dimension];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        return vectors == 0 ? Optional.empty() : Optional.of(new HeldOut(vectors, features));
    }

    private static SharedScatter shared(int dimension, Random random) {
        return new SharedScatter(
                1 + random.nextInt(5), 5 + random.nextInt(99), scatter(dimension, random), scatter(dimension, random));
    }

    private static ClassStatistics packed(int dimension, Random random) {
        return new ClassStatistics(1 + random.nextInt(9), values(dimension, random), scatter(dimension, random));
    }

    private static ClassStatistics factor(int dimension, Random random) {
        int rows = 1 + random.nextInt(3);
        return ClassStatistics.ofFactor(
                1 + random.nextInt(9),
                values(dimension, random),
                new ScatterFactor(rows, values(rows * dimension, random)));
    }

    private static double[] scatter(int dimension, Random random) {
        double[] packed = values(ClassStatistics.packedLength(dimension), random);
        for (int i = 0; i < dimension; i++) {
            int diagonal = ClassStatistics.packedLength(i) + i;
            packed[diagonal] = Math.abs(packed[diagonal]);
        }
        return packed;
    }

    private static double[] values(int length, Random random) {
        return random.doubles(length, -1, 1)
                .map(value -> random.nextInt(5) == 0 ? 0 : value * Math.pow(10, random.nextInt(40) - 20))
                .toArray();
    }

    private static Arbitrary<ModelContent.Step> step() {
        Arbitrary<Instant> times = Combinators.combine(
                        Arbitraries.longs().between(0, 4_000_000_000L),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
        Arbitrary<Provenance> provenances = Combinators.combine(
                        text().list().ofSize(5),
                        Arbitraries.longs(),
                        Arbitraries.longs().greaterOrEqual(0))
                .as((texts, seed, nanos) -> new Provenance(
                        texts.get(0),
                        texts.get(1),
                        texts.get(2),
                        texts.get(3),
                        seed,
                        texts.get(4),
                        Duration.ofNanos(nanos)));
        return Combinators.combine(Arbitraries.longs(), provenances, times, text())
                .as(ModelContent.Step::new);
    }

    /** Any text at all, half a surrogate pair too. */
    private static Arbitrary<String> text() {
        return Arbitraries.strings().all().ofMaxLength(12);
    }

    private static Arbitrary<String> label() {
        return Arbitraries.oneOf(
                        Arbitraries.strings()
                                .alpha()
                                .numeric()
                                .withChars(" \"'\\/;<>")
                                .ofMinLength(1)
                                .ofMaxLength(200),
                        Arbitraries.strings()
                                .withCharRange('\u0590', '\u06FF')
                                .ofMinLength(1)
                                .ofMaxLength(200),
                        Arbitraries.integers()
                                .between(0x1F300, 0x1FAFF)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(200)
                                .map(characters -> characters.stream()
                                        .map(Character::toString)
                                        .collect(toList()))
                                .map(characters -> String.join("", characters)))
                .filter(label -> !label.isBlank());
    }
}
