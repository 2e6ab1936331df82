package dev.accrue.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.store.h2.H2ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store's commands as real processes. No engine is needed: the model comes from a file. */
class StoreIT {
    private static final int FAILED = 1;
    private static final Path MODEL = Launcher.PROJECT.resolve("src/test/resources/model-file/v1.accrue-model");

    @TempDir
    Path folder;

    private Launcher accrue;

    @BeforeEach
    void importsAModel() {
        accrue = new Launcher(folder, Map.of());
        accrue.run("import", "model", MODEL.toString()).succeeded();
    }

    private String classes() {
        return accrue.run("--read-only", "--output-format", "json", "classes")
                .succeeded()
                .out();
    }

    @Test
    void carriesAModelFromOneStoreToAnother() throws IOException {
        Path file = folder.resolve("mine.accrue-model");
        accrue.run("export", "model", file.toString()).succeeded();
        assertThat(accrue.run("export", "model", file.toString()).err()).contains("is there already", "--force");

        Launcher other = new Launcher(Files.createDirectory(folder.resolve("other")), Map.of());
        other.run("import", "model", file.toString()).succeeded();
        assertThat(other.run("--output-format", "json", "classes").succeeded().out())
                .isEqualTo(classes());
        assertThat(other.run("merge", folder.resolve("store").toString())
                        .succeeded()
                        .err())
                .contains("nothing to merge");
        assertThat(other.run("verify").succeeded().err()).contains("all is as it was written");
    }

    @Test
    void refusesAFileThatWasCutAndChangesNothing() throws IOException {
        String before = classes();
        byte[] whole = Files.readAllBytes(MODEL);
        Path cut = folder.resolve("cut.accrue-model");
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        Launcher.Result result = accrue.run("import", "model", cut.toString());
        assertThat(result.status()).isEqualTo(FAILED);
        assertThat(result.err()).startsWith("error: ").contains(cut.toString()).doesNotContain("Exception");
        assertThat(classes()).isEqualTo(before);
    }

    @Test
    void worksOnSeveralModels() {
        Launcher.Result result = accrue.run(
                "--output-format",
                "csv",
                "-c",
                "model create trial --from 1; snapshot start; model create empty; model use trial; model rename trial"
                        + " tried; model drop empty --yes; diff 1; model list");
        assertThat(result.succeeded().out())
                .contains("main,,1,3,", "tried,yes,1,3,")
                .doesNotContain("empty,");
        assertThat(accrue.run("model", "drop", "tried", "--yes").err()).contains("model \"tried\" is in use");
        assertThat(accrue.run("model", "use", "mian").err()).contains("no model \"mian\"", "main", "tried");
    }

    @Test
    void namesTheProcessThatWrites() {
        try (H2ModelStore writer = H2ModelStore.open(folder.resolve("store"), Clock.systemUTC())) {
            assertThat(writer.readOnly()).isFalse();
            String me = "process " + ProcessHandle.current().pid();
            assertThat(accrue.run("classes").err()).contains("in use by " + me);
            assertThat(accrue.run("--read-only", "classes").err()).contains("being written by " + me, "export model");
        }
        accrue.run("classes").succeeded();
    }

    @Test
    void readsBesideOthersWhoRead() {
        String before = classes();
        try (H2ModelStore reader = H2ModelStore.openReadOnly(folder.resolve("store"), Clock.systemUTC())) {
            assertThat(reader.readOnly()).isTrue();
            assertThat(classes()).isEqualTo(before);
            assertThat(accrue.run("--read-only", "snapshot", "mine").err()).contains("open for reading only");
            assertThat(accrue.run("snapshot", "mine").err()).contains("--read-only");
        }
        accrue.run("snapshot", "mine").succeeded();
    }

    @Test
    void reportsDamageAndFails() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:" + folder.resolve("store"), "sa", "");
                PreparedStatement damage = connection.prepareStatement("UPDATE class_statistics SET mean = ?")) {
            damage.setBytes(1, new byte[Double.BYTES * 4]);
            damage.executeUpdate();
        }
        Launcher.Result result = accrue.run("verify");
        assertThat(result.status()).isEqualTo(FAILED);
        assertThat(result.err()).contains("3 found wrong", "nothing was changed");
    }
}
