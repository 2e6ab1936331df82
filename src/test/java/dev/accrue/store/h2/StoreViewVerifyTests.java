package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.dump;
import static dev.accrue.store.h2.Fixtures.execute;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.TwoViews.WIDE;
import static dev.accrue.store.h2.TwoViews.add;
import static dev.accrue.store.h2.TwoViews.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.accrue.common.Progress;
import dev.accrue.store.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in a damaged store of several views. Rows 1, 2, 5 are of the view last; 3, 4, 6 of one that pools. */
class StoreViewVerifyTests {
    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private Path database;

    @BeforeAll
    static void makeAStore() {
        try (H2ModelStore store = open(made)) {
            train(store, "circle", "square");
            add(store, "star");
            store.changedView(WIDE, provenance("use view"));
            train(store);
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
                .extracting(Verification.Check::what, Verification.Check::count)
                .containsExactly(
                        tuple("backbones", 1L),
                        tuple("classes", 6L),
                        tuple("shared scatters", 2L),
                        tuple("versions", 4L),
                        tuple("classifiers", 0L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "UPDATE held_out SET features = SUBSTRING(features, 1, 2) || X'01' || SUBSTRING(features, 4) WHERE class_id = 1 | \"circle\"",
                "UPDATE held_out SET features = X'' WHERE class_id = 1 | \"circle\"",
                "UPDATE held_out SET vectors = 1 WHERE class_id = 4 | \"square\"",
                "UPDATE held_out SET vectors = 4 WHERE class_id = 4 | \"square\"",
                "UPDATE held_out SET vectors = -3 WHERE class_id = 4 | \"square\"",
                "UPDATE held_out SET sha256 = REPEAT('0', 64) WHERE class_id = 6 | \"star\"",
                "UPDATE class_view SET id = 'last' WHERE class_id = 3 | \"circle\"",
                "UPDATE class_view SET id = 'other' WHERE class_id = 3 | version 1 ",
                "UPDATE class_view SET pooled = FALSE WHERE class_id = 3 | \"circle\"",
                "DELETE FROM class_view WHERE class_id = 3 | \"circle\"",
                "DELETE FROM class_view WHERE class_id = 3 | version 2 ",
                "INSERT INTO class_view VALUES (1, 'other', FALSE) | version 1 ",
                "INSERT INTO class_view VALUES (1, 'last', TRUE) | \"circle\"",
                "UPDATE class_statistics SET mean = SUBSTRING(mean, 1, 2) || X'01' || SUBSTRING(mean, 4) WHERE class_id = 3 | \"circle\"",
                "UPDATE class_row SET images = images + 1 WHERE id = 6 | \"star\"",
                "UPDATE shared_scatter SET pooled = SUBSTRING(pooled, 1, 2) || X'01' || SUBSTRING(pooled, 4) WHERE classes = 2 | shared scatter",
                "UPDATE shared_scatter SET equal = X'' WHERE classes = 3 | shared scatter",
                "UPDATE version_view SET id = 'other' WHERE version = 1 AND position = 1 | version 1 ",
                "UPDATE version_view SET dimension = 7 WHERE version = 4 AND position = 1 | version 4 ",
                "UPDATE version_view SET pools = FALSE WHERE version = 1 AND position = 1 | version 1 ",
                "UPDATE version_view SET pools = TRUE WHERE version = 4 AND position = 0 | version 4 ",
                "UPDATE version_view SET scatter = NULL WHERE version = 2 AND position = 1 | version 2 ",
                "UPDATE version_view SET scatter = (SELECT sha256 FROM shared_scatter WHERE classes = 3) WHERE version = 1"
                        + " AND position = 1 | version 1 ",
                "UPDATE version_view SET position = 5 WHERE version = 3 AND position = 0 | version 3 ",
                "DELETE FROM version_view WHERE version = 4 AND position = 1 | version 4 ",
                "DELETE FROM version_view WHERE version = 2 | version 2 ",
                "DELETE FROM version_class WHERE version = 2 AND class_id = 3 | version 2 ",
                "INSERT INTO version_class VALUES (4, 0, 3) | version 4 "
            })
    void namesWhatIsDamaged(String statement, String name) throws SQLException {
        execute(database, statement);
        List<String> before = dump(database);
        Verification found = verify();
        assertThat(found.problems()).isNotEmpty().anyMatch(problem -> problem.contains(name));
        assertThat(dump(database)).describedAs("repairs nothing").isEqualTo(before);
    }

    /** A row that no view of the version lists must not go unseen. */
    @Test
    void namesAVersionWithAClassOfAViewThatItDoesNotHave() throws SQLException {
        execute(database, "UPDATE class_view SET id = 'other' WHERE class_id = 6");
        execute(database, "INSERT INTO version_class VALUES (1, 9, 6)");
        assertThat(verify().problems()).anyMatch(problem -> problem.contains("version 1 "));
    }
}
