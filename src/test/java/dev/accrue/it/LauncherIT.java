package dev.accrue.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.shell.command.HelpTexts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the process says and how it ends, on a small model of the built-in data. */
class LauncherIT {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int SCRIPT_STOPPED = 3;
    private static final int INTERRUPTED = 130;

    @TempDir
    static Path folder;

    private static Launcher accrue;

    @BeforeAll
    static void trainsASmallModel() {
        accrue = new Launcher(folder, Map.of());
        accrue.run("train-base", "--data", "shapes", "--classes", "0-2", "--limit", "20", "--epochs", "1")
                .succeeded();
        accrue.run("snapshot", "three").succeeded();
    }

    /** The store's answer to "which version, which classes"; equal before and after a command that must not change it. */
    private String state() {
        return accrue.run("-c", "history; classes; snapshots").succeeded().out();
    }

    private Launcher.Result fails(int status, String... arguments) {
        String before = state();
        Launcher.Result result = accrue.run(arguments);
        assertThat(result.status()).describedAs(result.err()).isEqualTo(status);
        assertThat(result.err()).contains("error: ").doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(state()).isEqualTo(before);
        return result;
    }

    @Test
    void saysItsVersionAndItsUsage() {
        assertThat(accrue.run("--version").succeeded().out()).matches("accrue \\S+\\n");
        assertThat(accrue.run("--help").succeeded().out()).contains("usage: accrue");
        assertThat(accrue.run("help").succeeded().out()).contains("train-base").contains("add-class");
        assertThat(accrue.run("add-class", "--help").succeeded().out()).contains("--skip-bad");
    }

    /** Those of the commands that only a whole program has; the others are run by HelpExamplesTests. */
    @Test
    void runsTheExamplesOfHelpThatNeedAProgram() {
        for (String command : List.of("help", "version", "timing", "doctor", "exit", "quit")) {
            for (String example : HelpTexts.examples(command)) {
                accrue.run("-c", example).succeeded();
            }
        }
        assertThat(folder.resolve("version.txt")).content().startsWith("accrue ");

        List<String> recording = HelpTexts.examples("record");
        accrue.run("-c", recording.get(0) + "\nsnapshot recorded\n" + recording.get(1) + "\nremove-snapshot recorded")
                .succeeded();
        accrue.run("-c", HelpTexts.examples("run").get(0)).succeeded();
        assertThat(accrue.run("snapshots").succeeded().out()).contains("recorded");
        accrue.run("remove-snapshot", "recorded").succeeded();
    }

    @Test
    void namesAnUnknownCommandAndOption() {
        assertThat(fails(USAGE, "evalute").err()).contains("\"evalute\"").contains("did you mean \"evaluate\"?");
        assertThat(fails(USAGE, "evaluate", "--limt", "3").err())
                .contains("--limt")
                .contains("did you mean \"--limit\"?");
        assertThat(fails(USAGE, "--sotre", "x").err()).contains("--sotre");
        assertThat(fails(USAGE, "status", "please").err()).contains("\"please\"");
        assertThat(fails(USAGE, "train-base", "--epochs", "many").err())
                .contains("--epochs is \"many\"; expected a whole number from 1");
    }

    @Test
    void refusesClassesThatAreThereOrUnknown() {
        assertThat(fails(FAILED, "add-class", "circle").err()).contains("class \"circle\" is already in the model");
        assertThat(fails(FAILED, "add-class", "giraffe").err())
                .contains("giraffe")
                .contains("circle");
    }

    @Test
    void saysHowToGetDataThatIsNotThere() {
        Launcher without = new Launcher(folder, Map.of("ACCRUE_DATA", "", "XDG_CACHE_HOME", folder.toString()));
        Launcher.Result result = without.run("add-class", "dog", "--data", "cifar10");
        assertThat(result.status()).isEqualTo(FAILED);
        assertThat(result.err()).contains("data fetch cifar10").contains("--data-dir");
        assertThat(fails(FAILED, "add-class", "dog", "--data", "cifar100").err())
                .contains("cifar100")
                .contains("shapes");
    }

    @Test
    void refusesABatchFileOfTheWrongLength() throws IOException {
        Path data = Files.createDirectories(folder.resolve("short-cifar"));
        for (String name : new String[] {
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin"
        }) {
            Files.write(data.resolve(name), new byte[1000]);
        }
        assertThat(fails(FAILED, "add-class", "dog", "--data", "cifar10", "--data-dir", data.toString())
                        .err())
                .contains("_batch")
                .contains("1,000 bytes")
                .contains("30,730,000");
    }

    @Test
    void namesUnreadablePicturesAndSkipsThemOnlyWhenAsked() throws IOException {
        Path pictures = folder.resolve("pictures");
        Path otters = Files.createDirectories(pictures.resolve("train/otter"));
        Files.createDirectories(pictures.resolve("test/otter"));
        for (int i = 0; i < 6; i++) {
            // other sizes than the network's input, and not square
            ImageIO.write(
                    new BufferedImage(50 + 7 * i, 41, BufferedImage.TYPE_INT_RGB),
                    "png",
                    otters.resolve("otter" + i + ".png").toFile());
        }
        Files.copy(otters.resolve("otter0.png"), pictures.resolve("test/otter/otter.png"));
        Files.writeString(otters.resolve("broken.jpg"), "no picture");

        assertThat(fails(FAILED, "add-class", "otter", "--data-dir", pictures.toString())
                        .err())
                .contains("1 of 7")
                .contains("broken.jpg")
                .contains("--skip-bad");

        Launcher.Result skipped = accrue.run("add-class", "otter", "--data-dir", pictures.toString(), "--skip-bad")
                .succeeded();
        assertThat(skipped.err()).contains("left out 1 picture").contains("broken.jpg");
        assertThat(accrue.run("--output-format", "csv", "classes").succeeded().out())
                .contains("3,otter,added,6,");
        accrue.run("restore", "three").succeeded();
    }

    @Test
    void refusesAnEmptyFolder() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(fails(FAILED, "add-class", "cat", "--data-dir", empty.toString())
                        .err())
                .contains(empty.toString());
    }

    @Test
    void stopsAScriptAtTheFailingLineAndNamesIt() throws IOException {
        Path script = Files.writeString(
                folder.resolve("stops.accrue"), "# a comment\nstatus\n\nrestore nowhere  # fails\nsnapshot never\n");
        Launcher.Result result = fails(SCRIPT_STOPPED, script.toString());
        assertThat(result.err())
                .contains("stops.accrue:4: ")
                .contains("nowhere")
                .contains("three");
        assertThat(fails(FAILED, folder.resolve("absent.accrue").toString()).err())
                .contains("absent.accrue");
    }

    @Test
    void aFileNamedLikeACommandIsNoScriptUnlessItsPathIsGiven() throws IOException {
        Path odd = Files.writeString(folder.resolve("history"), "version\n");
        Path plain = Files.writeString(folder.resolve("plain"), "version\n");

        assertThat(accrue.run("history").succeeded().out()).contains("train-base");
        assertThat(accrue.run("./history", "--quiet").succeeded().out()).matches("accrue \\S+\\n");
        assertThat(accrue.run("plain", "--output-format=csv").succeeded().out()).matches("accrue \\S+\\n");
        Files.delete(odd);
        Files.delete(plain);
    }

    @Test
    void namesTheLineAtWhichMemoryRanOut() throws IOException {
        Path script = Files.writeString(
                folder.resolve("large.accrue"),
                "status\ntrain-base --data shapes --batch 600 --input-size 1024 --epochs 1\n");
        Launcher small = new Launcher(folder, Map.of("ACCRUE_JAVA_OPTS", "-Xmx200m"));
        String before = state();

        Launcher.Result result = small.run(script.toString());

        assertThat(result.status()).isEqualTo(SCRIPT_STOPPED);
        assertThat(result.err())
                .contains("large.accrue:2: out of memory")
                .contains("ACCRUE_JAVA_OPTS=-Xmx")
                .doesNotContain("\tat ");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void readsCommandsFromAPipe() {
        Launcher.Result result = accrue.runWithInput("classes\nhistory\n").succeeded();
        assertThat(result.out()).contains("circle").contains("train-base");
        assertThat(accrue.runWithInput("clases\nhistory\n").status()).isEqualTo(SCRIPT_STOPPED);
    }

    @Test
    void refusesToReplaceAFileUnlessForced() throws IOException {
        Path file = folder.resolve("matrix.csv");
        accrue.run("export", "confusion", "--output", file.toString(), "--limit", "5")
                .succeeded();
        String matrix = Files.readString(file);
        assertThat(fails(FAILED, "export", "confusion", "--output", file.toString())
                        .err())
                .contains("--force");
        assertThat(Files.readString(file)).isEqualTo(matrix);
        assertThat(fails(
                                USAGE,
                                "export",
                                "confusion",
                                "--output",
                                folder.resolve("matrix.txt").toString())
                        .err())
                .contains("csv, json or png");
    }

    @Test
    void ctrlCStopsTrainingAndChangesNothing() throws IOException, InterruptedException {
        String before = state();
        Process process = accrue.start(
                "", "train-base", "--data", "shapes", "--limit", "1000", "--epochs", "1000", "--batch", "16");
        // The first progress line of a process without a terminal comes when training has been under way for a while.
        while (process.isAlive() && !accrue.err().contains("epoch 1/")) {
            Thread.onSpinWait();
            process.waitFor(200, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        Launcher.Result result = accrue.finish(process);
        assertThat(result.status()).isEqualTo(INTERRUPTED);
        assertThat(result.err()).contains("cancelled");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void refusesAStoreThatAnotherShellHolds() throws IOException, InterruptedException {
        Launcher other = new Launcher(Files.createDirectories(folder.resolve("other")), Map.of());
        Process holder = accrue.start("", "train-base", "--data", "shapes", "--limit", "1000", "--epochs", "1000");
        while (holder.isAlive() && !accrue.err().contains("epoch 1/")) {
            holder.waitFor(200, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
        Launcher.Result second = other.run("--store", folder.resolve("store").toString(), "snapshot", "second");
        holder.destroyForcibly();
        accrue.finish(holder);
        assertThat(second.status()).isEqualTo(FAILED);
        assertThat(second.err())
                .contains("error: ")
                .contains(folder.resolve("store").toString());
        assertThat(accrue.run("snapshots").succeeded().out()).doesNotContain("second");
    }
}
