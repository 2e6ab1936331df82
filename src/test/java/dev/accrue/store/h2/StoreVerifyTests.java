package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.D;
import static dev.accrue.store.h2.Fixtures.add;
import static dev.accrue.store.h2.Fixtures.added;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.base;
import static dev.accrue.store.h2.Fixtures.dump;
import static dev.accrue.store.h2.Fixtures.execute;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.small;
import static dev.accrue.store.h2.Fixtures.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damage made behind the store's back in each kind of row is found, named, and left as it is. */
class StoreVerifyTests {
    private static final long SEAL = 4;

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private Path database;

    /**
     * Rows 1 to 7: circle, square, star, ring, cross, tiny, wee. Version 4 seals star, ring and cross, as 8 to 10; 11
     * and 12 have a backbone of their own.
     */
    @BeforeAll
    static void makeAStore() {
        try (H2ModelStore store = open(made)) {
            train(store, "circle", "square");
            add(store, "star", "ring", "cross");
            store.addedClasses(List.of(small("tiny"), small("wee")), provenance("add-class tiny wee"));
            ModelVersion seal = store.sealed(List.of("star", "ring", "cross"), provenance("seal star ring cross"));
            assertThat(seal.number()).isEqualTo(SEAL);
            store.keepFittedClassifier(seal, new double[] {1, 2, 3});
            store.trainedBase(backbone(2), List.of(base("leaf"), base("tree")), "article", provenance("train-base"));
            store.restore(Long.toString(SEAL), provenance("restore"));
        }
    }

    @BeforeEach
    void copyTheStore() throws IOException {
        database = folder.resolve("accrue.mv.db");
        Files.copy(made.resolve("accrue.mv.db"), database);
    }

    private Verification verify() {
        try (H2ModelStore store = open(folder)) {
            return store.verify(Progress.NONE);
        }
    }

    @Test
    void findsNothingInASoundStore() {
        Verification found = verify();
        assertThat(found.problems()).isEmpty();
        assertThat(found.checks())
                .extracting(Verification.Check::what, Verification.Check::count, Verification.Check::problems)
                .containsExactly(
                        tuple("backbones", 2L, 0L),
                        tuple("classes", 12L, 0L),
                        tuple("shared scatters", 1L, 0L),
                        tuple("versions", 6L, 0L),
                        tuple("classifiers", 1L, 0L));
    }

    @Test
    void checksAnEmptyStore() {
        try (H2ModelStore store = open(folder.resolve("empty"))) {
            assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        }
    }

    @Test
    void namesAllThatIsDamagedInOneRun() throws SQLException {
        Map<String, String> damages = Map.of(
                "UPDATE backbone SET weights = X'00' WHERE sha256 = '"
                        + backbone(2).sha256() + "'",
                backbone(2).sha256(),
                "UPDATE class_statistics SET scatter = SUBSTRING(scatter, 1, 2) || X'01' || SUBSTRING(scatter, 4) WHERE class_id = 1",
                "\"circle\"",
                "UPDATE class_statistics SET mean = SUBSTRING(mean, 1, 2) || X'01' || SUBSTRING(mean, 4) WHERE class_id = 2",
                "\"square\"",
                "UPDATE class_factor SET factor = SUBSTRING(factor, 1, 2) || X'01' || SUBSTRING(factor, 4) WHERE class_id = 6",
                "\"tiny\"",
                "UPDATE class_statistics SET mean = SUBSTRING(mean, 1, 2) || X'01' || SUBSTRING(mean, 4) WHERE class_id = 8",
                "\"star\"",
                "UPDATE shared_scatter SET pooled = SUBSTRING(pooled, 1, 2) || X'01' || SUBSTRING(pooled, 4)",
                "shared scatter",
                "UPDATE model_version SET summary = 'did nothing' WHERE number = 2",
                "version 2 ",
                "UPDATE model_version SET parent = 1 WHERE number = 4",
                "version 4 ",
                "DELETE FROM version_class WHERE version = 5 AND position = 1",
                "version 5 ",
                "UPDATE fitted_classifier SET content = SUBSTRING(content, 1, 2) || X'01' || SUBSTRING(content, 4)",
                "version " + SEAL);
        for (String statement : damages.keySet()) {
            execute(database, statement);
        }
        List<String> before = dump(database);
        Verification found = verify();
        assertThat(dump(database)).describedAs("repairs nothing").isEqualTo(before);
        assertThat(found.problems()).hasSize(damages.size());
        assertThat(damages.values())
                .allSatisfy(name -> assertThat(found.problems()).anyMatch(problem -> problem.contains(name)));
        assertThat(found.checks()).extracting(Verification.Check::problems).containsExactly(1L, 4L, 1L, 3L, 1L);
        assertThat(found.problems()).allMatch(problem -> problem.length() < 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "UPDATE class_row SET label = 'disc' WHERE id = 1 | \"disc\"",
                "UPDATE class_row SET images = 0 WHERE id = 1 | \"circle\"",
                "UPDATE class_row SET images = 0 WHERE id = 6 | \"tiny\"",
                "UPDATE class_row SET images = -5 WHERE id = 8 | \"star\"",
                "UPDATE class_row SET base = FALSE WHERE id = 1 | \"circle\"",
                "UPDATE class_row SET dimension = 5 WHERE id = 1 | \"circle\"",
                "UPDATE class_row SET dimension = 2000000000 WHERE id = 6 | \"tiny\"",
                "UPDATE class_row SET dimension = -1 WHERE id = 6 | \"tiny\"",
                "UPDATE class_row SET sha256 = REPEAT('0', 64) WHERE id = 1 | \"circle\"",
                "UPDATE class_row SET backbone = (SELECT MAX(backbone) FROM class_row WHERE id IN (1, 11)"
                        + "  AND backbone <> (SELECT backbone FROM class_row WHERE id = 2)) WHERE id = 2 | \"square\"",
                "DELETE FROM class_statistics WHERE class_id = 2 | \"square\"",
                "DELETE FROM class_factor WHERE class_id = 7 | \"wee\"",
                "UPDATE class_factor SET row_count = 0 WHERE class_id = 7 | \"wee\"",
                "UPDATE class_factor SET row_count = 2 WHERE class_id = 7 | \"wee\"",
                "UPDATE class_factor SET factor = X'' WHERE class_id = 7 | \"wee\"",
                "UPDATE class_statistics SET mean = X'' WHERE class_id = 9 | \"ring\"",
                "UPDATE class_statistics SET scatter = NULL WHERE class_id = 2 | \"square\"",
                "DELETE FROM sealed_class WHERE class_id = 10 | \"cross\"",
                "UPDATE shared_scatter SET equal = X'00' | shared scatter",
                "UPDATE shared_scatter SET images = -1 | shared scatter",
                "UPDATE shared_scatter SET classes = classes - 1 | shared scatter",
                "UPDATE model_version SET command = 'rm -rf' WHERE number = 2 | version 2 ",
                "UPDATE model_version SET restored_from = 1 WHERE number = 6 | version 6 ",
                "UPDATE model_version SET kind = 'TRAINED' WHERE number = 2 | version 2 ",
                "UPDATE model_version SET method = 'other' WHERE number = 3 | version 3 ",
                "UPDATE model_version SET hash = REPEAT('0', 64) WHERE number = 6 | version 6 ",
                "UPDATE version_class SET position = 9 - position WHERE version = 2 | version 2 ",
                "INSERT INTO version_class VALUES (1, 5, 3) | version 1 ",
                "UPDATE fitted_classifier SET content = X'' | version 4 "
            })
    void namesWhatIsDamaged(String statement, String name) throws SQLException {
        execute(database, statement);
        Verification found = verify();
        assertThat(found.problems()).isNotEmpty().anyMatch(problem -> problem.contains(name));
        assertThat(found.checks()).hasSize(5);
    }

    /** A change of one hash breaks the chain: it shows in the version and in those that were made from it. */
    @Test
    void noticesAVersionThatWasForgedWithItsHash() throws SQLException {
        execute(database, "UPDATE model_version SET hash = REPEAT('a', 64) WHERE number = 2");
        assertThat(verify().problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("version 2 "))
                .anyMatch(problem -> problem.contains("version 3 "));
    }

    /** A digest is no proof of sense: a scatter that is none is found even where all digests are right. */
    @Test
    void noticesAScatterThatCannotBeOne() throws SQLException {
        ClassStatistics square = added("square").statistics().get();
        double[] scatter = square.scatter().clone();
        // correlations of +1, +1 and -1 among three features: each is possible, all three are not
        scatter[1] = Math.sqrt(scatter[0] * scatter[2]) * 0.99;
        scatter[3] = Math.sqrt(scatter[0] * scatter[5]) * 0.99;
        scatter[4] = -Math.sqrt(scatter[2] * scatter[5]) * 0.99;
        byte[] bytes = Float64Bytes.encode(scatter);
        String digest = ContentDigest.ofClass(
                backbone(1).sha256(),
                ModelView.LAST,
                "square",
                true,
                square.count(),
                Float64Bytes.encode(square.mean()),
                bytes);
        execute(
                database,
                "UPDATE class_statistics SET scatter = X'" + HexFormat.of().formatHex(bytes) + "' WHERE class_id = 2");
        execute(database, "UPDATE class_row SET sha256 = '" + digest + "' WHERE id = 2");
        assertThat(verify().problems())
                .anyMatch(problem -> problem.contains("\"square\"") && problem.contains("positive semi-definite"))
                .anyMatch(problem -> problem.contains("version 1 "));
    }

    @Test
    void tellsHowFarItHasComeAndStopsWhenAsked() {
        List<Progress.Step> steps = new ArrayList<>();
        try (H2ModelStore store = open(folder)) {
            store.verify(steps::add);
            assertThat(steps)
                    .extracting(Progress.Step::task)
                    .contains("checking weights of backbones", "checking statistics of classes");
            assertThat(steps).anyMatch(step -> step.done() == 12 && step.total() == 12);
            assertThat(store.head().orElseThrow().classes()).allMatch(row -> row.dimension() == D);
            assertThatExceptionOfType(AccrueException.class)
                    .isThrownBy(
                            () -> store.verify(step -> Thread.currentThread().interrupt()))
                    .matches(e -> e.category() == Category.CANCELLED);
            assertThat(Thread.interrupted()).isFalse();
            assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        }
    }
}
