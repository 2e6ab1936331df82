package dev.accrue.it;

import static dev.accrue.it.Screen.Key.CTRL_C;
import static dev.accrue.it.Screen.Key.CTRL_D;
import static dev.accrue.it.Screen.Key.CTRL_R;
import static dev.accrue.it.Screen.Key.CTRL_U;
import static dev.accrue.it.Screen.Key.ENTER;
import static dev.accrue.it.Screen.Key.TAB;
import static dev.accrue.it.Screen.Key.UP;
import static org.assertj.core.api.Assertions.assertThat;

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

/** What a person at a terminal sees and does, on a small model of the built-in data. */
class TerminalIT {
    private static final int INTERRUPTED = 130;
    private static final String PROMPT = "v1 3 classes>";
    private static final String PASTE = "\033[200~%s\033[201~";

    @TempDir
    static Path folder;

    @BeforeAll
    static void trainsASmallModel() {
        new Launcher(folder, Map.of())
                .run("-c", "train-base --data shapes --classes 0-2 --limit 20 --epochs 1; snapshot three")
                .succeeded();
    }

    private static Screen start(Map<String, String> environment) {
        return Screen.start(80, 24, folder, environment).waitForPrompt(PROMPT);
    }

    @Test
    void completesCommandsOptionsClassesAndSnapshots() {
        try (Screen screen = start(Map.of())) {
            screen.type("eval").press(TAB).waitForPrompt("> evaluate");
            screen.type("--lim").press(TAB).waitForPrompt("> evaluate --limit");
            screen.press(CTRL_U).type("remove-class cir").press(TAB).waitForPrompt("> remove-class circle");
            screen.press(CTRL_U).type("restore th").press(TAB).waitForPrompt("> restore three");
            screen.press(CTRL_U).type("app").press(TAB).waitForPrompt("> append-class");
            screen.press(CTRL_C).waitForPrompt(PROMPT);
            screen.enter("snapshots").waitFor("three");
            screen.waitForPrompt(PROMPT).press(CTRL_D);
            assertThat(screen.exitStatus()).isZero();
        }
    }

    @Test
    void keepsTypedLinesForTheNextSessionExceptThoseBehindABlank() {
        Map<String, String> state =
                Map.of("XDG_STATE_HOME", folder.resolve("kept").toString());
        try (Screen screen = start(state)) {
            screen.enter("classes").waitFor("circle").waitForPrompt(PROMPT);
            screen.enter("show 1").waitFor("hash").waitForPrompt(PROMPT);
            screen.enter(" version").waitFor("accrue 0").waitForPrompt(PROMPT).press(CTRL_D);
            assertThat(screen.exitStatus()).isZero();
        }
        try (Screen screen = start(state)) {
            screen.press(UP).waitForPrompt("> show 1");
            screen.press(UP).waitForPrompt("> classes");
            screen.press(CTRL_C).waitForPrompt(PROMPT);
            screen.press(CTRL_R).type("cla").waitFor("classes");
            screen.press(ENTER).waitFor("circle").waitForPrompt(PROMPT);
            screen.enter("exit");
            assertThat(screen.exitStatus()).isZero();
        }
    }

    @Test
    void ctrlCTakesBackTrainingAndLearningAndGivesThePromptBack() {
        try (Screen screen = start(Map.of())) {
            screen.enter("train-base --data shapes --classes 0-4 --epochs 1000 --batch 16")
                    .waitFor("training, epoch");
            screen.press(CTRL_C).waitFor("cancelled").waitForPrompt(PROMPT);
            screen.enter("add-class square crescent heart arrow --data shapes").waitFor("learning");
            screen.press(CTRL_C).waitForPrompt(PROMPT);
            screen.enter("verify").waitFor("all is as it was written").waitForPrompt(PROMPT);
            screen.press(CTRL_D);
            assertThat(screen.exitStatus()).isZero();
            assertThat(screen.printed()).containsOnlyOnce("cancelled").doesNotContain("unexpected");
        }
    }

    @Test
    void aSecondCtrlCLeavesAtOnce() {
        try (Screen screen = start(Map.of())) {
            // batches that take long: the first Ctrl-C still waits for one when the second comes
            screen.enter("train-base --data shapes --epochs 9 --batch 500 --input-size 96")
                    .waitFor("training, epoch");
            screen.press(CTRL_C, CTRL_C);
            assertThat(screen.exitStatus()).isEqualTo(INTERRUPTED);
        }
        try (Screen screen = start(Map.of())) {
            screen.enter("verify").waitFor("all is as it was written");
        }
    }

    @Test
    void progressStaysOnOneLineWhenTheWindowBecomesNarrow() {
        try (Screen screen = Screen.start(120, 24, folder, Map.of()).waitForPrompt(PROMPT)) {
            screen.enter("train-base --data shapes --epochs 1000 --limit 500").waitFor("training, epoch 1/1000");
            screen.resize(50, 24).waitFor("training, epoch 3/1000");
            System.err.println(screen);
            screen.press(CTRL_C).waitForPrompt(PROMPT);
        }
    }

    @Test
    void showsAndTakesNamesOfWideCharacters() throws IOException {
        for (String name : List.of("猫", "🦦", "dog")) {
            Path pictures = Files.createDirectories(folder.resolve("wide").resolve(name));
            for (int i = 0; i < 6; i++) {
                BufferedImage picture = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
                picture.setRGB(i, i, 0xffffff);
                ImageIO.write(picture, "png", pictures.resolve(i + ".png").toFile());
            }
        }
        try (Screen screen = start(Map.of())) {
            screen.enter("add-class 猫 🦦 dog --data wide").waitForPrompt("v2 6 classes>");
            screen.enter("classes").waitForPrompt("v2 6 classes>");
            System.err.println(screen);
            screen.type("remove-class 猫").waitForPrompt("> remove-class 猫");
            screen.press(CTRL_U).type("remove-class ").press(TAB).waitFor("🦦");
            System.err.println(screen);
            screen.press(CTRL_C).waitForPrompt("v2 6 classes>");
            screen.enter("undo").waitForPrompt(PROMPT);
        }
    }

    @Test
    void runsPastedLinesOneByOne() {
        try (Screen screen = start(Map.of())) {
            screen.type(PASTE.formatted("version\nsnapshots\n")).press(ENTER);
            screen.waitFor("accrue 0").waitFor("three").waitForPrompt(PROMPT);
            System.err.println(screen);
        }
    }

    @Test
    void staysPlainInADumbTerminal() {
        try (Screen screen = start(Map.of("TERM", "dumb"))) {
            screen.enter("classes").waitFor("circle").waitForPrompt(PROMPT);
            screen.enter("evaluate --limit 5 --data shapes").waitFor("accuracy").waitForPrompt(PROMPT);
            System.err.println(screen);
            assertThat(screen.printed()).doesNotContain("\033");
        }
    }
}
