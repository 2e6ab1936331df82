package dev.accrue.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on the real CIFAR-10, small: a ResNet-20 trained on 1,000 images of each of classes 0-4 in three
 * epochs, then classes 5-9, then everything again from a new process.
 */
@EnabledIfEnvironmentVariable(
        named = "ACCRUE_DATA",
        matches = ".+",
        disabledReason = "needs the CIFAR-10 binaries in the folder that ACCRUE_DATA names")
class MainJobIT {
    @TempDir
    Path folder;

    @Test
    void learnsTenClassesOfCifar10AndKeepsThem() throws IOException {
        Launcher accrue = new Launcher(folder, Map.of());

        Launcher.Result trained = accrue.run(
                        "--set",
                        "backbone=resnet20",
                        "--set",
                        "size=32",
                        "--set",
                        "epochs=3",
                        "--set",
                        "images=1000",
                        "--set",
                        "out=" + folder,
                        "--set",
                        "name=run",
                        Launcher.PROJECT
                                .resolve("scripts/article-cifar10.accrue")
                                .toString())
                .succeeded();
        List<Double> all = Tables.values(trained.out(), "accuracy, all");
        assertThat(all).hasSize(6);
        double base = all.get(0);
        double ten = all.get(5);
        assertThat(base)
                .describedAs("at most half the images are of base classes")
                .isBetween(0.2, 0.5);
        assertThat(ten).describedAs("ten classes after five additions").isGreaterThan(base + 0.03);
        assertThat(trained.out()).contains("rows are true classes, columns are predicted classes");
        assertThat(Tables.values(trained.out(), "softmax head, all").get(0)).isBetween(0.2, 0.5);

        Launcher.Result again = accrue.run("evaluate").succeeded();
        assertThat(Tables.values(again.out(), "accuracy, all")).containsExactly(ten);
        assertThat(Tables.last(again.out(), "confusion matrix"))
                .isEqualTo(Tables.last(trained.out(), "confusion matrix"));

        Launcher.Result restored =
                accrue.run("-c", "restore run-base; evaluate; classes").succeeded();
        assertThat(Tables.values(restored.out(), "accuracy, all")).containsExactly(base);
        assertThat(restored.out()).contains("airplane").doesNotContain("added");

        Launcher.Result forward = accrue.run("-c", "restore run-ten; evaluate").succeeded();
        assertThat(Tables.values(forward.out(), "accuracy, all")).containsExactly(ten);

        List<String> matrix = Files.readAllLines(folder.resolve("run-confusion.csv"));
        assertThat(matrix).hasSize(11);
        assertThat(matrix.get(0)).startsWith("true \\ predicted,airplane,automobile");
        assertThat(accuracy(matrix)).isEqualTo(ten, org.assertj.core.api.Assertions.within(5e-5));
        assertThat(ImageIO.read(folder.resolve("run-confusion.png").toFile()).getWidth())
                .isGreaterThan(300);
        assertThat(Files.readAllLines(folder.resolve("run-curve.csv"))).hasSize(7);
        assertThat(ImageIO.read(folder.resolve("run-curve.png").toFile()).getHeight())
                .isGreaterThan(200);
    }

    /** The share of the diagonal, computed from the exported file alone. */
    private static double accuracy(List<String> csv) {
        double correct = 0;
        double total = 0;
        for (int row = 1; row < csv.size(); row++) {
            String[] cells = csv.get(row).split(",", -1);
            for (int column = 1; column < cells.length; column++) {
                double count = Double.parseDouble(cells[column]);
                total += count;
                correct += column == row ? count : 0;
            }
        }
        return correct / total;
    }
}
