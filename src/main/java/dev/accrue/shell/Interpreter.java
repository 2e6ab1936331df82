package dev.accrue.shell;

import dev.accrue.output.ProgressLine;
import dev.accrue.script.LineExecutor;
import dev.accrue.script.Words;
import dev.accrue.shell.command.Invocation;
import dev.accrue.shell.command.Reply;
import dev.accrue.shell.command.Stage;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.command.CommandContext;
import org.springframework.shell.command.CommandParser.CommandParserResults;
import org.springframework.shell.command.CommandRegistration;
import org.springframework.shell.context.InteractionMode;

/** Executes a line: finds the command, parses the words, runs it, prints the reply. Failures are thrown. */
public final class Interpreter implements LineExecutor, Stage {
    private final Commands commands;
    private final Console console;
    private final InteractionMode mode;
    private final @Nullable Terminal terminal;
    private final LineParser parser = new LineParser();

    Interpreter(Commands commands, Console console, InteractionMode mode, @Nullable Terminal terminal) {
        this.commands = commands;
        this.console = console;
        this.mode = mode;
        this.terminal = terminal;
    }

    @Override
    public void execute(String line) {
        List<String> words = Words.split(line);
        if (words.isEmpty()) {
            return;
        }
        CommandRegistration command = commands.find(words);
        List<String> arguments = words.subList(Commands.nameOf(command).size(), words.size());
        if (arguments.contains("--help")) {
            console.print(Help.of(command));
            return;
        }
        CommandParserResults parsed = parser.parse(command, arguments);
        console.print(run(command, parsed, line.strip(), words));
    }

    @Override
    public void print(Reply reply) {
        console.print(reply);
    }

    @Override
    public boolean goOn(String question) {
        return new EnterKey(terminal).pressed(question);
    }

    private Reply run(CommandRegistration command, CommandParserResults parsed, String line, List<String> words) {
        try (ProgressLine progress = console.progress()) {
            Invocation invocation =
                    new Invocation(line, console.format(), console.dataTerminal(), progress, mode, this);
            return (Reply) command.getTarget()
                    .getFunction()
                    .apply(CommandContext.of(words.toArray(String[]::new), parsed, terminal, command, invocation));
        }
    }
}
