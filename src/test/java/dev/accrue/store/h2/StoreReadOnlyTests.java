package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.add;
import static dev.accrue.store.h2.Fixtures.added;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.base;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.StoredEvaluation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A store opened for reading only: what is refused, who may be there at the same time, and that nothing changes. */
class StoreReadOnlyTests {
    @TempDir
    Path folder;

    private Path database;
    private ModelVersion head;

    @BeforeEach
    void makeAStore() {
        database = folder.resolve("accrue.mv.db");
        try (H2ModelStore store = open(folder)) {
            train(store, "circle", "square");
            head = add(store, "star");
            store.snapshot("s");
        }
    }

    private static H2ModelStore read(Path path) {
        return H2ModelStore.openReadOnly(path, Clock.systemUTC());
    }

    @Test
    void readsEverything() throws IOException {
        byte[] before = Files.readAllBytes(database);
        try (H2ModelStore store = read(folder)) {
            assertThat(store.readOnly()).isTrue();
            assertThat(store.head()).contains(head);
            assertThat(store.history()).hasSize(2);
            assertThat(store.lineage()).hasSize(2);
            assertThat(store.find("s")).isEqualTo(head);
            assertThat(store.models()).hasSize(1);
            assertThat(store.backbone(head.backbone()).weights())
                    .isEqualTo(backbone(1).weights());
            for (ClassRow row : head.classes()) {
                assertThat(store.statistics(row).count()).isEqualTo(row.count());
            }
            assertThat(store.content(head).classes()).hasSize(3);
            assertThat(store.verify(Progress.NONE).problems()).isEmpty();
            assertThat(store.prune(true).versions()).isEmpty();
            assertThat(store.fittedClassifier(head)).isEmpty();
            assertThat(store.evaluations(2)).isEmpty();
            assertThat(store.bytesOnDisk()).isEqualTo(before.length);
        }
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
        try (H2ModelStore store = open(folder)) {
            assertThat(store.readOnly()).isFalse();
            assertThat(add(store, "ring").number()).isEqualTo(3);
        }
    }

    @Test
    void changesNothing() throws IOException {
        byte[] before = Files.readAllBytes(database);
        try (H2ModelStore store = read(database)) {
            List<ThrowingCallable> writes = List.of(
                    () -> store.createModel("trial", OptionalLong.empty()),
                    () -> store.useModel("main"),
                    () -> store.renameModel("main", "m"),
                    () -> store.trainedBase(backbone(2), List.of(base("x")), "article", provenance("train-base")),
                    () -> store.begunWith(store.content(head), provenance("import")),
                    () -> store.addedClasses(List.of(added("x")), provenance("add-class")),
                    () -> store.changedClasses(head.classes().subList(0, 1), provenance("remove-class")),
                    () -> store.sealed(List.of("circle", "square", "star"), provenance("seal")),
                    store::undo,
                    () -> store.snapshot("t"),
                    () -> store.restore("s", provenance("restore")),
                    () -> store.prune(false),
                    () -> store.keepFittedClassifier(head, new double[1]),
                    () -> store.record(new StoredEvaluation(
                            2, "d", "ab", 1, 1, OptionalDouble.empty(), OptionalDouble.empty(), Instant.EPOCH)));
            for (ThrowingCallable write : writes) {
                assertFails(write, Category.READ_ONLY, database.toString(), "reading only", "leave out --read-only");
            }
            assertFails(() -> store.dropModel("main"), Category.CONFLICT, "main");
            assertFails(() -> store.useModel("nobody"), Category.NOT_FOUND, "nobody");
            assertFails(store::redo, Category.NOT_FOUND, "nothing was undone");
            assertThat(store.head()).contains(head);
        }
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }

    @Test
    void makesNothingWhereThereIsNoStore() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        for (Path path : List.of(empty, empty.resolve("mine"), empty.resolve("deep/er/mine.mv.db"))) {
            assertFails(() -> read(path), Category.NOT_FOUND, "there is no store " + empty, "--read-only");
        }
        assertThat(empty).isEmptyDirectory();
        for (int lines : List.of(1, 500, 2000)) {
            String list = "shopping list\n".repeat(lines);
            Path text = Files.writeString(empty.resolve("notes.mv.db"), list);
            assertFails(() -> read(text), Category.STORE, text.toString(), "no store");
            assertFails(() -> open(text), Category.STORE, text.toString(), "no store");
            assertThat(text).hasContent(list);
        }
    }

    @Test
    void readsWhileAnotherProcessReadsAndLetsNobodyWrite() throws Exception {
        Process other = start(false);
        try {
            assertThat(other.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("has 3 classes");
            try (H2ModelStore store = read(folder)) {
                assertThat(store.head()).contains(head);
                assertThat(store.statistics(head.classes().get(2)).count())
                        .isEqualTo(head.classes().get(2).count());
            }
            assertFails(
                    () -> open(folder),
                    Category.STORE,
                    database.toString(),
                    "in use by a shell that reads it (--read-only)",
                    "quit that shell");
        } finally {
            other.destroyForcibly().waitFor();
        }
        open(folder).close();
    }

    @Test
    void isRefusedWhileAnotherProcessWrites() throws Exception {
        Process other = start(true);
        try {
            assertThat(other.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("has 3 classes");
            assertFails(
                    () -> read(folder),
                    Category.STORE,
                    database.toString(),
                    "being written by process " + other.pid(),
                    "quit that shell");
        } finally {
            other.destroyForcibly().waitFor();
        }
        try (H2ModelStore store = read(folder)) {
            assertThat(store.head())
                    .describedAs("killed without closing the file")
                    .contains(head);
        }
    }

    @Test
    void isRefusedWhileThisProcessWritesAndTheOtherWayRound() {
        try (H2ModelStore writer = open(folder)) {
            assertFails(() -> read(folder), Category.CONFLICT, writer.location(), "this shell has open");
            assertThat(add(writer, "ring").number()).isEqualTo(3);
        }
        try (H2ModelStore reader = read(folder)) {
            assertFails(() -> open(folder), Category.STORE, reader.location(), "in use by");
            assertThat(reader.head().orElseThrow().number()).isEqualTo(3);
        }
        open(folder).close();
    }

    @Test
    void refusesAStoreOfAnOlderSchema() throws Exception {
        Path old = folder.resolve("v1.mv.db");
        try (InputStream resource =
                Objects.requireNonNull(StoreReadOnlyTests.class.getResourceAsStream("/store/v1.mv.db"))) {
            Files.copy(resource, old);
        }
        byte[] before = Files.readAllBytes(old);
        assertFails(
                () -> read(old),
                Category.STORE,
                old.toString(),
                "schema version 1",
                "open it once without --read-only");
        assertThat(Files.readAllBytes(old)).isEqualTo(before);
        open(old).close();
        read(old).close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void readsWhatMayNotBeWritten() throws IOException {
        assumeThat(System.getProperty("user.name"))
                .describedAs("root may write anything")
                .isNotEqualTo("root");
        Path lock = folder.resolve("accrue.lock");
        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("r--r--r--"));
        readsAsBefore();
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("r--r--r--"));
        readsAsBefore();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            readsAsBefore();
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.delete(lock);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            readsAsBefore();
            assertThat(lock).doesNotExist();
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertFails(() -> open(folder), Category.STORE, "may not be written");
    }

    private void readsAsBefore() {
        try (H2ModelStore store = read(folder)) {
            assertThat(store.head()).contains(head);
            assertFails(store::undo, Category.READ_ONLY, "reading only");
        }
    }

    private Process start(boolean write) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString(),
                        Boolean.toString(write))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Opens a store, says so, and holds it until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            Path path = Path.of(args[0]);
            try (H2ModelStore store = Boolean.parseBoolean(args[1]) ? open(path) : read(path)) {
                System.out.println("has " + store.head().orElseThrow().classes().size() + " classes");
                System.out.flush();
                if (System.in.read() >= 0) {
                    throw new AccrueException(Category.USAGE, "nothing was to be typed");
                }
            }
        }
    }
}
