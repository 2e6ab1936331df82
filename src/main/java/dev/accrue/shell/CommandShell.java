package dev.accrue.shell;

import static dev.accrue.shell.command.CommandSpec.Group.SHELL;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.script.ScriptLine;
import dev.accrue.script.ScriptReader;
import dev.accrue.script.Words;
import dev.accrue.shell.command.CommandGroup;
import dev.accrue.shell.command.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.springframework.shell.command.CommandRegistration;
import org.springframework.shell.context.InteractionMode;

/** The commands, ready to be typed by a person, read from a script, or run one by one. */
public final class CommandShell {
    private final Commands commands;
    private final Console console;
    private final Map<String, String> variables;
    private final Recording recording;
    private final Interpreter unattended;
    private final Interpreter given;
    private boolean leaving;

    /** @param version what {@code version} prints */
    public CommandShell(List<CommandGroup> groups, Console console, String version) {
        this(groups, console, version, Map.of(), false);
    }

    /**
     * @param variables what scripts see that {@code run} reads
     * @param attended whether who gave the lines to run is there to be asked; scripts that these run are not
     */
    public CommandShell(
            List<CommandGroup> groups,
            Console console,
            String version,
            Map<String, String> variables,
            boolean attended) {
        this.commands = new Commands();
        this.console = console;
        this.variables = variables;
        this.recording = new Recording(console::note);
        this.unattended = new Interpreter(commands, console, InteractionMode.NONINTERACTIVE, null, recording);
        this.given = attended
                ? new Interpreter(commands, console, InteractionMode.INTERACTIVE, null, recording)
                : unattended;
        groups.forEach(group -> commands.register(group.registrations()));
        commands.register(new ScriptCommands(this::run, recording, console, version).registrations());
        commands.register(List.of(
                new Help(commands).registration(),
                command("version", SHELL).runs(arguments -> Reply.text("accrue " + version + "\n")),
                leave("exit"),
                leave("quit")));
    }

    private CommandRegistration leave(String name) {
        return command(name, SHELL).runs(arguments -> {
            leaving = true;
            return Reply.none();
        });
    }

    /** In the order in which help lists them. */
    public Collection<CommandRegistration> registrations() {
        return commands.all().values();
    }

    /** Whether there is a command whose name starts with this word. */
    public boolean knows(String word) {
        return commands.all().values().stream()
                .anyMatch(command -> Commands.nameOf(command).get(0).equals(word));
    }

    /** Runs the lines; stops at the first that fails, or after {@code exit}. */
    public ExitStatus run(List<ScriptLine> lines, boolean echo) {
        return run(reader -> lines, new ScriptPolicy(echo, false, false));
    }

    /**
     * Runs scripts, all of which are read before the first line of them runs. After {@code exit} no line runs.
     *
     * @param scripts reads them
     */
    public ExitStatus run(Function<ScriptReader, List<ScriptLine>> scripts, ScriptPolicy policy) {
        return guarded(() -> {
            ScriptPlayer player = player(given, policy);
            ScriptReader reader =
                    policy.dryRun() ? new ScriptReader(variables, player::unreadable) : new ScriptReader(variables);
            // a script may be a pipe that nobody writes to: what waits for one does not notice an interrupt
            List<ScriptLine> lines = scripts.apply(reader);
            Interruption.during(console::heard, () -> player.play(lines));
        });
    }

    private ScriptPlayer player(Interpreter interpreter, ScriptPolicy policy) {
        return new ScriptPlayer(interpreter, console, policy, () -> leaving);
    }

    /** The lines of a script that somebody runs from the prompt, as if the script had been named at the start. */
    private void run(Path script) {
        player(unattended, ScriptPolicy.usual(console)).play(new ScriptReader(variables).read(script));
    }

    /** Runs one command whose words are known. */
    public ExitStatus run(List<String> words) {
        String line = line(words);
        return guarded(() -> Interruption.during(console::heard, () -> given.execute(line)));
    }

    /** The words as one line. */
    public static String line(List<String> words) {
        return words.stream().map(Words::quote).collect(Collectors.joining(" "));
    }

    /**
     * Talks to the person at the terminal until they leave.
     *
     * @param greeting asked once the terminal is there
     * @param prompt asked before every line
     * @param historyFile typed lines, kept from one session to the next
     * @param engine starts it, in the background, when a command that needs it is being typed
     */
    public ExitStatus interactive(
            Supplier<String> greeting, Supplier<String> prompt, Path historyFile, Runnable engine) {
        return guarded(() -> {
            try (Terminal terminal =
                    TerminalBuilder.builder().system(true).name("accrue").build()) {
                // a Ctrl-C between a line and its command, or a command and the prompt, must not end the program
                terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_IGN);
                Interpreter attended =
                        new Interpreter(commands, console, InteractionMode.INTERACTIVE, terminal, recording);
                new InteractiveShell(
                                terminal,
                                commands,
                                attended,
                                console,
                                prompt,
                                historyFile,
                                () -> leaving,
                                new Foresight(engine))
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
