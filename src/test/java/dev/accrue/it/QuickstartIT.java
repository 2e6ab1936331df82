package dev.accrue.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, as it stands, on the built-in data. */
class QuickstartIT {
    @TempDir
    Path folder;

    @Test
    void learnsTheBuiltInClassesAndLeavesPicturesAndAStore() throws IOException {
        Path store = Files.createDirectories(folder.resolve("store"));
        Launcher accrue = new Launcher(folder, Map.of());

        String out = accrue.run(
                        "--set",
                        "ACCRUE_HOME=" + folder,
                        Launcher.PROJECT.resolve("scripts/quickstart.accrue").toString())
                .succeeded()
                .out();

        assertThat(Tables.values(out, "softmax head, old").get(0))
                .describedAs("a trained backbone tells the base classes apart")
                .isGreaterThan(0.9);
        assertThat(Tables.values(out, "accuracy, all")).hasSize(2);
        assertThat(Tables.values(out, "accuracy, all").get(0)).isBetween(0.4, 0.5);
        assertThat(Tables.values(out, "accuracy, all").get(1)).isGreaterThan(0.6);
        assertThat(Tables.values(out, "accuracy, new").get(0)).isGreaterThan(0.5);
        assertThat(ImageIO.read(store.resolve("quickstart-confusion.png").toFile()))
                .isNotNull();
        assertThat(ImageIO.read(store.resolve("quickstart-curve.png").toFile())).isNotNull();
        assertThat(accrue.run("--output-format", "csv", "classes").succeeded().out())
                .contains("0,circle,base,980,23260800,shapes")
                .contains("9,hourglass,added,980,23260800,shapes");
    }
}
