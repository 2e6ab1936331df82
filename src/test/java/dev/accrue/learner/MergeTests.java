package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.learner.Merge.OnConflict;
import dev.accrue.learner.Merge.Outcome;
import dev.accrue.store.ClassRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Taking in what another store has learnt with the same backbone. */
class MergeTests {
    @TempDir
    Path folder;

    private ModelSession session;
    private Zoo zoo;

    @BeforeEach
    void train() throws IOException {
        session = Sessions.open(folder, "here", new QuadrantEngine());
        zoo = Zoo.in(folder);
        zoo.train(session, "ant,bee");
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** Another store with the same base, and what was done to it. */
    private Path other(Consumer<ModelSession> work) {
        try (ModelSession there = Sessions.open(folder, "there", new QuadrantEngine())) {
            zoo.train(there, "ant,bee");
            work.accept(there);
        }
        return folder.resolve("there");
    }

    private Transfer.Merged merge(Path other, OnConflict onConflict) {
        return new Transfer(session).merge(other, Optional.empty(), onConflict, "merge there", Progress.NONE);
    }

    private ClassStatistics statistics(String label) {
        return session.store().statistics(row(label));
    }

    private ClassRow row(String label) {
        return session.head().classes().stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static void assertFails(Category category, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContainingAll(parts);
    }

    @Test
    void addsWhatIsNewBitForBit() {
        zoo.add(session, "first", "cow");
        Path there = other(each -> zoo.add(each, "all", "dog"));
        Transfer.Merged merged = merge(there, OnConflict.REFUSE);
        assertThat(merged)
                .isEqualTo(new Transfer.Merged(
                        2,
                        3,
                        4,
                        List.of(
                                new Outcome("ant", "same", 24),
                                new Outcome("bee", "same", 24),
                                new Outcome("dog", "added", 24))));
        assertThat(session.model().classes()).containsExactly("ant", "bee", "cow", "dog");
        assertThat(session.head().provenance().summary()).isEqualTo("merged dog from there");
        String digest = row("dog").sha256();
        new Versions(session).undo();
        zoo.add(session, "all", "dog");
        assertThat(row("dog").sha256()).isEqualTo(digest);
    }

    @Test
    void makesNoVersionWhereNothingIsNew() {
        zoo.add(session, "first", "cow");
        Path there = other(each -> zoo.add(each, "second", "cow"));
        Transfer.Merged merged = merge(there, OnConflict.KEEP);
        assertThat(merged.from()).isEqualTo(2);
        assertThat(merged.to()).isEqualTo(2);
        assertThat(merged.outcomes()).last().isEqualTo(new Outcome("cow", "kept", 10));
        assertThat(new Versions(session).history()).hasSize(2);
    }

    @Test
    void namesConflictsAndChangesNothing() {
        zoo.add(session, "first", "cow");
        String hash = session.head().hash();
        Path there = other(each -> zoo.add(each, "second", "cow"));
        assertFails(
                Category.CONFLICT,
                () -> merge(there, OnConflict.REFUSE),
                "\"cow\" (10 images here, 14 there)",
                "--same-class",
                "keep",
                "replace",
                "append");
        assertThat(session.head().hash()).isEqualTo(hash);
        assertThat(OnConflict.parse("append")).isEqualTo(OnConflict.APPEND);
        assertFails(Category.USAGE, () -> OnConflict.parse("both"), "\"both\"", "refuse, keep, replace, append");
    }

    @Test
    void replacesInPlace() {
        zoo.add(session, "first", "cow");
        zoo.add(session, "all", "dog");
        Path there = other(each -> zoo.add(each, "second", "cow"));
        Transfer.Merged merged = merge(there, OnConflict.REPLACE);
        assertThat(merged.outcomes()).last().isEqualTo(new Outcome("cow", "replaced", 14));
        assertThat(session.model().classes()).containsExactly("ant", "bee", "cow", "dog");
        assertThat(statistics("cow").count()).isEqualTo(14);
    }

    @Test
    void appendsAsIfBothHadBeenLearntAtOnce() {
        zoo.add(session, "first", "cow");
        Path there = other(each -> zoo.add(each, "second", "cow"));
        Transfer.Merged merged = merge(there, OnConflict.APPEND);
        assertThat(merged.outcomes()).last().isEqualTo(new Outcome("cow", "appended", 24));
        assertThat(row("cow").source()).contains("first", " + ", "second");
        ClassStatistics parts = statistics("cow");
        new Versions(session).undo();
        new Versions(session).undo();
        zoo.add(session, "all", "cow");
        ClassStatistics whole = statistics("cow");
        assertThat(parts.count()).isEqualTo(whole.count());
        assertThat(parts.mean()).containsExactly(whole.mean(), within(1e-12));
        assertThat(parts.scatter()).containsExactly(whole.scatter(), within(1e-12));
    }

    @Test
    void refusesAnotherBackbone() {
        String hash = session.head().hash();
        Path there = other(each -> zoo.train(each, "ant,bee", 2));
        for (OnConflict each : OnConflict.values()) {
            assertFails(
                    Category.CONFLICT, () -> merge(there, each), "different backbones", "add-class", "model create");
        }
        assertThat(session.head().hash()).isEqualTo(hash);
    }

    @Test
    void refusesItsOwnStoreAndWhatIsNone() throws IOException {
        Path own = folder.resolve("here");
        assertFails(Category.CONFLICT, () -> merge(own, OnConflict.REFUSE), own + ".mv.db", "this shell has open");
        close();
        session = Sessions.open(folder, "here", new QuadrantEngine());
        assertFails(Category.CONFLICT, () -> merge(own, OnConflict.REFUSE), "this shell has open");
        assertFails(Category.NOT_FOUND, () -> merge(folder.resolve("none"), OnConflict.REFUSE), "none.mv.db");
        assertThat(folder.resolve("none.mv.db")).doesNotExist();
        Path text = Files.writeString(folder.resolve("notes.txt"), "no model");
        assertThatThrownBy(() -> merge(text, OnConflict.REFUSE))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("notes.txt");
        assertThat(session.head().number()).isEqualTo(1);
    }

    @Test
    void beginsAnEmptyModel() {
        Path there = other(each -> zoo.add(each, "all", "dog"));
        new Models(session).create("fresh", Optional.empty());
        Transfer.Merged merged = merge(there, OnConflict.REFUSE);
        assertThat(merged.from()).isZero();
        assertThat(merged.outcomes()).extracting(Outcome::what).containsOnly("added");
        assertThat(session.model().classes()).containsExactly("ant", "bee", "dog");
        assertThat(session.model().oldClasses()).containsExactly("ant", "bee");
        zoo.add(session, "all", "cow");
        assertThat(session.model().classes()).hasSize(4);
    }

    @Test
    void takesTheModelThatIsNamed() {
        Path there = other(each -> {
            new Models(each).create("trial", Optional.of("1"));
            zoo.add(each, "all", "dog");
            new Models(each).create("empty", Optional.empty());
        });
        Transfer transfer = new Transfer(session);
        assertFails(Category.NOT_FOUND, () -> merge(there, OnConflict.REFUSE), "\"empty\"", "is empty", "--model");
        assertFails(
                Category.NOT_FOUND,
                () -> transfer.merge(there, Optional.of("x"), OnConflict.REFUSE, "merge", Progress.NONE),
                "no model \"x\"",
                "empty, main, trial");
        transfer.merge(there, Optional.of("trial"), OnConflict.REFUSE, "merge", Progress.NONE);
        assertThat(session.model().classes()).containsExactly("ant", "bee", "dog");
    }

    @Test
    void takesAFileAsItTakesAStore() {
        Path file = folder.resolve("there.accrue-model");
        Path there = other(each -> {
            zoo.add(each, "all", "dog");
            new Transfer(each).exportModel(file, Optional.empty(), false, Progress.NONE);
        });
        Transfer.Merged fromFile = merge(file, OnConflict.REFUSE);
        List<ClassRow> rows = session.head().classes();
        new Versions(session).undo();
        assertThat(merge(there, OnConflict.REFUSE).outcomes()).isEqualTo(fromFile.outcomes());
        assertThat(session.head().classes())
                .extracting(ClassRow::sha256)
                .isEqualTo(rows.stream().map(ClassRow::sha256).toList());
        assertFails(
                Category.USAGE,
                () -> new Transfer(session).merge(file, Optional.of("main"), OnConflict.REFUSE, "merge", Progress.NONE),
                "leave out --model main");
    }

    @Test
    void takesSealedClassesWithWhatTheyShare() {
        Path there = other(each -> {
            zoo.add(each, "all", "cow", "dog");
            new ChangeClasses(each).seal(List.of("ant", "cow", "dog"), "seal");
        });
        assertFails(Category.CONFLICT, () -> merge(there, OnConflict.REFUSE), "\"ant\" (24 images here, 24 there)");
        assertFails(Category.CONFLICT, () -> merge(there, OnConflict.APPEND), "\"ant\" is sealed there");
        assertFails(
                Category.CONFLICT, () -> merge(there, OnConflict.KEEP), "\"ant\"", "would then count twice", "replace");
        Transfer.Merged merged = merge(there, OnConflict.REPLACE);
        assertThat(merged.outcomes()).extracting(Outcome::what).containsExactly("replaced", "same", "added", "added");
        assertThat(session.head().classes())
                .extracting(ClassRow::label, ClassRow::isSealed)
                .containsExactly(tuple("ant", true), tuple("bee", false), tuple("cow", true), tuple("dog", true));
        assertThat(new Care(session).verify(Progress.NONE).problems()).isEmpty();
        assertThat(session.model().classes()).hasSize(4);
        assertThat(merge(there, OnConflict.REFUSE).outcomes())
                .extracting(Outcome::what)
                .containsOnly("same");
    }

    @Test
    void appendsNothingToASealedClassOfItsOwn() {
        zoo.add(session, "first", "cow");
        new ChangeClasses(session).seal(List.of("ant", "bee", "cow"), "seal");
        String hash = session.head().hash();
        Path there = other(each -> zoo.add(each, "second", "cow"));
        assertFails(Category.CONFLICT, () -> merge(there, OnConflict.APPEND), "is sealed");
        assertThat(session.head().hash()).isEqualTo(hash);
    }
}
