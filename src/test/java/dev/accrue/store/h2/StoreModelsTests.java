package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.add;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.execute;
import static dev.accrue.store.h2.Fixtures.labels;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Snapshot;
import dev.accrue.store.StoredModel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several models in one store: what each has of its own, and what they share. */
class StoreModelsTests {
    private static final OptionalLong EMPTY = OptionalLong.empty();

    @TempDir
    Path folder;

    private H2ModelStore store;

    @BeforeEach
    void makeAStore() {
        store = open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = open(folder);
    }

    private void assertModels(StoredModel... expected) {
        assertThat(store.models())
                .extracting(StoredModel::name, StoredModel::head, StoredModel::current)
                .containsExactly(List.of(expected).stream()
                        .map(each -> tuple(each.name(), each.head(), each.current()))
                        .toArray(Tuple[]::new));
    }

    private static StoredModel model(String name, long head, boolean current) {
        return new StoredModel(name, head == 0 ? EMPTY : OptionalLong.of(head), current, Instant.EPOCH);
    }

    @Test
    void beginsWithOneThatIsEmpty() {
        assertModels(model("main", 0, true));
        reopen();
        assertModels(model("main", 0, true));
    }

    @Test
    void saysWhenAModelWasMade() {
        Instant now = Instant.parse("2026-03-01T12:00:00.123456789Z");
        try (H2ModelStore other = H2ModelStore.open(folder.resolve("other"), Clock.fixed(now, ZoneOffset.UTC))) {
            assertThat(other.createModel("trial", EMPTY)).isEqualTo(new StoredModel("trial", EMPTY, true, now));
        }
    }

    @Test
    void makesAnEmptyModelCurrent() {
        ModelVersion one = train(store, "circle");
        store.snapshot("s");
        store.createModel("trial", EMPTY);
        reopen();

        assertModels(model("main", 1, false), model("trial", 0, true));
        assertThat(store.head()).isEmpty();
        assertThat(store.history()).isEmpty();
        assertThat(store.lineage()).isEmpty();
        assertThat(store.snapshots()).isEmpty();
        assertThat(store.version(1)).isEqualTo(one);
        assertFails(() -> store.undo(), Category.NOT_FOUND, "train-base");
        assertFails(() -> store.redo(), Category.NOT_FOUND, "nothing was undone");
        assertFails(() -> add(store, "star"), Category.NOT_FOUND, "train-base");
        assertFails(() -> store.find("s"), Category.NOT_FOUND, "\"s\"");

        ModelVersion two = train(store, "square");
        assertThat(two.number()).isEqualTo(2);
        assertThat(two.parent()).isEmpty();
        store.useModel("main");
        assertThat(store.head()).contains(one);
    }

    @Test
    void sharesVersionsAndRowsWithTheModelItBeganWith() {
        train(store, "circle");
        ModelVersion two = add(store, "star");
        store.createModel("trial", OptionalLong.of(2));
        assertThat(store.head()).contains(two);
        assertThat(store.history()).extracting(ModelVersion::number).containsExactly(2L, 1L);

        ModelVersion three = add(store, "ring");
        assertThat(three.parent()).hasValue(2);
        assertThat(three.classes().subList(0, 2)).isEqualTo(two.classes());
        store.useModel("main");
        ModelVersion four = add(store, "cross");
        assertThat(labels(four)).containsExactly("circle", "star", "cross");
        assertThat(four.parent()).hasValue(2);
        reopen();
        assertModels(model("main", 4, true), model("trial", 3, false));
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }

    @Test
    void keepsATrailOfItsOwnToUndoAndRedo() {
        train(store, "circle");
        add(store, "star");
        add(store, "ring");
        store.createModel("trial", OptionalLong.of(3));
        store.undo();
        store.undo();
        store.useModel("main");
        assertFails(() -> store.redo(), Category.NOT_FOUND, "nothing was undone");
        store.undo();
        store.useModel("trial");
        reopen();

        assertModels(model("main", 2, false), model("trial", 1, true));
        assertThat(store.redo().number()).isEqualTo(2);
        store.useModel("main");
        add(store, "cross"); // ends what main can redo, and nothing else
        assertFails(() -> store.redo(), Category.NOT_FOUND, "nothing was undone");
        store.useModel("trial");
        assertThat(store.redo().number()).isEqualTo(3);
        assertFails(() -> store.redo(), Category.NOT_FOUND, "nothing was undone");
    }

    @Test
    void keepsSnapshotsOfItsOwn() {
        train(store, "circle");
        store.snapshot("good");
        store.createModel("trial", OptionalLong.of(1));
        add(store, "star");
        store.snapshot("good");
        assertThat(store.find("good").number()).isEqualTo(2);
        store.useModel("main");
        assertThat(store.find("good").number()).isEqualTo(1);
        assertThat(store.find("2").number()).isEqualTo(2);
        assertFails(() -> store.snapshot("good"), Category.CONFLICT, "version 1");
        assertFails(() -> store.find("bad"), Category.NOT_FOUND, "\"bad\"", "there are: good");
        assertFails(() -> store.find("3"), Category.NOT_FOUND, "version 3");
        ModelVersion restored = store.restore("2", provenance("restore 2"));
        assertThat(restored.parent()).hasValue(1);
        assertThat(restored.restoredFrom()).hasValue(2);
    }

    @Test
    void givesNoSnapshotTheNumberOfAVersion() {
        train(store, "circle");
        assertFails(() -> store.snapshot("2"), Category.USAGE, "2 cannot name a snapshot", "version 2");
        assertThat(store.snapshot("2a").name()).isEqualTo("2a");
        assertThat(store.snapshot("0").version()).isEqualTo(1);
    }

    /** Snapshots could be called so once. */
    @Test
    void prefersASnapshotToTheNumberOfAVersion() throws SQLException {
        train(store, "circle");
        store.snapshot("second");
        store.close();
        execute(folder.resolve("accrue.mv.db"), "UPDATE model_snapshot SET name = '2'");
        store = open(folder);
        add(store, "star");
        assertThat(store.find("2").number()).isEqualTo(1);
        assertFails(() -> store.find("0"), Category.NOT_FOUND, "\"0\"");
        assertFails(() -> store.find("99999999999999999999"), Category.NOT_FOUND, "\"99999999999999999999\"");
    }

    @Test
    void renamesWithAllThatIsItsOwn() {
        train(store, "circle");
        add(store, "star");
        store.snapshot("s");
        store.undo();
        assertThat(store.renameModel("main", "haupt").name()).isEqualTo("haupt");
        reopen();
        assertModels(model("haupt", 1, true));
        assertThat(store.snapshots()).extracting(Snapshot::name).containsExactly("s");
        assertThat(store.redo().number()).isEqualTo(2);
        store.createModel("main", EMPTY);
        assertFails(() -> store.renameModel("main", "haupt"), Category.CONFLICT, "\"haupt\" already");
        assertFails(() -> store.renameModel("nobody", "x"), Category.NOT_FOUND, "\"nobody\"", "haupt, main");
        assertModels(model("haupt", 2, false), model("main", 0, true));
    }

    @Test
    void dropsAModelButNotItsVersions() {
        train(store, "circle");
        store.createModel("trial", OptionalLong.of(1));
        add(store, "star");
        store.snapshot("s");
        add(store, "ring");
        store.undo();
        assertFails(() -> store.dropModel("trial"), Category.CONFLICT, "\"trial\" is in use", "model use NAME");
        store.useModel("main");
        assertThat(store.dropModel("trial").head()).hasValue(2);
        reopen();

        assertModels(model("main", 1, true));
        assertThat(labels(store.version(3))).containsExactly("circle", "star", "ring");
        assertFails(() -> store.useModel("trial"), Category.NOT_FOUND, "\"trial\"", "there are: main");
        assertFails(() -> store.dropModel("trial"), Category.NOT_FOUND, "\"trial\"");
        store.createModel("trial", EMPTY);
        assertThat(store.snapshots()).describedAs("of the one that was dropped").isEmpty();
        assertFails(() -> store.redo(), Category.NOT_FOUND, "nothing was undone");
    }

    @Test
    void refusesAModelThatIsThereOrCannotBegin() {
        train(store, "circle");
        assertFails(() -> store.createModel("main", EMPTY), Category.CONFLICT, "\"main\" already", "model use main");
        assertFails(() -> store.createModel("trial", OptionalLong.of(7)), Category.NOT_FOUND, "version 7");
        assertModels(model("main", 1, true));
        store.createModel("MAIN", EMPTY);
        assertModels(model("MAIN", 0, true), model("main", 1, false));
    }

    @Test
    void refusesNamesThatCannotBeTypedOrShown() {
        train(store, "circle");
        List<String> names = List.of(
                "",
                " ",
                "a b",
                "it's",
                "\"q\"",
                "'; DROP TABLE model; --",
                "a\nb",
                "a\0b",
                "\u001b[31mred",
                "\u202eabc",
                "a/b",
                "a\\b",
                "🦊",
                "%",
                "a\u2028b",
                "\ud83d",
                "\u0301");
        for (String name : names) {
            assertFails(() -> store.createModel(name, EMPTY), Category.USAGE, "cannot name a model", "at most 100");
            assertFails(() -> store.renameModel("main", name), Category.USAGE, "cannot name a model");
            assertFails(() -> store.snapshot(name), Category.USAGE, "cannot name a snapshot");
            assertFails(() -> store.useModel(name), Category.NOT_FOUND, "there are: main");
            assertFails(() -> store.dropModel(name), Category.NOT_FOUND, "there are: main");
            assertFails(() -> store.find(name), Category.NOT_FOUND, "none yet");
        }
        assertModels(model("main", 1, true));
    }

    @Test
    void refusesTenThousandCharactersBriefly() {
        String name = "x".repeat(10_000);
        train(store, "circle");
        List<ThrowingCallable> calls = List.of(
                () -> store.createModel(name, EMPTY),
                () -> store.snapshot(name),
                () -> store.useModel(name),
                () -> store.dropModel(name),
                () -> store.renameModel(name, "x"),
                () -> store.find(name),
                () -> store.useModel("\u001b[2J"),
                () -> store.find("\u001b[2J"),
                () -> store.sealed(List.of(name), provenance("seal")),
                () -> store.sealed(List.of("\u001b[2J"), provenance("seal")));
        for (ThrowingCallable call : calls) {
            assertThatExceptionOfType(AccrueException.class)
                    .isThrownBy(call)
                    .satisfies(e ->
                            assertThat(e.getMessage()).doesNotContain("\u001b").hasSizeLessThan(500));
        }
    }

    /** A name has 100 characters as a person counts them, which may take twice as many of a computer's. */
    @Test
    void takesAHundredCharactersOfAnyScript() {
        train(store, "circle");
        String name = "𠀀".repeat(100);
        store.snapshot(name);
        store.createModel(name, OptionalLong.of(1));
        reopen();
        assertModels(model("main", 1, false), model(name, 1, true));
        store.renameModel("main", "مرحبا");
        store.useModel("مرحبا");
        assertThat(store.find(name).number()).isEqualTo(1);
        assertFails(() -> store.createModel(name + "x", EMPTY), Category.USAGE, "at most 100");
    }
}
