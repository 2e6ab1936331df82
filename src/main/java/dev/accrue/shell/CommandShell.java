package dev.accrue.shell;

import static dev.accrue.shell.command.CommandSpec.Group.SHELL;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.script.ScriptLine;
import dev.accrue.script.ScriptRunner;
import dev.accrue.script.Words;
import dev.accrue.shell.command.CommandGroup;
import dev.accrue.shell.command.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.springframework.shell.command.CommandCatalog;
import org.springframework.shell.command.CommandRegistration;
import org.springframework.shell.context.InteractionMode;

/** The commands, ready to be typed by a person, read from a script, or run one by one. */
public final class CommandShell {
    private final Commands commands;
    private final Console console;
    private boolean leaving;

    /** @param version what {@code version} prints */
    public CommandShell(List<CommandGroup> groups, Console console, String version) {
        CommandCatalog catalog = CommandCatalog.of();
        this.commands = new Commands(catalog);
        this.console = console;
        groups.forEach(group -> catalog.register(group.registrations().toArray(CommandRegistration[]::new)));
        catalog.register(
                new Help(commands, console::print).registration(),
                command("version", SHELL, "Print the version of Accrue").runs(arguments -> {
                    console.print("accrue " + version + "\n");
                    return new Reply(List.of(), List.of());
                }),
                leave("exit"),
                leave("quit"));
    }

    private CommandRegistration leave(String name) {
        return command(name, SHELL, "Leave the shell").runs(arguments -> {
            leaving = true;
            return new Reply(List.of(), List.of());
        });
    }

    /** Whether there is a command whose name starts with this word. */
    public boolean knows(String word) {
        return commands.all().values().stream()
                .anyMatch(command -> Commands.nameOf(command).get(0).equals(word));
    }

    /** Runs the lines; stops at the first that fails, or after {@code exit}. */
    public ExitStatus run(List<ScriptLine> lines, boolean echo) {
        Interpreter interpreter = new Interpreter(commands, console, InteractionMode.NONINTERACTIVE, null);
        return guarded(() -> Interruption.during(() -> ScriptRunner.run(
                lines,
                line -> {
                    if (!leaving) {
                        interpreter.execute(line);
                    }
                },
                line -> {
                    if (echo && !leaving) {
                        console.note("accrue> " + line.text());
                    }
                })));
    }

    /** Runs one command whose words are known. */
    public ExitStatus run(List<String> words) {
        Interpreter interpreter = new Interpreter(commands, console, InteractionMode.NONINTERACTIVE, null);
        String line = words.stream().map(Words::quote).collect(Collectors.joining(" "));
        return guarded(() -> Interruption.during(() -> interpreter.execute(line)));
    }

    /**
     * Talks to the person at the terminal until they leave.
     *
     * @param greeting asked once the terminal is there
     * @param prompt asked before every line
     * @param historyFile typed lines, kept from one session to the next
     */
    public ExitStatus interactive(Supplier<String> greeting, Supplier<String> prompt, Path historyFile) {
        return guarded(() -> {
            try (Terminal terminal =
                    TerminalBuilder.builder().system(true).name("accrue").build()) {
                // a Ctrl-C between a line and its command, or a command and the prompt, must not end the program
                terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_IGN);
                Interpreter interpreter = new Interpreter(commands, console, InteractionMode.INTERACTIVE, terminal);
                new InteractiveShell(terminal, commands, interpreter, console, prompt, historyFile, () -> leaving)
                        .run(greeting.get());
            }
        });
    }

    private ExitStatus guarded(Interruption.Work<IOException> work) {
        try {
            work.run();
            return ExitStatus.DONE;
        } catch (IOException | RuntimeException | Error e) {
            console.failure(e);
            return ExitStatus.of(e);
        }
    }
}
