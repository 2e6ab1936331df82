package dev.accrue.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** The loop of a person at a terminal: a prompt, a line, its answer. A failed command never ends it. */
final class InteractiveShell {
    private final Terminal terminal;
    private final Commands commands;
    private final Interpreter interpreter;
    private final Console console;
    private final Supplier<String> prompt;
    private final Path historyFile;
    private final Supplier<Boolean> leaving;

    /**
     * @param prompt asked before every line
     * @param historyFile typed lines, kept from one session to the next
     * @param leaving whether the last command asked to leave
     */
    InteractiveShell(
            Terminal terminal,
            Commands commands,
            Interpreter interpreter,
            Console console,
            Supplier<String> prompt,
            Path historyFile,
            Supplier<Boolean> leaving) {
        this.terminal = terminal;
        this.commands = commands;
        this.interpreter = interpreter;
        this.console = console;
        this.prompt = prompt;
        this.historyFile = historyFile;
        this.leaving = leaving;
    }

    void run(String greeting) {
        LineReader reader = reader();
        console.note(greeting);
        while (!leaving.get()) {
            try {
                String line = reader.readLine(console.prompt(prompt.get()));
                if (!line.isBlank() && !line.strip().startsWith("#")) {
                    execute(line);
                }
            } catch (UserInterruptException e) {
                // Ctrl-C at the prompt clears the line
            } catch (EndOfFileException e) {
                return;
            }
        }
    }

    private void execute(String line) {
        try {
            Interruption.during(() -> interpreter.execute(line));
        } catch (RuntimeException | Error e) {
            console.failure(e);
        }
    }

    private LineReader reader() {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("accrue")
                .completer(new CommandCompleter(commands))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "> ")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .build();
        try {
            Files.createDirectories(historyFile.toAbsolutePath().getParent());
            reader.setVariable(LineReader.HISTORY_FILE, historyFile);
        } catch (IOException e) {
            console.note("typed lines are kept for this session only: " + historyFile + " cannot be made");
        }
        return reader;
    }
}
