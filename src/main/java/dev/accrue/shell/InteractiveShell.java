package dev.accrue.shell;

import static dev.accrue.common.Messages.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** The loop of a person at a terminal: a prompt, a line, its answer. A failed command never ends it. */
final class InteractiveShell {
    private static final int MOST_LINES = 10_000;

    private final Terminal terminal;
    private final Commands commands;
    private final Interpreter interpreter;
    private final Console console;
    private final Supplier<String> prompt;
    private final Path historyFile;
    private final Supplier<Boolean> leaving;
    private final Foresight foresight;

    /**
     * @param prompt asked before every line
     * @param historyFile typed lines, kept from one session to the next
     * @param leaving whether the last command asked to leave
     * @param foresight shown what is typed
     */
    InteractiveShell(
            Terminal terminal,
            Commands commands,
            Interpreter interpreter,
            Console console,
            Supplier<String> prompt,
            Path historyFile,
            Supplier<Boolean> leaving,
            Foresight foresight) {
        this.terminal = terminal;
        this.commands = commands;
        this.interpreter = interpreter;
        this.console = console;
        this.prompt = prompt;
        this.historyFile = historyFile;
        this.leaving = leaving;
        this.foresight = foresight;
    }

    void run(String greeting) {
        LineReader reader = reader();
        console.note(greeting);
        while (!leaving.get()) {
            try {
                run(TypedText.commands(reader.readLine(console.prompt(prompt.get()))));
            } catch (UserInterruptException e) {
                // Ctrl-C at the prompt clears the line
            } catch (EndOfFileException e) {
                return;
            }
        }
    }

    /** One command, or the lines of what was pasted; as in a script, the first that fails is the last. */
    private void run(List<String> lines) {
        for (int i = 0; i < lines.size() && !leaving.get(); i++) {
            if (lines.size() > 1) {
                console.note("accrue> " + lines.get(i));
            }
            int left = lines.size() - i - 1;
            if (!succeeds(lines.get(i)) && left > 0) {
                console.note(text("shell.paste.left", left));
                return;
            }
        }
    }

    private boolean succeeds(String line) {
        try {
            Interruption.during(console::heard, () -> interpreter.execute(line));
            return true;
        } catch (RuntimeException | Error e) {
            console.failure(e);
            if (ExitStatus.of(e) == ExitStatus.UNREAD) {
                throw e;
            }
            return false;
        }
    }

    private LineReader reader() {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("accrue")
                .parser(new LineReading())
                .completer(new CommandCompleter(commands))
                .history(new TypedHistory())
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "> ")
                .variable(LineReader.HISTORY_SIZE, MOST_LINES)
                .variable(LineReader.HISTORY_FILE_SIZE, MOST_LINES)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.HISTORY_IGNORE_DUPS, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true);
        if (console.hasColours()) {
            builder.highlighter(new CommandHighlighter(commands));
        }
        try {
            TypedHistory.prepare(historyFile);
            builder.variable(LineReader.HISTORY_FILE, historyFile);
        } catch (IOException e) {
            console.note(text("shell.history.none", historyFile));
        }
        LineReader reader = builder.build();
        foresight.watch(reader);
        return reader;
    }
}
