package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.script.Script;
import dev.accrue.script.Words;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.springframework.util.FileSystemUtils;

/**
 * Ten thousand random lines, from the script's parser through the dispatcher to a real store: each ends soon, with an
 * answer or an error in words, and only commands that are there to change a model change one, and only when they
 * succeed. A failure names the line, its smallest variant that fails too, and the seed to see it again.
 */
class RandomLinesTests {
    private static final int LINES = 10_000;
    private static final int LINES_A_STORE = 250;
    private static final int SECONDS_A_LINE = 30;
    private static final List<String> CHANGING = List.of(
            "train-base",
            "use-backbone",
            "join-backbones",
            "add-class",
            "append-class",
            "remove-class",
            "rename-class",
            "seal",
            "merge",
            "use classifier",
            "use view",
            "snapshot",
            "remove-snapshot",
            "restore",
            "undo",
            "redo",
            "prune",
            "model create",
            "model use",
            "model rename",
            "model drop",
            "import model");

    private static Path folder;
    private static PlainShell shell;
    private static RandomLines random;
    private static Arbitrary<String> mixed;
    private static String state;
    private static int lines;

    @BeforeContainer
    static void makesASmallModel() throws IOException {
        folder = Files.createTempDirectory("accrue-lines");
        Map<String, Color> classes =
                Map.of("red", Color.RED, "green", Color.GREEN, "blue", Color.BLUE, "grey", Color.GRAY);
        for (Map.Entry<String, Color> each : classes.entrySet()) {
            Path pictures = Files.createDirectories(folder.resolve("pictures").resolve(each.getKey()));
            for (int i = 0; i < 8; i++) {
                BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
                Graphics2D graphics = picture.createGraphics();
                graphics.setColor(each.getValue());
                graphics.fillRect(i % 4, i / 2, 5, 4);
                graphics.dispose();
                ImageIO.write(picture, "png", pictures.resolve(i + ".png").toFile());
            }
        }
        shell = new PlainShell(folder);
        PlainShell.Answer trained = shell.run("train-base --backbone quadrants --classes red,green --data '" + folder
                + "/pictures'\nsnapshot first\nadd-class blue\nmodel create other\nmodel use main\n");
        assertThat(trained.status()).describedAs(trained.text()).isEqualTo(ExitStatus.DONE);
        shell.close();
        Files.copy(folder.resolve("store.mv.db"), folder.resolve("first.mv.db"));
        open();
        random = new RandomLines(shell.registrations(), folder);
        mixed = random.lines();
    }

    /** What was changed is undone by going back to the file from before. */
    private static void open() throws IOException {
        Files.copy(folder.resolve("first.mv.db"), folder.resolve("store.mv.db"), StandardCopyOption.REPLACE_EXISTING);
        shell = new PlainShell(folder);
        state = shell.state();
    }

    @AfterContainer
    static void removesIt() throws IOException {
        shell.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    @Provide
    Arbitrary<String> lines() {
        return mixed;
    }

    @Property(tries = LINES, edgeCases = EdgeCasesMode.NONE)
    void aLineIsAnsweredInWordsAndFailsWithoutAChange(@ForAll("lines") String line) throws Exception {
        if (!random.staysInside(line)) {
            Statistics.label("end").collect("not run: would write elsewhere");
            return;
        }
        if (++lines % LINES_A_STORE == 0) {
            assertThat(answer("verify").status()).isEqualTo(ExitStatus.DONE);
            shell.close();
            open();
        }
        PlainShell.Answer answer = answer(line);
        Statistics.label("end").collect(answer.status());
        assertThat(answer.text()).doesNotContain("unexpected ", "\tat ", "out of stack", "out of memory");
        String after = shell.state();
        Statistics.label("changed").collect(!after.equals(state));
        if (!after.equals(state)) {
            List<String> changing = Script.parse("line", line, Map.of()).stream()
                    .map(each -> String.join(" ", Words.split(each.text())))
                    .filter(words -> CHANGING.stream().anyMatch(name -> (words + " ").startsWith(name + " ")))
                    .toList();
            assertThat(changing)
                    .describedAs("commands that may change the store")
                    .isNotEmpty();
            if (!line.contains("\n") && !line.contains("\r")) {
                assertThat(answer.status()).describedAs(answer.text()).isEqualTo(ExitStatus.DONE);
            }
            state = after;
        }
    }

    /** On a thread of its own, so that a line without end is seen where it hangs. */
    private static PlainShell.Answer answer(String line) throws InterruptedException, ExecutionException {
        CompletableFuture<PlainShell.Answer> answer = new CompletableFuture<>();
        Thread worker = new Thread(
                () -> {
                    try {
                        answer.complete(shell.run(line));
                    } catch (Throwable e) {
                        answer.completeExceptionally(e);
                    }
                },
                "line");
        worker.setDaemon(true);
        worker.start();
        try {
            return answer.get(SECONDS_A_LINE, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "no answer after " + SECONDS_A_LINE + " seconds, but:\n    "
                            + List.of(worker.getStackTrace()).toString().replace(", ", "\n    "),
                    e);
        }
    }
}
