package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.added;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.base;
import static dev.accrue.store.h2.Fixtures.execute;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.sql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.store.h2.database.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreOpeningTests {
    @TempDir
    Path folder;

    private Path makeAStore() {
        try (H2ModelStore store = open(folder)) {
            store.trainedBase(backbone(1), List.of(base("circle")), "article", provenance("train-base"));
        }
        return folder.resolve("accrue.mv.db");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep/er/mine", "deep/er/mine.mv.db", "with space/ümläut 猫"})
    void takesAFileWithOrWithoutItsSuffix(String name) {
        Path path = folder.resolve(name);
        Path expected = folder.resolve(name.endsWith(".mv.db") ? name : name + ".mv.db");
        try (H2ModelStore store = open(path)) {
            assertThat(store.location()).isEqualTo(expected.toString());
        }
        assertThat(expected).isRegularFile();
    }

    @Test
    void knowsTheLatestMigration() {
        Flyway flyway = Flyway.configure()
                .dataSource("jdbc:h2:mem:", "sa", "")
                .locations("classpath:db/migration")
                .load();
        assertThat(Arrays.stream(flyway.info().all())
                        .map(migration ->
                                Integer.parseInt(migration.getVersion().getVersion()))
                        .max(Integer::compare))
                .contains(Schema.LATEST);
    }

    @Test
    void refusesAStoreThatIsOpenInThisProcess() {
        try (H2ModelStore first = open(folder)) {
            assertFails(() -> open(folder), Category.STORE, first.location(), "in use by this process");
            assertFails(() -> open(folder.resolve("accrue.mv.db")), Category.STORE, "in use by this process");
            first.trainedBase(backbone(1), List.of(base("circle")), "article", provenance("train-base"));
        }
        open(folder).close();
    }

    @Test
    void refusesAStoreThatAnotherToolHasOpen() throws Exception {
        Path database = makeAStore();
        try (Connection console = sql(database)) {
            assertThat(console.isValid(1)).isTrue();
            assertFails(() -> open(folder), Category.STORE, database.toString(), "in use by another process");
        }
        open(folder).close();
    }

    @Test
    void refusesAStoreOfANewerSchema() throws Exception {
        Path database = makeAStore();
        execute(
                database,
                "INSERT INTO \"flyway_schema_history\" (\"installed_rank\", \"version\", \"description\", \"type\","
                        + " \"script\", \"checksum\", \"installed_by\", \"execution_time\", \"success\")"
                        + " VALUES (99, '12.1', 'future', 'SQL', 'V12__future.sql', 0, 'sa', 1, TRUE)");
        assertFails(
                () -> open(folder),
                Category.STORE,
                "schema version 12",
                "up to " + Schema.LATEST,
                "use a newer Accrue");
        execute(database, "DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '12.1'");
        open(folder).close();
    }

    @Test
    void finishesAFirstMigrationThatWasCutShort() throws Exception {
        Path database = makeAStore();
        execute(database, "DELETE FROM \"flyway_schema_history\"");
        execute(database, "DROP TABLE evaluation");
        execute(database, "DROP TABLE fitted_classifier");
        try (H2ModelStore store = open(folder)) {
            assertThat(store.head()).isPresent();
            store.trainedBase(backbone(2), List.of(base("circle")), "article", provenance("train-base"));
            assertThat(store.head()).isPresent();
        }
    }

    @Test
    void refusesAnH2DatabaseOfSomebodyElse() throws Exception {
        Path database = folder.resolve("accrue.mv.db");
        execute(database, "CREATE TABLE customer (id INT)");
        assertFails(() -> open(folder), Category.STORE, database.toString(), "not a store of Accrue");
        execute(database, "ALTER USER sa SET PASSWORD 'secret'");
        assertFails(() -> open(folder), Category.STORE, database.toString(), "not a store of Accrue");
    }

    @Test
    void refusesAFileThatIsNoStore() throws Exception {
        Path text = folder.resolve("notes.mv.db");
        String content = "shopping list\n".repeat(2000);
        Files.writeString(text, content);
        assertFails(() -> open(text), Category.STORE, text.toString(), "no store");
        assertThat(text).hasContent(content);

        Path picture = folder.resolve("cat.png");
        Files.writeString(picture, "PNG");
        assertFails(() -> open(picture), Category.STORE, picture.toString(), ".mv.db");
    }

    @Test
    void refusesAPlaceThatCannotBeWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        assertFails(() -> open(file.resolve("store")), Category.STORE, file.toString());
        Path blocked = Files.createDirectory(folder.resolve("blocked"));
        Files.createDirectory(blocked.resolve("accrue.lock"));
        assertFails(() -> open(blocked), Category.STORE, blocked.toString(), "name a place that can be written");
    }

    @Test
    void refusesAPathThatH2CannotAddress() {
        assertFails(() -> open(folder.resolve("a;b")), Category.USAGE, "semicolon");
    }

    /** A damaged file either does not open, or says what is damaged, or gives what was written; nothing else. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverGivesAnythingWrongFromADamagedFile(long seed) throws Exception {
        Path database = makeAStore();
        byte[] whole = Files.readAllBytes(database);
        Random random = new Random(seed);
        byte[] damaged = seed % 2 == 0 ? whole.clone() : Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
        for (int i = 0; i < 2000; i++) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
        }
        Files.write(database, damaged);
        try (H2ModelStore store = open(folder)) {
            store.head().ifPresent(head -> {
                assertThat(head.hash()).hasSize(64);
                assertThat(store.backbone(head.backbone()).weights())
                        .isEqualTo(backbone(1).weights());
                assertThat(store.statistics(head.classes().get(0)).mean())
                        .isEqualTo(base("circle").statistics().get().mean());
            });
        } catch (AccrueException e) {
            assertThat(e.category()).isEqualTo(Category.STORE);
            assertThat(e.getMessage()).containsPattern("accrue.mv.db|damaged");
        }
        Files.write(database, whole);
        try (H2ModelStore store = open(folder)) {
            store.addedClasses(List.of(added("star")), provenance("add-class star"));
        }
    }

    @Test
    void givesUnusedSpaceBackWhenClosing() throws Exception {
        Path database = makeAStore();
        try (Connection console = sql(database);
                Statement statement = console.createStatement()) {
            statement.execute("CREATE TABLE junk AS SELECT SECURE_RAND(1000000) FROM SYSTEM_RANGE(1, 16)");
            statement.execute("CHECKPOINT SYNC");
            statement.execute("DROP TABLE junk");
            statement.execute("CHECKPOINT SYNC");
            statement.execute("SHUTDOWN IMMEDIATELY");
        }
        assertThat(Files.size(database)).isGreaterThan(16_000_000);
        open(folder).close();
        assertThat(Files.size(database)).isLessThan(1_000_000);
        try (H2ModelStore store = open(folder)) {
            assertThat(store.history()).hasSize(1);
            assertThat(store.backbone(backbone(1).sha256()).weights())
                    .isEqualTo(backbone(1).weights());
        }
    }

    @Test
    void readsTheTextOfTheLockWithoutTrustingIt() throws Exception {
        Files.writeString(folder.resolve("accrue.lock"), "rubbish");
        makeAStore();
        assertThat(folder.resolve("accrue.lock"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
    }
}
