package dev.accrue.shell;

import static dev.accrue.shell.command.CommandSpec.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.script.Script;
import dev.accrue.shell.command.CommandGroup;
import dev.accrue.shell.command.CommandSpec.Group;
import dev.accrue.shell.command.Reply;
import dev.accrue.shell.command.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.shell.context.InteractionMode;

/** What destroys asks at the prompt and needs --yes elsewhere; a value that is nearly right is named. */
class ConfirmationTests {
    @TempDir
    Path folder;

    private final List<String> wiped = new ArrayList<>();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            TableFormat.TABLE,
            TerminalProfile.NONE,
            TerminalProfile.NONE,
            System::nanoTime,
            false,
            false);
    private final CommandGroup group = () -> List.of(command("wipe", Group.STORE)
            .argument("what", Values.oneOf("nothing", "everything"))
            .destroys()
            .runs(arguments -> {
                String what = arguments.text("what");
                if (!what.endsWith("thing")) {
                    throw new AccrueException(Category.NOT_FOUND, "there is no \"" + what + "\"");
                }
                arguments.confirm(
                        () -> what.equals("nothing") ? Optional.empty() : Optional.of("Five classes will be lost."));
                wiped.add(what);
                return Reply.none();
            }));

    private ExitStatus script(String text) {
        return new CommandShell(List.of(group), console, "test").run(Script.parse("s", text, Map.of()), false);
    }

    /** @return what the terminal showed */
    private String prompt(String typed) throws IOException {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Commands commands = new Commands();
        commands.register(group.registrations());
        try (Terminal terminal = TerminalBuilder.builder()
                .system(false)
                .dumb(true)
                .streams(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), shown)
                .build()) {
            Interpreter interpreter = new Interpreter(commands, console, InteractionMode.INTERACTIVE, terminal);
            new InteractiveShell(
                            terminal,
                            commands,
                            interpreter,
                            console,
                            () -> "> ",
                            folder.resolve("history"),
                            () -> false,
                            new Foresight(() -> {}))
                    .run("welcome");
        }
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void needsYesWhereNobodyCanBeAsked() {
        assertThat(script("wipe everything")).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(new CommandShell(List.of(group), console, "test").run(List.of("wipe", "nothing")))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("add --yes");
        assertThat(wiped).isEmpty();

        assertThat(script("wipe everything --yes")).isEqualTo(ExitStatus.DONE);
        assertThat(wiped).containsExactly("everything");
    }

    @Test
    void asksAtThePromptAndNamesWhatWillBeLost() throws IOException {
        assertThat(prompt("wipe everything\nn\nwipe everything\n\n"))
                .contains("Five classes will be lost.")
                .contains("[y/N]");
        assertThat(wiped).isEmpty();
        assertThat(err.toString()).contains("nothing was changed");

        prompt("wipe everything\ny\nwipe nothing\nwipe everything --yes\n");
        assertThat(wiped).containsExactly("everything", "nothing", "everything");
    }

    @Test
    void keepsTheAnswerOutOfTheHistory() throws IOException {
        prompt("wipe everything\ny\n");
        assertThat(folder.resolve("history"))
                .content()
                .contains("wipe everything")
                .doesNotContain(":y");
    }

    @Test
    void recordsTheAnswerSoThatTheScriptReplays() throws IOException {
        Commands commands = new Commands();
        commands.register(group.registrations());
        Recording recording = new Recording(console::note);
        Path script = folder.resolve("recorded.accrue");
        recording.begin(script, "head", false);
        try (Terminal terminal = TerminalBuilder.builder()
                .system(false)
                .dumb(true)
                .streams(new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream())
                .build()) {
            new Interpreter(commands, console, InteractionMode.INTERACTIVE, terminal, recording)
                    .execute("wipe everything");
        }
        assertThat(script).content().endsWith("\nwipe everything --yes\n");
    }

    @Test
    void namesTheValueThatMayHaveBeenMeant() {
        assertThat(script("wipe evreything --yes")).isEqualTo(ExitStatus.DONE);
        assertThat(script("wipe everythign --yes")).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString()).contains("there is no \"everythign\"; did you mean \"everything\"?");
    }

    @Test
    void runsPastedLinesUpToTheFirstThatFails() throws IOException {
        prompt("\u001b[200~wipe nothing\nwipe all\nwipe nothing\u001b[201~\n");
        assertThat(wiped).containsExactly("nothing");
        assertThat(err.toString()).contains("there is no \"all\"").contains("not run: 1");
    }
}
