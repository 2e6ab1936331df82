package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.added;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.base;
import static dev.accrue.store.h2.Fixtures.execute;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.small;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreIntegrityTests {
    @TempDir
    Path folder;

    private Path database;

    @BeforeEach
    void makeAStore() {
        database = folder.resolve("accrue.mv.db");
        try (H2ModelStore store = open(folder)) {
            store.trainedBase(backbone(1), List.of(base("circle"), base("square")), "article", provenance("train"));
            store.snapshot("one");
            store.addedClasses(List.of(added("star")), provenance("add-class star"));
            store.restore("one", provenance("restore one"));
        }
    }

    /** The documented encoding, written down a second time with another tool. */
    @Test
    void chainsVersionsByTheirContent() throws IOException {
        try (H2ModelStore store = open(folder)) {
            String hash1 = versionHash(store, 1, "TRAINED", "", "");
            String hash2 = versionHash(store, 2, "CHANGED", hash1, "");
            String hash3 = versionHash(store, 3, "RESTORED", hash2, hash1);
            assertThat(store.history()).extracting(ModelVersion::hash).containsExactly(hash3, hash2, hash1);
        }
    }

    private static String versionHash(
            H2ModelStore store, long number, String kind, String parentHash, String restoredHash) throws IOException {
        ModelVersion version = store.version(number);
        Provenance provenance = version.provenance();
        Encoding encoding = new Encoding();
        encoding.text("accrue.version.1");
        encoding.number(number);
        encoding.text(kind);
        encoding.text(parentHash);
        encoding.text(restoredHash);
        encoding.text(version.backbone());
        encoding.text(version.method());
        encoding.text(provenance.command());
        encoding.text(provenance.summary());
        encoding.text(provenance.data());
        encoding.text(provenance.dataDigest());
        encoding.number(provenance.seed());
        encoding.text(provenance.engine());
        encoding.number(version.classes().size());
        for (ClassRow row : version.classes()) {
            encoding.text(
                    row.isSealed()
                            ? sealedHash(row, version.backbone(), store)
                            : classHash(row, version.backbone(), store.statistics(row)));
        }
        return encoding.sha256();
    }

    private static String classHash(ClassRow row, String backbone, ClassStatistics statistics) throws IOException {
        Encoding encoding = new Encoding();
        encoding.text("accrue.class.1");
        encoding.text(backbone);
        encoding.text(row.label());
        encoding.number(row.base() ? 1 : 0);
        encoding.number(row.count());
        encoding.float64(statistics.mean());
        encoding.float64(statistics.scatter());
        String hash = encoding.sha256();
        assertThat(row.sha256()).isEqualTo(hash);
        return hash;
    }

    private static String sealedHash(ClassRow row, String backbone, H2ModelStore store) throws IOException {
        String shared = row.sharedScatter().orElseThrow();
        assertThat(shared).isEqualTo(scatterHash(store.sharedScatter(shared)));
        Encoding encoding = new Encoding();
        encoding.text("accrue.class.sealed.1");
        encoding.text(backbone);
        encoding.text(row.label());
        encoding.number(row.base() ? 1 : 0);
        encoding.number(row.count());
        encoding.float64(store.mean(row));
        encoding.text(shared);
        String hash = encoding.sha256();
        assertThat(row.sha256()).isEqualTo(hash);
        return hash;
    }

    private static String scatterHash(SharedScatter scatter) throws IOException {
        Encoding encoding = new Encoding();
        encoding.text("accrue.scatter.1");
        encoding.number(scatter.classes());
        encoding.number(scatter.count());
        encoding.float64(scatter.pooled());
        encoding.float64(scatter.equal());
        return encoding.sha256();
    }

    @Test
    void chainsASealAsAnyOtherVersion() throws IOException {
        try (H2ModelStore store = open(folder)) {
            store.addedClasses(List.of(added("star"), small("tiny")), provenance("add-class star tiny"));
            store.sealed(List.of("circle", "square", "star"), provenance("seal circle square star"));
            String hash4 = versionHash(store, 4, "CHANGED", store.version(3).hash(), "");
            String hash5 = versionHash(store, 5, "CHANGED", hash4, "");
            assertThat(store.head().orElseThrow().hash()).isEqualTo(hash5);
        }
    }

    @Test
    void givesTheSameHashForTheSameCommands() {
        try (H2ModelStore first = open(folder);
                H2ModelStore second = open(folder.resolve("second"))) {
            second.trainedBase(backbone(1), List.of(base("circle"), base("square")), "article", provenance("train"));
            assertThat(second.head().orElseThrow().hash())
                    .isEqualTo(first.version(1).hash());
        }
    }

    @Test
    void noticesStatisticsThatWereChanged() throws Exception {
        execute(
                database,
                "UPDATE class_statistics SET scatter = mean || mean || SUBSTRING(mean, 1, 16) WHERE class_id = 3");
        execute(database, "UPDATE class_statistics SET mean = SUBSTRING(mean, 1, 24) WHERE class_id = 2");
        execute(database, "UPDATE class_row SET images = images + 1 WHERE id = 1");
        try (H2ModelStore store = open(folder)) {
            List<ClassRow> rows = store.version(2).classes();
            String damaged = "the store is damaged";
            assertFails(
                    () -> store.statistics(rows.get(0)), Category.STORE, "\"circle\" (first in version 1)", damaged);
            assertFails(
                    () -> store.statistics(rows.get(1)), Category.STORE, "\"square\" (first in version 1)", damaged);
            assertFails(() -> store.statistics(rows.get(2)), Category.STORE, "\"star\" (first in version 2)", damaged);
        }
    }

    @Test
    void noticesAVersionThatWasChanged() throws Exception {
        execute(database, "UPDATE model_version SET seed = 43 WHERE number = 2");
        try (H2ModelStore store = open(folder)) {
            assertFails(() -> store.version(2), Category.STORE, "version 2", "damaged");
            assertFails(() -> store.history(), Category.STORE, "version 2", "damaged");
            assertThat(store.version(1).number()).isEqualTo(1);
        }
    }

    @Test
    void noticesWeightsThatWereChanged() throws Exception {
        execute(database, "UPDATE backbone SET weights = X'00'");
        try (H2ModelStore store = open(folder)) {
            assertFails(() -> store.backbone(backbone(1).sha256()), Category.STORE, "weights", "damaged");
        }
    }

    private static final class Encoding {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        void text(String value) throws IOException {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            out.writeLong(utf8.length);
            out.write(utf8);
        }

        void number(long value) throws IOException {
            out.writeLong(8);
            out.writeLong(value);
        }

        void float64(double[] values) throws IOException {
            out.writeLong(8L * values.length);
            for (double value : values) {
                out.writeLong(Long.reverseBytes(Double.doubleToRawLongBits(value)));
            }
        }

        String sha256() {
            return Fixtures.sha256(bytes.toByteArray());
        }
    }
}
