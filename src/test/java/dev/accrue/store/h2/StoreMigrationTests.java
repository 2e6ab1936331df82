package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.added;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.base;
import static dev.accrue.store.h2.Fixtures.execute;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.sql;
import static dev.accrue.store.h2.TwoViews.last;
import static dev.accrue.store.h2.TwoViews.wide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.store.ClassRow;
import dev.accrue.store.Footprint;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.Snapshot;
import dev.accrue.store.StoredEvaluation;
import dev.accrue.store.StoredModel;
import dev.accrue.store.StoredTemperature;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.h2.util.ScriptReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store of each released schema opens with all it holds. The files were written by the release that they are named after. */
class StoreMigrationTests {
    @TempDir
    Path folder;

    @Test
    void opensAStoreOfSchema1() throws Exception {
        assertHoldsWhatSchema1Wrote(fixture("v1"));
    }

    /** H2 commits each statement that changes a table by itself, so a killed process can stop between any two. */
    @Test
    void finishesAMigrationThatWasCutShortAnywhere() throws Exception {
        List<String> statements = statements("V2__several_models.sql");
        assertThat(statements).hasSizeGreaterThan(15);
        for (int done = 1; done <= statements.size(); done++) {
            assertHoldsWhatSchema1Wrote(fixture("v1", statements.subList(0, done)));
        }
    }

    @Test
    void finishesTheMigrationToSchema3ThatWasCutShortAnywhere() throws Exception {
        List<String> statements = statements("V3__views.sql");
        assertThat(statements).hasSize(5);
        for (int done = 1; done <= statements.size(); done++) {
            assertHoldsWhatSchema2Wrote(fixture("v2", statements.subList(0, done)));
        }
    }

    private Path fixture(String name, List<String> statements) throws Exception {
        Path store = fixture(name);
        try (Connection connection = sql(store);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
        return store;
    }

    /** Schema 1 took names of 100 characters, which may be 200 of H2's. */
    @Test
    void keepsTheLongestNamesOfSchema1() throws Exception {
        Path store = fixture("v1");
        String name = "𠀀".repeat(100);
        execute(store, "UPDATE snapshot SET name = '" + name + "' WHERE name = 'one'");
        try (H2ModelStore migrated = open(store)) {
            assertThat(migrated.find(name).number()).isEqualTo(1);
        }
    }

    @Test
    void opensAStoreOfSchema2() throws Exception {
        assertHoldsWhatSchema2Wrote(fixture("v2"));
    }

    /** With a class of each form, two models, and what is derived from versions. */
    private static void assertHoldsWhatSchema2Wrote(Path path) {
        try (H2ModelStore store = open(path)) {
            assertThat(store.models())
                    .extracting(StoredModel::name, StoredModel::head, StoredModel::current)
                    .containsExactly(
                            tuple("main", OptionalLong.of(3), false), tuple("sealed", OptionalLong.of(4), true));
            assertThat(store.version(5).hash())
                    .isEqualTo("eb36a251a794ed845adcf995e75c58a44614955162b1140a1693cef541ade1fd");
            assertThat(store.verify(Progress.NONE).problems()).isEmpty();
            assertThat(store.snapshots())
                    .extracting(Snapshot::name, Snapshot::version)
                    .containsExactly(tuple("small", 4L));
            ModelVersion head = store.head().orElseThrow();
            assertThat(store.footprint(head)).isEqualTo(new Footprint(List.of(32L, 32L, 32L, 64L), 1, 3, 160));
            ClassStatistics few = store.statistics(head.classes().get(3));
            assertThat(few.mean()).containsExactly(1, 2, 3, 4);
            assertThat(few.scatter()).containsExactly(0.25, -0.25, 0.25, 0.125, -0.125, 0.0625, 0, 0, 0, 0);
            assertThat(store.fittedClassifier(head))
                    .hasValueSatisfying(kept -> assertThat(kept).containsExactly(1, 2, 3));
            assertThat(store.evaluations(4))
                    .extracting(StoredEvaluation::accuracy, StoredEvaluation::newAccuracy)
                    .containsExactly(tuple(0.75, OptionalDouble.empty()));
            assertThat(store.redo().number()).isEqualTo(5);
            store.useModel("main");
            assertThat(store.snapshots()).extracting(Snapshot::name).containsExactly("one");
            assertThat(store.head().orElseThrow().views())
                    .extracting(ModelView::plan)
                    .containsExactly(ModelView.Plan.last(4));
            TwoViews.train(store, "circle");
            assertThat(TwoViews.add(store, "star").rows()).hasSize(4);
            assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        }
    }

    /** With two views, of which one pools, vectors held out, and a temperature. */
    @Test
    void opensAStoreOfSchema3() throws Exception {
        Path path = fixture("v3");
        try (H2ModelStore store = open(path)) {
            assertThat(store.history())
                    .extracting(ModelVersion::hash)
                    .containsExactly(
                            "c7874de1f20807a5efe09a26ac62c303eb220794450210972204223d449bb1db",
                            "d59f4fe0f5812d799c9cbced3bf2ea43570680c939a89f2da596097b2367c6cd",
                            "c20d5ce69afc84d510f4e7ff341c5bc4269e2f03d3ef86f781be93e6976cb11a");
            assertThat(store.verify(Progress.NONE).problems()).isEmpty();
            ModelVersion head = store.head().orElseThrow();
            assertThat(head.views())
                    .extracting(ModelView::plan)
                    .containsExactly(new ModelView.Plan("multi:grid=3x3", 6, true), ModelView.Plan.last(4));
            assertThat(store.temperature(store.version(2))).contains(new StoredTemperature(1.25, 15));
            for (ClassRow row : head.rows()) {
                NewClass written = row.pooled() ? wide(row.label(), row.base()) : last(row.label(), row.base());
                assertThat(store.mean(row)).isEqualTo(written.statistics().get().mean());
                assertThat(store.heldOut(row))
                        .usingRecursiveComparison()
                        .isEqualTo(written.heldOut().get());
            }
            assertThat(store.sharedScatter(head.view().scatter().orElseThrow()).count())
                    .isEqualTo(
                            head.classes().stream().mapToLong(ClassRow::count).sum());
            assertThat(TwoViews.add(store, "ring").number()).isEqualTo(4);
            assertThat(store.prune(false).versions())
                    .extracting(ModelVersion::number)
                    .containsExactly(1L, 3L);
        }
        open(path).close();
    }

    private static void assertHoldsWhatSchema1Wrote(Path path) {
        try (H2ModelStore store = open(path)) {
            assertThat(store.models())
                    .extracting(StoredModel::name, StoredModel::head, StoredModel::current)
                    .containsExactly(tuple("main", OptionalLong.of(4), true));
            assertThat(store.history())
                    .extracting(ModelVersion::hash)
                    .containsExactly(
                            "61beeb65f05dedd1eb538446a2b34c1fe3fd2241389c5e34870776a71bfaec93",
                            "976bce86ee26a85063b65b19fcef3f80e3751859bfe92573f1d78e612d38083a",
                            "15a572e3d56b0d8c5bc2d5458d3ff0873d51580a9ca81d4157af03343e618738",
                            "1836fe87ed12098cb54cf90a95e1d91e9574a4499cde60a36871204cce4f7f81");
            assertThat(store.lineage()).extracting(ModelVersion::number).containsExactly(1L, 4L);
            assertThat(store.snapshots())
                    .extracting(Snapshot::name, Snapshot::version)
                    .containsExactly(tuple("one", 1L), tuple("two", 4L));
            assertThat(store.backbone(backbone(1).sha256()).weights())
                    .isEqualTo(backbone(1).weights());
            assertThat(store.verify(Progress.NONE).problems()).isEmpty();

            assertThat(store.redo().number()).isEqualTo(5);
            List<ClassRow> rows = store.version(5).classes();
            assertThat(rows).extracting(ClassRow::label).containsExactly("circle", "square", "heart ♥", "arrow");
            for (ClassRow row : rows) {
                var written = row.base() ? base(row.label()) : added(row.label());
                assertThat(store.statistics(row).mean())
                        .isEqualTo(written.statistics().get().mean());
                assertThat(store.statistics(row).scatter())
                        .isEqualTo(written.statistics().get().scatter());
            }
            assertThat(store.addedClasses(List.of(added("new")), provenance("add-class new"))
                            .number())
                    .isEqualTo(6);
        }
        open(path).close();
    }

    private Path fixture(String name) throws Exception {
        Path copy = folder.resolve(name + ".mv.db");
        try (InputStream resource = resource("/store/" + name + ".mv.db")) {
            Files.copy(resource, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    private static List<String> statements(String migration) throws Exception {
        List<String> statements = new ArrayList<>();
        try (ScriptReader script = new ScriptReader(
                new InputStreamReader(resource("/db/migration/" + migration), StandardCharsets.UTF_8))) {
            for (String next = script.readStatement(); next != null; next = script.readStatement()) {
                if (!next.isBlank()) {
                    statements.add(next);
                }
            }
        }
        return statements;
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(StoreMigrationTests.class.getResourceAsStream(name), name);
    }
}
