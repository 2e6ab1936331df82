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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.shell.command.CommandRegistration;
import org.springframework.shell.context.InteractionMode;

/** What becomes of a command that fails, in a script, alone and at the prompt. */
class FailureTests {
    private static final CommandGroup FAILING = () -> List.of(
            failing("overflow", new StackOverflowError()),
            failing("exhaust", new OutOfMemoryError("Java heap space")),
            failing("assert", new AssertionError("never so")),
            failing("miss", new AccrueException(Category.NOT_FOUND, "there is none; make one")));

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            TableFormat.TABLE,
            TerminalProfile.NONE,
            TerminalProfile.NONE,
            System::nanoTime,
            false,
            false);

    private static CommandRegistration failing(String name, Throwable failure) {
        return command(name, Group.SHELL).runs(arguments -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        });
    }

    private ExitStatus script(String text) {
        return new CommandShell(List.of(FAILING), console, "test").run(Script.parse("s.accrue", text, Map.of()), false);
    }

    private ExitStatus alone(String word) {
        return new CommandShell(List.of(FAILING), console, "test").run(List.of(word));
    }

    @Test
    void namesTheLineOfAScriptAndTheNextStep() {
        assertThat(script("version\n\nexhaust\n")).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString())
                .startsWith("error: s.accrue:3: out of memory (Java heap space; ")
                .contains("ACCRUE_JAVA_OPTS=-Xmx"
                        + (long) Math.ceil(2.0 * (Runtime.getRuntime().maxMemory() >> 20) / 1024) + "g,")
                .contains("fewer classes at once")
                .endsWith("    exhaust\n");

        err.getBuffer().setLength(0);
        assertThat(script("overflow")).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString()).startsWith("error: s.accrue:1: out of stack").contains("ACCRUE_JAVA_OPTS=-Xss16m");

        err.getBuffer().setLength(0);
        assertThat(script("assert")).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString()).startsWith("error: s.accrue:1: unexpected java.lang.AssertionError: never so");

        err.getBuffer().setLength(0);
        assertThat(script("miss")).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString()).isEqualTo("error: s.accrue:1: there is none; make one\n    miss\n");
    }

    @Test
    void aCommandAloneFailsInPlainWords() {
        for (String word : List.of("overflow", "exhaust", "assert")) {
            assertThat(alone(word)).isEqualTo(ExitStatus.FAILED);
        }
        assertThat(err.toString().lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).startsWith("error: "));
    }

    @Test
    void anErrorAtThePromptDoesNotEndTheShell() throws IOException {
        byte[] typed = "overflow\nexhaust\nassert\nversion\n".getBytes(StandardCharsets.UTF_8);
        Commands commands = commands();
        try (Terminal terminal = TerminalBuilder.builder()
                .system(false)
                .dumb(true)
                .streams(new ByteArrayInputStream(typed), new ByteArrayOutputStream())
                .build()) {
            new InteractiveShell(
                            terminal,
                            commands,
                            new Interpreter(commands, console, InteractionMode.INTERACTIVE, terminal),
                            console,
                            () -> "> ",
                            folder.resolve("history"),
                            () -> false,
                            new Foresight(() -> {}))
                    .run("welcome");
        }
        assertThat(err.toString())
                .contains("out of stack")
                .contains("out of memory")
                .contains("never so");
        assertThat(out.toString()).isEqualTo("reached\n");
    }

    private Commands commands() {
        Commands commands = new Commands();
        commands.register(FAILING.registrations());
        commands.register(List.of(command("version", Group.SHELL).runs(arguments -> Reply.text("reached\n"))));
        return commands;
    }
}
