package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.shell.command.HelpTexts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.shell.command.CommandRegistration;

/** The examples of help run as they stand, one after the other in the order in which help lists the commands. */
class HelpExamplesTests {
    /** They begin a model without a class; the examples behind them are of the model before. */
    private static final Set<String> WITHOUT_CLASS = Set.of("use-backbone", "join-backbones");

    @TempDir
    Path folder;

    @Test
    void theyRunAsTheyStandInTheOrderOfHelp() throws IOException {
        makeFilesOfOnesOwn();
        try (PlainShell shell = new PlainShell(folder)) {
            for (CommandRegistration command : shell.registrations()) {
                List<String> examples = HelpTexts.examples(command.getCommand());
                if (command.getCommand().equals("join-backbones")) {
                    shell.run("model create second-training");
                    shell.run("train-base --classes 0-4 --limit 20 --epochs 1 --seed 2");
                    shell.run("model use main");
                }
                for (String example : examples) {
                    assertThat(example).startsWith(command.getCommand());
                    PlainShell.Answer answer = shell.run(inFolder(example));
                    assertThat(answer.status())
                            .as(example + "\n" + answer.text())
                            .isEqualTo(ExitStatus.DONE);
                    back(answer).ifPresent(undoing -> {
                        PlainShell.Answer undone = answer;
                        for (String each : undoing.split(", then: ", -1)) {
                            undone = shell.run(each);
                            assertThat(undone.status()).as(undone.text()).isEqualTo(ExitStatus.DONE);
                        }
                        if (WITHOUT_CLASS.contains(command.getCommand())) {
                            return;
                        }
                        PlainShell.Answer again = shell.run(back(undone).orElse(inFolder(example)));
                        assertThat(again.status()).as(again.text()).isEqualTo(ExitStatus.DONE);
                    });
                }
            }
        }
    }

    @Test
    void sayHowTheyAreTakenBackWhereTheyCanBe() {
        try (PlainShell shell = new PlainShell(folder)) {
            String train = "train-base --classes 0-1 --limit 5 --epochs 1";
            assertThat(back(shell.run(train))).isEmpty();
            assertThat(back(shell.run("add-class cross --limit 5"))).contains("undo");
            assertThat(back(shell.run("undo"))).contains("redo");
            assertThat(back(shell.run("classes"))).isEmpty();
            assertThat(back(shell.run(train))).contains("undo");
            assertThat(back(shell.run("model create 'my.trial'")))
                    .contains("model use main, then: model drop my.trial --yes");
            assertThat(back(shell.run("model use main"))).contains("model use my.trial");
            assertThat(back(shell.run("model use main"))).isEmpty();
        }
    }

    /** The command by which an answer says that all is as before. */
    private static Optional<String> back(PlainShell.Answer answer) {
        String start = "take it back with: ";
        return answer.text()
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }

    /** Networks, which are any bytes here, and pictures. */
    private void makeFilesOfOnesOwn() throws IOException {
        for (String network : List.of("efficientnet_features.onnx", "features.pt")) {
            Files.writeString(folder.resolve(network), network);
        }
        Path pictures = Files.createDirectory(folder.resolve("holiday"));
        for (String name : List.of("IMG_0042.jpg", "IMG_0043.jpg")) {
            BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
            ImageIO.write(picture, "jpg", pictures.resolve(name).toFile());
        }
    }

    /** Files that the examples write and read lie in the working folder, which here is another one. */
    private String inFolder(String example) {
        return example.replaceAll("\\S+\\.(csv|png|jpg|accrue|accrue-model|onnx|pt)\\b", folder + "/$0");
    }
}
