package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.D;
import static dev.accrue.store.h2.Fixtures.add;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.labels;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.small;
import static dev.accrue.store.h2.Fixtures.statistics;
import static dev.accrue.store.h2.Fixtures.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.Fitting;
import dev.accrue.gaussian.Method;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewSealedClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that share a scatter: what they still say, and what was given up. */
class StoreSealTests {
    private static final long MEAN = D * 8;
    private static final long SCATTER = D * (D + 1) / 2 * 8;

    @TempDir
    Path folder;

    private H2ModelStore store;
    private ModelVersion open;

    @BeforeEach
    void makeAStore() {
        store = open(folder);
        train(store, "circle", "square");
        open = add(store, "star", "ring", "cross");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private ModelVersion seal(String... labels) {
        return store.sealed(List.of(labels), provenance("seal"));
    }

    private Classifier classifier(ModelVersion version) {
        Fitting fitting = Method.ARTICLE.fitting(D);
        version.classes().stream()
                .flatMap(row -> row.sharedScatter().stream())
                .distinct()
                .map(store::sharedScatter)
                .forEach(fitting::add);
        for (ClassRow row : version.classes()) {
            if (row.isSealed()) {
                fitting.add(row.count(), store.mean(row));
            } else {
                fitting.add(store.statistics(row));
            }
        }
        return fitting.classifier();
    }

    private void assertScoresAsBefore(ModelVersion version) {
        float[] features = new float[20 * D];
        Random random = new Random(5);
        for (int p = 0; p < features.length; p++) {
            features[p] = random.nextFloat() * 2 - 1;
        }
        double[] expected = classifier(open).scores(features, 20);
        double[] found = classifier(version).scores(features, 20);
        assertThat(found).hasSameSizeAs(expected);
        for (int p = 0; p < expected.length; p++) {
            assertThat(found[p]).isCloseTo(expected[p], within(1e-9 * Math.max(1, Math.abs(expected[p]))));
        }
    }

    private static ClassRow row(ModelVersion version, String label) {
        return version.classes().stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void scoresAsBefore() {
        ModelVersion sealed = seal("circle", "ring", "cross");
        store.close();
        store = open(folder);
        assertThat(store.head()).contains(sealed);
        assertThat(labels(sealed)).isEqualTo(labels(open));
        assertThat(sealed.parent()).hasValue(open.number());
        assertThat(sealed.classes()).extracting(ClassRow::isSealed).containsExactly(true, false, false, true, true);
        assertThat(row(sealed, "star")).isEqualTo(row(open, "star"));
        ClassRow circle = row(sealed, "circle");
        assertThat(circle.count()).isEqualTo(row(open, "circle").count());
        assertThat(circle.base()).isTrue();
        assertThat(circle.source()).isEqualTo("shapes/train");
        assertThat(store.mean(circle)).isEqualTo(store.mean(row(open, "circle")));
        assertScoresAsBefore(sealed);
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }

    /** Both sums, added up here in another order. */
    @Test
    void sharesTheSumsOfTheScatters() {
        SharedScatter shared = store.sharedScatter(
                seal("circle", "ring", "cross").classes().get(0).sharedScatter().orElseThrow());
        List<ClassStatistics> folded = List.of(
                statistics(D, "cross".hashCode()),
                statistics(D, "ring".hashCode()),
                statistics(D, "circle".hashCode()));
        assertThat(shared.classes()).isEqualTo(3);
        assertThat(shared.count())
                .isEqualTo(folded.stream().mapToLong(ClassStatistics::count).sum());
        for (int p = 0; p < D * (D + 1) / 2; p++) {
            int at = p;
            assertThat(shared.pooled()[p])
                    .isCloseTo(folded.stream().mapToDouble(s -> s.scatter()[at]).sum(), within(1e-12));
            assertThat(shared.equal()[p])
                    .isCloseTo(
                            folded.stream()
                                    .mapToDouble(s -> s.scatter()[at] / s.count())
                                    .sum(),
                            within(1e-12));
        }
    }

    @Test
    void takesTheRoomOfTwoScattersHoweverManyShareThem() {
        assertThat(store.footprint(open).bytes()).isEqualTo(5 * (MEAN + SCATTER));
        ModelVersion three = seal("circle", "ring", "cross");
        assertThat(store.footprint(three).classBytes())
                .containsExactly(MEAN, MEAN + SCATTER, MEAN + SCATTER, MEAN, MEAN);
        assertThat(store.footprint(three).sealed()).isEqualTo(3);
        assertThat(store.footprint(three).sharedBytes()).isEqualTo(2 * SCATTER);
        ModelVersion all = seal("square", "star");
        assertThat(store.footprint(all).bytes()).isEqualTo(5 * MEAN + 2 * SCATTER);
    }

    @Test
    void foldsWhatWasSealedBefore() {
        ModelVersion first = seal("circle", "ring", "cross");
        ModelVersion second = seal("square");
        assertThat(second.classes()).extracting(ClassRow::isSealed).containsExactly(true, true, false, true, true);
        assertThat(second.classes().stream().flatMap(row -> row.sharedScatter().stream()))
                .containsOnly(row(second, "circle").sharedScatter().orElseThrow())
                .doesNotContain(row(first, "circle").sharedScatter().orElseThrow());
        assertThat(store.sharedScatter(row(second, "ring").sharedScatter().orElseThrow())
                        .classes())
                .isEqualTo(4);
        assertScoresAsBefore(second);
    }

    @Test
    void refusesWhereNothingIsSavedOrNothingIsNew() {
        assertFails(() -> seal("circle", "ring"), Category.USAGE, "sealing 2 classes saves nothing", "at least 3");
        assertFails(() -> seal("circle", "circle", "ring"), Category.USAGE, "saves nothing");
        assertFails(() -> seal(), Category.USAGE, "no class was given");
        assertFails(() -> seal("circle", "moon", "ring"), Category.NOT_FOUND, "no class \"moon\"");
        ModelVersion sealed = seal("circle", "ring", "cross");
        assertFails(() -> seal("star", "ring"), Category.CONFLICT, "class \"ring\" is sealed already");
        assertFails(() -> seal(), Category.USAGE, "no class was given");
        assertThat(store.head()).contains(sealed);
        store.changedClasses(List.of(row(sealed, "star"), row(sealed, "ring")), provenance("remove-class"));
        assertThat(seal("star").classes())
                .describedAs("the scatter that is shared anyway takes one in")
                .allMatch(ClassRow::isSealed);
    }

    @Test
    void refusesSmallClassesWhoseFactorsTakeLessRoom() {
        store.addedClasses(List.of(small("a"), small("b"), small("c")), provenance("add-class"));
        assertFails(() -> seal("a", "b", "c"), Category.USAGE, "saves nothing");
        assertThat(store.head().orElseThrow().number()).isEqualTo(3);
        assertThat(seal("a", "circle", "square", "star").classes())
                .extracting(ClassRow::isSealed)
                .containsExactly(true, true, true, false, false, true, false, false);
    }

    @Test
    void hasNoStatisticsOfASealedClass() {
        ClassRow circle = row(seal("circle", "ring", "cross"), "circle");
        assertFails(
                () -> store.statistics(circle),
                Category.CONFLICT,
                "class \"circle\" is sealed",
                "nothing can be added",
                "undo or restore");
    }

    @Test
    void removesASealedClassButNotItsShare() {
        ModelVersion sealed = seal("circle", "ring", "cross");
        ModelVersion without = store.changedClasses(
                sealed.classes().stream()
                        .filter(row -> !row.label().equals("ring"))
                        .toList(),
                provenance("remove-class ring"));
        assertThat(labels(without)).containsExactly("circle", "square", "star", "cross");
        assertThat(store.sharedScatter(row(without, "cross").sharedScatter().orElseThrow())
                        .classes())
                .isEqualTo(3);
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }

    @Test
    void renamesASealedClass() {
        ModelVersion sealed = seal("circle", "ring", "cross");
        ClassRow ring = row(sealed, "ring");
        String shared = ring.sharedScatter().orElseThrow();
        List<ModelClass> renamed = new ArrayList<>(sealed.classes());
        renamed.set(
                3, new NewSealedClass("o", ring.base(), ring.source(), ring.count(), store.mean(ring), shared, () -> {
                    throw new AssertionError("it is there already");
                }));
        ModelVersion version = store.changedClasses(renamed, provenance("rename-class ring o"));
        assertThat(labels(version)).containsExactly("circle", "square", "star", "o", "cross");
        assertThat(row(version, "o").sha256())
                .isNotEqualTo(ring.sha256())
                .isEqualTo(ContentDigest.ofSealedClass(
                        version.backbone(),
                        ModelView.LAST,
                        "o",
                        false,
                        ring.count(),
                        Float64Bytes.encode(store.mean(ring)),
                        shared));
        assertScoresAsBefore(version);
    }

    @Test
    void undoesASeal() {
        ModelVersion sealed = seal("circle", "ring", "cross");
        assertThat(store.undo()).isEqualTo(open);
        assertThat(store.statistics(row(open, "ring")).count())
                .isEqualTo(row(open, "ring").count());
        assertThat(store.redo()).isEqualTo(sealed);
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }
}
