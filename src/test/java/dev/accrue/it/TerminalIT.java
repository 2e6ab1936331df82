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
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal of 80 columns and 24 rows sees and does, on a small model of the built-in data. */
class TerminalIT {
    private static final int SCRIPT_STOPPED = 3;
    private static final int INTERRUPTED = 130;
    private static final String PROMPT = "v1 3 classes>";
    private static final String HEALTHY = "all is as it was written";

    @TempDir
    static Path trained;

    @TempDir
    Path folder;

    @BeforeAll
    static void trainsASmallModel() {
        new Launcher(trained, Map.of())
                .run("-c", "train-base --data shapes --classes 0-2 --limit 20 --epochs 1; snapshot three")
                .succeeded();
    }

    @BeforeEach
    void copiesIt() throws IOException {
        Files.copy(trained.resolve("store.mv.db"), folder.resolve("store.mv.db"));
    }

    private Screen accrue() {
        return accrue(Map.of());
    }

    private Screen accrue(Map<String, String> environment) {
        return Screen.start(80, 24, folder, environment);
    }

    private static void leave(Screen screen) {
        screen.press(CTRL_D);
        assertThat(screen.exitStatus()).isZero();
    }

    @Test
    void completesCommandsOptionsClassesAndSnapshots() {
        try (Screen screen = accrue()) {
            screen.waitForEnd(PROMPT).type("eval").press(TAB).waitForEnd("> evaluate");
            screen.type("--lim").press(TAB).waitForEnd("> evaluate --limit");
            screen.press(CTRL_U).type("remove-class cir").press(TAB).waitForEnd("> remove-class circle");
            screen.press(CTRL_U).type("restore th").press(TAB).waitForEnd("> restore three");
            screen.press(CTRL_U).type("app").press(TAB).waitForEnd("> append-class");
            screen.press(CTRL_C).waitForEnd(PROMPT);
            screen.enter("help").waitFor("help COMMAND").waitForEnd(PROMPT);
            leave(screen);
            assertThat(printedLines(screen))
                    .allSatisfy(line -> assertThat(new AttributedString(line).columnLength())
                            .describedAs(line)
                            .isLessThanOrEqualTo(80));
        }
    }

    /** What commands printed, without the line being typed, which is drawn over again and again. */
    private static Stream<String> printedLines(Screen screen) {
        return screen.printed()
                .lines()
                .map(line -> line.replaceAll(".*\033\\[\\?\\d+[hl]", ""))
                .map(AttributedString::stripAnsi)
                .filter(line -> !line.contains(PROMPT));
    }

    @Test
    void keepsTypedLinesForTheNextSessionExceptThoseBehindABlank() {
        try (Screen screen = accrue()) {
            screen.waitForEnd(PROMPT).enter("classes").waitFor("origin").waitForEnd(PROMPT);
            screen.enter("snapshots").waitFor("three").waitForEnd(PROMPT);
            screen.enter(" version").waitFor("accrue 0").waitForEnd(PROMPT);
            leave(screen);
        }
        try (Screen screen = accrue()) {
            screen.waitForEnd(PROMPT).press(UP).waitForEnd("> snapshots");
            screen.press(UP).waitForEnd("> classes");
            screen.press(CTRL_C).waitForEnd(PROMPT);
            screen.press(CTRL_R).type("cla").waitFor("classes");
            screen.press(ENTER).waitFor("origin").waitForEnd(PROMPT);
            screen.enter("exit");
            assertThat(screen.exitStatus()).isZero();
        }
    }

    @Test
    void asksBeforeWhatIsTypedBehindTheProgramsNameDestroys() throws IOException {
        String prune = "add-class square --limit 10; undo; prune";
        try (Screen screen = Screen.start(80, 24, folder, Map.of(), "-c", prune)) {
            screen.waitFor("[y/N]").press(CTRL_C).waitFor("nothing was changed");
            assertThat(screen.exitStatus()).isEqualTo(INTERRUPTED);
        }
        String script =
                Files.writeString(folder.resolve("prune.accrue"), "prune\n").toString();
        for (List<String> unattended : List.of(List.of(script), List.of("run", script))) {
            try (Screen screen = Screen.start(80, 24, folder, Map.of(), unattended.toArray(String[]::new))) {
                screen.waitFor("add --yes");
                assertThat(screen.exitStatus()).isEqualTo(SCRIPT_STOPPED);
            }
        }
        try (Screen screen = Screen.start(80, 24, folder, Map.of(), "prune")) {
            screen.waitFor("versions: 1").waitFor("[y/N]").enter("y").waitFor("gone; the store");
            assertThat(screen.exitStatus()).isZero();
        }
    }

    @Test
    void ctrlCTakesBackTrainingAndLearningAndGivesThePromptBack() {
        try (Screen screen = accrue()) {
            screen.waitForEnd(PROMPT)
                    .enter("train-base --data shapes --classes 0-4 --epochs 1000 --batch 16")
                    .waitFor("epoch 1/1000: ");
            screen.press(CTRL_C).waitFor("cancelled").waitForEnd(PROMPT);
            screen.enter("add-class square crescent heart arrow --data shapes").waitFor("learning square");
            screen.press(CTRL_C).waitForEnd(PROMPT);
            screen.enter("verify").waitFor(HEALTHY).waitForEnd(PROMPT);
            leave(screen);
            assertThat(screen.printed()).doesNotContain("unexpected");
        }
    }

    @Test
    void aSecondCtrlCLeavesAtOnce() {
        try (Screen screen = accrue()) {
            // batches that take long: the first Ctrl-C still waits for the end of one when the second comes
            screen.waitForEnd(PROMPT)
                    .enter("train-base --data shapes --epochs 9 --batch 500 --input-size 96")
                    .waitUntil("the first batch to be over", text -> text.matches("(?s).*epoch 1/9: [1-9].*"));
            screen.press(CTRL_C).waitFor("Ctrl-C again leaves at once").press(CTRL_C);
            assertThat(screen.exitStatus()).isEqualTo(INTERRUPTED);
        }
        assertThat(new Launcher(folder, Map.of()).run("verify").succeeded().err())
                .contains(HEALTHY);
    }

    @Test
    void progressStaysOnOneLineWhenTheWindowBecomesNarrow() {
        try (Screen screen = Screen.start(120, 24, folder, Map.of())) {
            screen.waitForEnd(PROMPT)
                    .enter("train-base --data shapes --epochs 1000 --batch 20")
                    .waitUntil("progress", text -> text.contains("epoch 1/1000") && text.contains(" left;"));
            screen.resize(50, 24);
            String wide = screen.screen();
            screen.waitUntil("another drawing", text -> !text.equals(wide));
            assertThat(screen.screen().split("epoch 1/", -1))
                    .describedAs(screen.screen())
                    .hasSize(2);
            screen.press(CTRL_C).waitForEnd(PROMPT);
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
        String prompt = "v2 6 classes>";
        try (Screen screen = accrue()) {
            screen.waitForEnd(PROMPT).enter("add-class 猫 🦦 dog --data wide").waitForEnd(prompt);
            screen.enter("classes").waitFor("origin").waitForEnd(prompt);
            assertThat(screen.screen().lines())
                    .anyMatch(line -> line.matches(" +3  猫 {8}added .*"))
                    .anyMatch(line -> line.matches(" +4  🦦 {8}added .*"))
                    .anyMatch(line -> line.matches(" +5  dog {7}added .*"));
            screen.type("remove-class 猫").waitForEnd("> remove-class 猫");
            screen.press(CTRL_U).type("rename-class ").press(TAB).waitFor("猫         🦦");
            screen.press(CTRL_C).waitForEnd(prompt);
            screen.enter("undo").waitForEnd(PROMPT);
        }
    }

    @Test
    void runsPastedLinesOneByOne() {
        try (Screen screen = accrue()) {
            screen.waitForEnd(PROMPT).paste("version\nsnapshots\n").press(ENTER);
            screen.waitFor("accrue 0").waitFor("three").waitForEnd(PROMPT);
            assertThat(screen.printed()).doesNotContain("error");
        }
    }

    @Test
    void staysPlainInADumbTerminal() {
        try (Screen screen = accrue(Map.of("TERM", "dumb"))) {
            screen.waitForEnd(PROMPT)
                    .enter("evaluate --limit 5")
                    .waitFor("not learnt yet")
                    .waitForEnd(PROMPT);
            assertThat(screen.printed()).doesNotContain("\033");
        }
    }

    @Test
    void showsNeitherColourNorOtherLettersThanAsciiWhereAskedTo() {
        try (Screen screen = accrue(Map.of("NO_COLOR", "1", "LC_ALL", "C"))) {
            screen.waitForEnd(PROMPT)
                    .enter("evaluate --limit 5")
                    .waitFor("not learnt yet")
                    .waitForEnd(PROMPT);
            screen.enter("evalute").waitFor("did you mean").waitForEnd(PROMPT);
            assertThat(screen.printed()).doesNotContainPattern("\033\\[[0-9;]*[34][0-7]m");
            assertThat(screen.printed().chars()).allMatch(c -> c < 128);
        }
    }

    @Test
    void speaksJapaneseWhereTheLocaleIsJapanese() {
        try (Screen screen = accrue(Map.of("LC_ALL", "ja_JP.UTF-8"))) {
            screen.waitUntil("the prompt", text -> text.lines().anyMatch(line -> line.endsWith(">")))
                    .enter("evalute")
                    .waitUntil("an error in Japanese", text -> text.matches("(?s).*「evalute」.*[ぁ-ん].*クラス>"));
            leave(screen);
        }
    }
}
