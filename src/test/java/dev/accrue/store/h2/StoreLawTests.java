package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.bench.crash.Folders;
import dev.accrue.bench.crash.Operations;
import dev.accrue.bench.crash.Samples;
import dev.accrue.bench.crash.StoreState;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.Pooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** What holds whatever is stored in whatever order, in real stores. */
class StoreLawTests {
    private static final int DIMENSION = 8;
    private static final int TRIES = 5;
    private static final double RELATIVE = 1e-12;

    private final Samples samples = new Samples(DIMENSION);
    private Path folder = Path.of("");

    @BeforeTry
    void makeAFolder() throws IOException {
        folder = Files.createTempDirectory("accrue-laws");
    }

    @AfterTry
    void deleteIt() throws IOException {
        Folders.delete(folder);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void anyOrderOfAddsGivesTheSameStatistics(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> portions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            portions.add(samples.features(1 + random.nextInt(40), random));
        }
        ClassStatistics whole = samples.statisticsOf(joined(portions));
        ClassStatistics inOrder = addedOneAfterTheOther("in order", portions);
        Collections.shuffle(portions, new Random(seed));
        ClassStatistics shuffled = addedOneAfterTheOther("shuffled", portions);
        assertSame(inOrder, whole);
        assertSame(shuffled, whole);
    }

    private ClassStatistics addedOneAfterTheOther(String name, List<float[]> portions) {
        try (ModelStore store = newStore(name)) {
            store.addedClasses(List.of(learnt("grown", portions.get(0))), Samples.provenance("add", 1));
            for (float[] portion : portions.subList(1, portions.size())) {
                ClassRow row = rowOf(store, "grown");
                ClassStatistics merged = store.statistics(row).mergedWith(samples.statisticsOf(portion));
                replace(store, row, new NewClass("grown", false, "more", merged));
            }
            return store.statistics(rowOf(store, "grown"));
        }
    }

    /** Whatever classes come together, and in whatever order; the sum that is compared with is taken here. */
    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void aViewThatPoolsHasTheSumOfItsClasses(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int together) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ClassStatistics> all = new ArrayList<>();
        List<NewClass> classes = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            ClassStatistics statistics = samples.statistics(random);
            all.add(statistics);
            classes.add(
                    new NewClass("class " + i, samples.pooling().id(), false, "", () -> statistics, Optional::empty));
        }
        Collections.shuffle(classes, new Random(seed));
        try (ModelStore store = open(folder)) {
            store.trainedBase(
                    samples.backbone(List.of("x"), random),
                    List.of(samples.pooling()),
                    Pooled.first(List.of(samples.pooling()), classes.subList(0, together)),
                    "lda",
                    Samples.provenance("train-base", 1));
            for (int first = together; first < classes.size(); first += together) {
                store.addedClasses(
                        Pooled.added(store, classes.subList(first, Math.min(classes.size(), first + together))),
                        Samples.provenance("add", 1));
            }
            SharedScatter shared =
                    store.sharedScatter(head(store).view().scatter().orElseThrow());
            assertThat(shared.classes()).isEqualTo(all.size());
            double[] pooled = new double[shared.pooled().length];
            double[] equal = new double[pooled.length];
            for (ClassStatistics each : all) {
                for (int p = 0; p < pooled.length; p++) {
                    pooled[p] += each.scatter()[p];
                    equal[p] += each.scatter()[p] / each.count();
                }
            }
            assertThat(shared.pooled()).containsExactly(pooled, within(RELATIVE * largest(pooled)));
            assertThat(shared.equal()).containsExactly(equal, within(RELATIVE * largest(equal)));
        }
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void splitAndMergeEqualsWhole(@ForAll long seed, @ForAll @IntRange(min = 1, max = 79) int first) {
        float[] features = samples.features(80, new SplittableRandom(seed));
        try (ModelStore here = newStore("here");
                ModelStore there = newStore("there");
                ModelStore whole = newStore("whole")) {
            here.addedClasses(
                    List.of(learnt("cut", Arrays.copyOf(features, first * DIMENSION))), Samples.provenance("add", 1));
            there.addedClasses(
                    List.of(learnt("cut", Arrays.copyOfRange(features, first * DIMENSION, features.length))),
                    Samples.provenance("add", 1));
            whole.addedClasses(List.of(learnt("cut", features)), Samples.provenance("add", 1));
            ClassRow row = rowOf(here, "cut");
            ClassStatistics merged = here.statistics(row).mergedWith(there.statistics(rowOf(there, "cut")));
            replace(here, row, new NewClass("cut", false, "merged", merged));
            assertSame(here.statistics(rowOf(here, "cut")), whole.statistics(rowOf(whole, "cut")));
        }
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void removeAfterAddIsAsIfItHadNeverBeenAdded(@ForAll long seed, @ForAll @IntRange(max = 4) int later) {
        try (ModelStore with = newStore("with");
                ModelStore without = newStore("without")) {
            SplittableRandom random = new SplittableRandom(seed);
            with.addedClasses(List.of(samples.addedClass("guest", random)), Samples.provenance("add", 1));
            for (int i = 0; i < later; i++) {
                NewClass added = samples.addedClass("class " + i, random);
                with.addedClasses(List.of(added), Samples.provenance("add", 1));
                without.addedClasses(List.of(added), Samples.provenance("add", 1));
            }
            List<ClassRow> rows = new ArrayList<>(head(with).classes());
            rows.remove(rowOf(with, "guest"));
            ModelVersion left = with.changedClasses(rows, Samples.provenance("remove", 1));

            assertThat(left.classes())
                    .extracting(ClassRow::sha256)
                    .isEqualTo(head(without).classes().stream()
                            .map(ClassRow::sha256)
                            .toList());
            for (int i = 0; i < left.classes().size(); i++) {
                assertThat(with.statistics(left.classes().get(i)))
                        .usingRecursiveComparison()
                        .isEqualTo(without.statistics(head(without).classes().get(i)));
            }
        }
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void undoThenRedoIsIdentity(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int most) {
        Operations operations = new Operations(seed, DIMENSION);
        try (ModelStore store = open(folder)) {
            for (int index = 0; index < 25; index++) {
                operations.perform(index, store);
            }
            StoreState before = StoreState.of(store);
            int undone = 0;
            while (undone < most && canUndo(store)) {
                store.undo();
                undone++;
            }
            for (int i = 0; i < undone; i++) {
                store.redo();
            }
            assertThat(StoreState.of(store)).isEqualTo(before);
        }
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void theSameHundredOperationsGiveTheSameHashes(@ForAll long seed) {
        Operations operations = new Operations(seed, DIMENSION);
        try (ModelStore first = open(folder.resolve("first"));
                ModelStore second = open(folder.resolve("second"))) {
            for (int index = 0; index < 100; index++) {
                assertThat(operations.perform(index, second)).isEqualTo(operations.perform(index, first));
            }
            assertThat(second.history())
                    .extracting(ModelVersion::hash)
                    .isEqualTo(first.history().stream().map(ModelVersion::hash).toList());
        }
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void exportThenImportIsIdentity(@ForAll long seed, @ForAll boolean sealed) {
        Operations operations = new Operations(seed, DIMENSION);
        try (ModelStore from = newStore("from");
                ModelStore to = open(folder.resolve("to"))) {
            for (int index = 0; index < 20; index++) {
                operations.perform(index, from);
            }
            if (from.head().isEmpty() || sealed) {
                from.begunWith(
                        samples.content(List.of("a", "b", "c", "d"), new SplittableRandom(seed)),
                        Samples.provenance("import", 1));
            }
            ModelVersion original = head(from);
            ModelVersion imported = to.begunWith(from.content(original), Samples.provenance("import", 1));

            assertThat(imported.method()).isEqualTo(original.method());
            assertThat(imported.views())
                    .usingRecursiveComparison()
                    .ignoringFields("classes.id", "classes.createdAt")
                    .isEqualTo(original.views());
            assertThat(to.backbone(imported.backbone()))
                    .usingRecursiveComparison()
                    .isEqualTo(from.backbone(original.backbone()));
            for (int i = 0; i < original.rows().size(); i++) {
                assertThat(everything(to, imported.rows().get(i)))
                        .usingRecursiveComparison()
                        .isEqualTo(everything(from, original.rows().get(i)));
            }
        }
    }

    private static Object everything(ModelStore store, ClassRow row) {
        return List.of(
                store.heldOut(row),
                store.mean(row),
                row.sharedScatter().map(store::sharedScatter),
                row.sharesItsScatter() ? Optional.empty() : Optional.of(store.statistics(row)));
    }

    private ModelStore newStore(String name) {
        ModelStore store = open(folder.resolve(name));
        SplittableRandom random = new SplittableRandom(1);
        store.trainedBase(
                samples.backbone(List.of("base"), random),
                List.of(samples.baseClass("base", random)),
                "article",
                Samples.provenance("train-base", 1));
        return store;
    }

    private NewClass learnt(String label, float[] features) {
        return new NewClass(label, false, "samples/train", samples.statisticsOf(features));
    }

    private static void replace(ModelStore store, ClassRow row, NewClass replacement) {
        List<ModelClass> classes = new ArrayList<>(head(store).classes());
        classes.set(classes.indexOf(row), replacement);
        store.changedClasses(classes, Samples.provenance("change", 1));
    }

    private static boolean canUndo(ModelStore store) {
        return store.head().filter(head -> head.parent().isPresent()).isPresent();
    }

    private static ModelVersion head(ModelStore store) {
        return store.head().orElseThrow();
    }

    private static ClassRow rowOf(ModelStore store, String label) {
        return head(store).classes().stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static float[] joined(List<float[]> portions) {
        float[] all = new float[portions.stream().mapToInt(each -> each.length).sum()];
        int at = 0;
        for (float[] portion : portions) {
            System.arraycopy(portion, 0, all, at, portion.length);
            at += portion.length;
        }
        return all;
    }

    /** To 1e-12, relative to the largest number. */
    private static void assertSame(ClassStatistics actual, ClassStatistics expected) {
        assertThat(actual.count()).isEqualTo(expected.count());
        assertThat(actual.mean()).containsExactly(expected.mean(), within(RELATIVE * largest(expected.mean())));
        assertThat(actual.scatter())
                .containsExactly(expected.scatter(), within(RELATIVE * largest(expected.scatter())));
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }
}
