package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.D;
import static dev.accrue.store.h2.Fixtures.add;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.base;
import static dev.accrue.store.h2.Fixtures.dump;
import static dev.accrue.store.h2.Fixtures.execute;
import static dev.accrue.store.h2.Fixtures.labels;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.small;
import static dev.accrue.store.h2.Fixtures.sql;
import static dev.accrue.store.h2.Fixtures.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.Pruning;
import dev.accrue.store.StoredEvaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pruning drops, and that all the rest is as it was. */
class StorePruneTests {
    private static final long MEAN = D * 8;
    private static final long SCATTER = D * (D + 1) / 2 * 8;

    @TempDir
    Path folder;

    private H2ModelStore store;

    @BeforeEach
    void makeAStore() {
        store = open(folder);
        train(store, "circle", "square");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = open(folder);
    }

    private List<Long> rows(String... tables) throws SQLException {
        store.close();
        List<Long> rows = Fixtures.rows(folder.resolve("accrue.mv.db"), tables);
        store = open(folder);
        return rows;
    }

    private void assertSound() {
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        store.history()
                .forEach(version -> version.classes()
                        .forEach(row -> assertThat(store.mean(row)).hasSize(D)));
    }

    private static List<Long> numbers(Pruning pruning) {
        return Fixtures.numbers(pruning.versions());
    }

    private ModelVersion replaceLast(NewClass instead) {
        List<ModelClass> classes = new ArrayList<>(store.head().orElseThrow().classes());
        classes.set(classes.size() - 1, instead);
        return store.changedClasses(classes, provenance("rename-class"));
    }

    @Test
    void dropsNothingThatAHeadReaches() {
        add(store, "star");
        assertThat(store.prune(true)).isEqualTo(new Pruning(List.of(), 0, 0, 0));
        assertThat(store.prune(false)).isEqualTo(new Pruning(List.of(), 0, 0, 0));
        assertThat(store.history()).hasSize(2);
        assertThat(add(store, "ring").number())
                .describedAs("the store goes on after it was rewritten")
                .isEqualTo(3);
        reopen();
        assertThat(labels(store.head().orElseThrow())).containsExactly("circle", "square", "star", "ring");
        assertSound();
    }

    @Test
    void dropsNothingOfAnEmptyStore() {
        try (H2ModelStore empty = open(folder.resolve("empty"))) {
            assertThat(empty.prune(false)).isEqualTo(new Pruning(List.of(), 0, 0, 0));
            assertThat(empty.head()).isEmpty();
        }
    }

    @Test
    void dropsWhatWasUndoneAndItsTrail() {
        add(store, "star");
        add(store, "ring");
        store.undo();
        store.undo();
        Pruning pruned = store.prune(false);
        assertThat(numbers(pruned)).containsExactly(2L, 3L);
        assertThat(pruned.classes()).isEqualTo(2);
        assertThat(pruned.backbones()).isZero();
        assertThat(pruned.bytes()).isEqualTo(2 * (MEAN + SCATTER));
        reopen();
        assertThat(store.head().orElseThrow().number()).isEqualTo(1);
        assertFails(() -> store.redo(), Category.NOT_FOUND, "nothing was undone");
        assertFails(() -> store.version(2), Category.NOT_FOUND, "version 2");
        assertFails(() -> store.find("3"), Category.NOT_FOUND, "version 3");
        assertSound();
    }

    @Test
    void givesNoNumberAgain() {
        add(store, "star");
        store.undo();
        store.prune(false);
        assertThat(add(store, "ring").number()).isEqualTo(3);
        store.undo();
        store.prune(false);
        reopen();
        ModelVersion next = add(store, "cross");
        assertThat(next.number()).isEqualTo(4);
        assertThat(next.parent()).hasValue(1);
        assertSound();
    }

    @Test
    void keepsWhatIsUndoneButNamed() {
        add(store, "star");
        add(store, "ring");
        store.undo();
        store.snapshot("middle");
        store.undo();
        assertThat(numbers(store.prune(false))).containsExactly(3L);
        reopen();
        assertThat(store.redo().number()).isEqualTo(2);
        assertFails(() -> store.redo(), Category.NOT_FOUND, "nothing was undone");
        assertThat(labels(store.find("middle"))).containsExactly("circle", "square", "star");
        assertSound();
    }

    @Test
    void keepsWhatAHeadWasRestoredFrom() {
        add(store, "star");
        store.undo();
        store.restore("2", provenance("restore 2"));
        assertThat(numbers(store.prune(true))).isEmpty();
        store.undo();
        assertThat(numbers(store.prune(false))).containsExactly(2L, 3L);
        assertSound();
    }

    @Test
    void keepsWhatAnyModelReaches() {
        store.createModel("trial", OptionalLong.of(1));
        add(store, "star");
        store.createModel("named", OptionalLong.of(1));
        add(store, "ring");
        store.snapshot("ring");
        store.undo();
        add(store, "cross");
        store.useModel("main");
        assertThat(numbers(store.prune(true))).isEmpty();
        store.dropModel("trial");
        assertThat(numbers(store.prune(true))).containsExactly(2L);
        store.dropModel("named");
        assertThat(numbers(store.prune(false)))
                .describedAs("snapshots go with their model")
                .containsExactly(2L, 3L, 4L);
        reopen();
        assertThat(store.history()).extracting(ModelVersion::number).containsExactly(1L);
        assertSound();
    }

    @Test
    void changesNothingInADryRun() throws SQLException {
        add(store, "star");
        store.undo();
        store.trainedBase(backbone(2), List.of(base("ring")), "article", provenance("train-base"));
        store.undo();
        store.close();
        Path database = folder.resolve("accrue.mv.db");
        List<String> before = dump(database);
        store = open(folder);
        Pruning first = store.prune(true);
        Pruning second = store.prune(true);
        store.close();
        assertThat(numbers(first)).containsExactly(2L, 3L);
        assertThat(second).isEqualTo(first);
        assertThat(dump(database)).isEqualTo(before);
        store = open(folder);
        assertThat(store.prune(false)).describedAs("does what it said").isEqualTo(first);
    }

    @Test
    void dropsBackbonesClassesAndWhatWasDerivedWithTheirLastVersion() throws SQLException {
        store.trainedBase(backbone(2), List.of(base("ring"), small("tiny")), "article", provenance("train-base"));
        ModelVersion head = store.head().orElseThrow();
        store.keepFittedClassifier(head, new double[] {1, 2});
        store.record(new StoredEvaluation(
                head.number(), "shapes", "ab", 3, 0.5, OptionalDouble.empty(), OptionalDouble.empty(), Instant.EPOCH));
        store.undo();
        Pruning pruned = store.prune(false);
        assertThat(numbers(pruned)).containsExactly(2L);
        assertThat(pruned.classes()).isEqualTo(2);
        assertThat(pruned.backbones()).isEqualTo(1);
        assertThat(pruned.bytes()).isEqualTo(10_000 + MEAN + SCATTER + MEAN + MEAN);
        assertFails(
                () -> store.backbone(backbone(2).sha256()),
                Category.NOT_FOUND,
                backbone(2).sha256());
        assertThat(store.backbone(backbone(1).sha256()).weights())
                .isEqualTo(backbone(1).weights());
        assertThat(rows("class_row", "class_statistics", "backbone_class")).containsOnly(2L);
        assertThat(rows("class_factor", "fitted_classifier", "evaluation", "undone_version"))
                .containsOnly(0L);
        assertSound();
    }

    @Test
    void givesTheRoomBackAtOnce() throws Exception {
        Path database = folder.resolve("accrue.mv.db");
        store.prune(false);
        long before = Files.size(database);
        for (int seed = 2; seed < 20; seed++) {
            store.trainedBase(backbone(seed), List.of(base("ring")), "article", provenance("train-base"));
            store.undo();
        }
        assertThat(Files.size(database)).isGreaterThan(before + 150_000);
        assertThat(store.prune(false).backbones()).isEqualTo(18);
        assertThat(Files.size(database)).isBetween(before / 2, before * 2);
        assertThat(store.bytesOnDisk()).isEqualTo(Files.size(database));
        assertFails(() -> open(folder), Category.STORE, "in use by this process");
    }

    @Test
    void keepsTheRowsThatKeptVersionsListToo() {
        add(store, "star");
        ModelVersion replaced = replaceLast(Fixtures.added("stella"));
        store.undo();
        store.snapshot("star");
        store.redo();
        assertThat(numbers(store.prune(false))).isEmpty();
        assertThat(store.version(3)).isEqualTo(replaced);
        assertSound();
    }

    /**
     * H2 removes a large object some time after its row. Killed in between it forgets to, for good: compaction keeps the
     * object.
     */
    @Test
    void givesBackWhatAKilledProcessHasLeft() throws Exception {
        store.close();
        Path file = folder.resolve("accrue.mv.db");
        Path killed = folder.resolve("killed.mv.db");
        List<String> content = statements(file);
        try (Connection connection = sql(file);
                Statement change = connection.createStatement();
                Connection reader = sql(file);
                Statement look = reader.createStatement()) {
            change.execute(
                    "INSERT INTO shared_scatter SELECT 'f00d', 1, 1, 1, b, b FROM (SELECT SECURE_RAND(1000000) AS b)");
            reader.setAutoCommit(false);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            look.execute("SELECT COUNT(*) FROM shared_scatter"); // what it saw stays until it has ended
            change.execute("DELETE FROM shared_scatter");
            change.execute("CHECKPOINT SYNC");
            Files.copy(file, killed);
        }
        execute(killed, "SHUTDOWN COMPACT");
        assertThat(killed.toFile().length()).isGreaterThan(1_000_000);
        try (H2ModelStore again = open(folder.resolve("killed"))) {
            again.prune(false);
            assertThat(again.bytesOnDisk()).isLessThan(100_000);
            assertThat(again.verify(Progress.NONE).problems()).isEmpty();
        }
        assertThat(statements(killed)).isEqualTo(content);
        store = open(folder);
    }

    /** All but that which depends on the random salt of a new file. */
    private static List<String> statements(Path database) throws SQLException {
        return dump(database).stream()
                .filter(statement -> !statement.startsWith("CREATE USER"))
                .toList();
    }

    @Test
    void leavesNoOtherFileBehind() throws IOException {
        store.close();
        Path left = Files.writeString(folder.resolve("accrue~rewritten.mv.db"), "a rewriting that was killed");
        store = open(folder);
        assertThat(left).doesNotExist();
        store.prune(false);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("accrue.mv.db", "accrue.lock");
        }
    }

    @Test
    void isNotDisturbedByInterruption() {
        add(store, "star");
        store.undo();
        Thread.currentThread().interrupt();
        assertThat(numbers(store.prune(false))).containsExactly(2L);
        Thread.interrupted(); // H2 may have taken note of it when it closed a file
        add(store, "ring");
        reopen();
        assertThat(labels(store.head().orElseThrow())).containsExactly("circle", "square", "ring");
        assertSound();
    }

    @Test
    void keepsTheStoreWhereItCannotBeRewritten() throws IOException {
        add(store, "star");
        store.undo();
        Path inTheWay = Files.createDirectory(folder.resolve("accrue~rewritten.mv.db"));
        Files.createFile(inTheWay.resolve("something"));
        assertFails(() -> store.prune(false), Category.STORE, "accrue.mv.db");
        assertThat(store.prune(true).versions()).as("which was done before").isEmpty();
        assertThat(labels(add(store, "ring"))).containsExactly("circle", "square", "ring");
        Files.delete(inTheWay.resolve("something"));
        store.prune(false);
        reopen();
        assertThat(labels(store.head().orElseThrow())).containsExactly("circle", "square", "ring");
        assertSound();
    }
}
