package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.added;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.base;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.statistics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.Snapshot;
import dev.accrue.store.StoredBackbone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2ModelStoreTests {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");

    @TempDir
    Path folder;

    private H2ModelStore store;

    @BeforeEach
    void open() {
        store = H2ModelStore.open(folder, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        open();
    }

    private ModelVersion train() {
        return store.trainedBase(
                backbone(1), List.of(base("circle"), base("square")), "mahalanobis", provenance("train-base"));
    }

    private ModelVersion add(String... labels) {
        List<NewClass> classes = List.of(labels).stream().map(Fixtures::added).toList();
        return store.addedClasses(classes, provenance("add-class"));
    }

    @Test
    void isEmptyWhenNew() {
        assertThat(store.head()).isEmpty();
        assertThat(store.history()).isEmpty();
        assertThat(store.lineage()).isEmpty();
        assertThat(store.snapshots()).isEmpty();
        assertThat(store.location())
                .isEqualTo(folder.resolve("accrue.mv.db").toAbsolutePath().toString());
        assertThat(store.bytesOnDisk()).isPositive();
    }

    @Test
    void keepsATrainedBaseAcrossReopening() {
        ModelVersion trained = train();
        reopen();

        assertThat(store.head()).contains(trained);
        assertThat(trained.number()).isEqualTo(1);
        assertThat(trained.parent()).isEmpty();
        assertThat(trained.restoredFrom()).isEmpty();
        assertThat(trained.method()).isEqualTo("mahalanobis");
        assertThat(trained.provenance()).isEqualTo(provenance("train-base"));
        assertThat(trained.createdAt()).isEqualTo(NOW);
        assertThat(trained.classes())
                .extracting(ClassRow::label, ClassRow::base, ClassRow::count, ClassRow::source, ClassRow::createdAt)
                .containsExactly(
                        tuple("circle", true, base("circle").statistics().get().count(), "shapes/train", NOW),
                        tuple("square", true, base("square").statistics().get().count(), "shapes/train", NOW));
    }

    @Test
    void givesStatisticsBackBitForBit() {
        ClassStatistics odd = new ClassStatistics(
                7,
                new double[] {-0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1 / 3.0},
                statistics(4, 5).scatter());
        train();
        store.addedClasses(List.of(new NewClass("odd", false, "s", odd)), provenance("add-class odd"));
        reopen();

        ClassRow row = store.head().orElseThrow().classes().get(2);
        ClassStatistics read = store.statistics(row);
        assertThat(read.count()).isEqualTo(7);
        assertThat(read.mean()).containsExactly(odd.mean());
        assertThat(Double.doubleToRawLongBits(read.mean()[0])).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(read.scatter()).containsExactly(odd.scatter());
    }

    @Test
    void givesTheBackboneBack() {
        train();
        reopen();

        StoredBackbone read = store.backbone(backbone(1).sha256());
        assertThat(read).usingRecursiveComparison().isEqualTo(backbone(1));
        assertFails(() -> store.backbone("beef"), Category.NOT_FOUND, "beef");
    }

    @Test
    void refusesABackboneWhoseWeightsAreNotWhatItsDigestSays() {
        StoredBackbone right = backbone(1);
        StoredBackbone wrong = new StoredBackbone(
                backbone(2).sha256(), "resnet20", 32, 4, right.baseClasses(), 1, "{}", right.weights());
        assertFails(
                () -> store.trainedBase(wrong, List.of(base("circle")), "article", provenance("train-base")),
                Category.BAD_DATA,
                right.sha256());
        assertThat(store.head()).isEmpty();
    }

    @Test
    void sharesTheRowsOfOldClassesBetweenVersions() {
        ModelVersion trained = train();
        ModelVersion grown = add("star", "cross");
        ModelVersion more = add("ring");

        assertThat(grown.parent()).hasValue(1);
        assertThat(grown.classes().subList(0, 2)).isEqualTo(trained.classes());
        assertThat(more.classes())
                .extracting(ClassRow::label)
                .containsExactly("circle", "square", "star", "cross", "ring");
        assertThat(more.classes().subList(0, 4)).isEqualTo(grown.classes());
        assertThat(store.version(2)).isEqualTo(grown);
        assertFails(() -> store.version(9), Category.NOT_FOUND, "version 9");
    }

    @Test
    void changesTheMethodAndNothingElse() {
        train();
        ModelVersion grown = add("star");
        ModelVersion changed = store.changedMethod("lda shrinkage=oas", provenance("use classifier lda"));

        assertThat(changed.number()).isEqualTo(3);
        assertThat(changed.parent()).hasValue(2);
        assertThat(changed.method()).isEqualTo("lda shrinkage=oas");
        assertThat(changed.backbone()).isEqualTo(grown.backbone());
        assertThat(changed.classes()).isEqualTo(grown.classes());
        assertThat(add("cross").method()).isEqualTo("lda shrinkage=oas");
        assertThat(store.lineage()).extracting(ModelVersion::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        store.undo();
        assertThat(store.undo()).isEqualTo(grown);
        assertThat(store.redo()).isEqualTo(changed);
        reopen();
        assertThat(store.head()).contains(changed);
    }

    @Test
    void startsAnewWithWhatWasTheHeadAsParent() {
        train();
        add("star");
        ModelVersion anew = store.trainedBase(backbone(2), List.of(base("ring")), "article", provenance("train-base"));

        assertThat(anew.number()).isEqualTo(3);
        assertThat(anew.parent()).hasValue(2);
        assertThat(anew.classes()).extracting(ClassRow::label).containsExactly("ring");
        assertThat(store.history()).extracting(ModelVersion::number).containsExactly(3L, 2L, 1L);
        assertThat(store.lineage()).extracting(ModelVersion::number).containsExactly(3L);
    }

    @Test
    void keepsTheFirstRowOfTheSameWeights() {
        train();
        store.trainedBase(backbone(1), List.of(base("ring")), "article", provenance("train-base"));
        assertThat(store.backbone(backbone(1).sha256()).training()).isEqualTo("{\"epochs\":3}");
    }

    @Test
    void rejectsAClassThatIsAlreadyThere() {
        train();
        ModelVersion head = add("star");
        assertFails(
                () -> add("ring", "star"),
                Category.CONFLICT,
                "class \"star\" is already in the model ("
                        + added("star").statistics().get().count() + " images, version 2)");
        assertThat(store.head()).contains(head);
        assertFails(() -> add("ring", "ring"), Category.CONFLICT, "\"ring\" was given twice");
    }

    @Test
    void rejectsAddingToAnEmptyStore() {
        assertFails(() -> add("star"), Category.NOT_FOUND, "train-base");
        assertFails(() -> store.snapshot("first"), Category.NOT_FOUND, "train-base");
        assertFails(() -> store.changedMethod("lda", provenance("use")), Category.NOT_FOUND, "train-base");
        train();
        assertFails(() -> add(), Category.USAGE, "no class");
    }

    @Test
    void rejectsFeaturesOfAnotherDimension() {
        train();
        NewClass wide = new NewClass("star", false, "s", statistics(5, 1));
        assertFails(
                () -> store.addedClasses(List.of(wide), provenance("add-class star")),
                Category.CONFLICT,
                "\"star\" have 5 dimensions",
                "have 4");
    }

    @Test
    void rejectsStatisticsThatAreNotFinite() {
        train();
        double[] mean = statistics(4, 1).mean();
        double[] scatter = statistics(4, 1).scatter();
        rejectsStatistics(new ClassStatistics(3, new double[] {0, Double.NaN, 0, 0}, scatter), "finite");
        rejectsStatistics(
                new ClassStatistics(3, mean, new double[] {0, 0, 0, 0, 0, Double.POSITIVE_INFINITY, 0, 0, 0, 0}),
                "finite");
        assertThat(store.history()).hasSize(1);
    }

    private void rejectsStatistics(ClassStatistics statistics, String... found) {
        NewClass star = new NewClass("star", false, "s", statistics);
        assertFails(() -> store.addedClasses(List.of(star), provenance("add-class star")), Category.BAD_DATA, found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\0b", "a\u001b[31mb", "a\u2028b", "a\ud83d", "a\u202egpj.b"})
    void rejectsLabelsThatCannotBePrinted(String label) {
        train();
        assertFails(() -> add(label), Category.USAGE, "class name");
    }

    @Test
    void countsCharactersOfALabelAsAPersonDoes() {
        train();
        assertThat(add("🦊".repeat(200)).classes()).hasSize(3);
        assertFails(() -> add("🦊".repeat(201)), Category.USAGE, "(201 characters)", "is longer than 200 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"it's", "\"quoted\"", "'; DROP TABLE model_head; --", "👩‍🚀 in space", "猫", "a\\b%_?", "A"})
    void takesLabelsAsTheyAre(String label) {
        train();
        add("a");
        add(label);
        reopen();
        assertThat(store.head().orElseThrow().classes())
                .extracting(ClassRow::label)
                .endsWith("a", label);
        assertFails(() -> add(label), Category.CONFLICT, "\"" + label + "\"");
    }

    @Test
    void namesVersionsAndRestoresThem() {
        train();
        Snapshot first = store.snapshot("base-1.0_x");
        assertThat(first).isEqualTo(new Snapshot("base-1.0_x", 1, NOW));
        add("star");
        store.snapshot("with-star");
        reopen();

        assertThat(store.snapshots()).containsExactly(first, new Snapshot("with-star", 2, NOW));
        ModelVersion restored = store.restore("base-1.0_x", provenance("restore base-1.0_x"));
        assertThat(restored.number()).isEqualTo(3);
        assertThat(restored.parent()).hasValue(2);
        assertThat(restored.restoredFrom()).hasValue(1);
        assertThat(restored.classes()).isEqualTo(store.version(1).classes());
        assertThat(restored.method()).isEqualTo("mahalanobis");
        assertThat(store.head()).contains(restored);
    }

    @Test
    void rejectsASnapshotNameThatIsTakenOrCannotBe() {
        train();
        store.snapshot("one");
        add("star");
        assertFails(() -> store.snapshot("one"), Category.CONFLICT, "\"one\"", "version 1");
        for (String name : List.of("", "a b", "a/b", "a'b", "x".repeat(101))) {
            assertFails(() -> store.snapshot(name), Category.USAGE, "cannot name a snapshot");
        }
        store.snapshot("x".repeat(100));
    }

    @Test
    void saysWhichSnapshotsThereAre() {
        train();
        assertFails(() -> store.restore("two", provenance("restore two")), Category.NOT_FOUND, "none yet");
        store.snapshot("one");
        store.snapshot("eins");
        assertFails(() -> store.restore("two", provenance("restore two")), Category.NOT_FOUND, "\"two\"", "eins, one");
    }

    @Test
    void isNotDisturbedByInterruption() {
        train();
        Thread.currentThread().interrupt();
        ModelVersion grown = add("star");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.head()).contains(grown);
        reopen();
        assertThat(store.head()).contains(grown);
    }

    @Test
    void isNotDisturbedByInterruptionInTheMiddleOfAWrite() throws InterruptedException {
        train();
        Thread writer = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                writer.interrupt();
                Thread.onSpinWait();
            }
        });
        interrupter.start();
        for (int i = 0; i < 50; i++) {
            add("class " + i);
        }
        interrupter.interrupt();
        while (interrupter.isAlive()) {
            Thread.interrupted();
            Thread.onSpinWait();
        }
        Thread.interrupted();
        reopen();
        assertThat(store.head().orElseThrow().classes()).hasSize(52);
    }

    @Test
    void closesOnceAndForAll() {
        train();
        store.close();
        store.close();
        assertFails(() -> store.head(), Category.STORE, "accrue.mv.db");
    }

    @Test
    void leavesOneFileAndItsLockBehind() throws Exception {
        train();
        store.close();
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("accrue.mv.db", "accrue.lock");
        }
    }
}
