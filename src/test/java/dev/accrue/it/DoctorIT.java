package dev.accrue.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} and {@code tutorial} as processes. */
class DoctorIT {
    @TempDir
    Path folder;

    @Test
    void findsNothingWrongAndMakesNoStore() {
        Launcher.Result result =
                new Launcher(folder, Map.of("ACCRUE_DATA", "")).run("--output-format", "csv", "doctor");

        assertThat(result.succeeded().out())
                .startsWith("item,state,found,what_to_do\r\n")
                .contains("engine,ok,\"PyTorch")
                .contains("data shapes,ok,")
                .doesNotContain(",wrong,");
        assertThat(folder.resolve("store.mv.db")).doesNotExist();
    }

    @Test
    void endsWithOneWhereSomethingIsWrong() throws IOException {
        Files.write(folder.resolve("store.mv.db"), new byte[3000]);
        Path noFolder = Files.createFile(folder.resolve("file"));
        Launcher accrue = new Launcher(
                folder, Map.of("DJL_CACHE_DIR", noFolder.resolve("cache").toString()));

        Launcher.Result result = accrue.run("--output-format", "csv", "doctor");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out())
                .contains("store,wrong,")
                .contains("engine,wrong,")
                .contains("data shapes,ok,");
        assertThat(result.err()).startsWith("error: ").contains("store").doesNotContain("\tat ");
    }

    @Test
    void walksThroughTheTutorialWhereNobodyWaits() {
        Launcher accrue = new Launcher(folder, Map.of());

        Launcher.Result result = accrue.run("tutorial", "--limit", "20").succeeded();

        assertThat(result.err()).contains("accrue> train-base").contains("model \"main\"");
        assertThat(accrue.run("--output-format", "csv", "model", "list")
                        .succeeded()
                        .out())
                .contains("main,yes,,0")
                .contains("tutorial,");
    }
}
