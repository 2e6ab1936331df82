package dev.accrue.shell;

import java.io.IOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Waits for a person to press Enter. */
final class EnterKey {
    private final @Nullable Terminal terminal;

    /** @param terminal that the shell talks through; without it one is looked for when it is needed */
    EnterKey(@Nullable Terminal terminal) {
        this.terminal = terminal;
    }

    /** @return false after q, Ctrl-C or Ctrl-D; true also where there is no terminal to wait at */
    boolean pressed(String question) {
        if (terminal != null) {
            return ask(terminal, question);
        }
        try (Terminal found = TerminalBuilder.builder().system(true).dumb(false).build()) {
            return ask(found, question);
        } catch (IOException | IllegalStateException e) {
            return true; // a pipe or a file: nobody to wait for
        }
    }

    private static boolean ask(Terminal terminal, String question) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .variable(LineReader.DISABLE_HISTORY, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        try {
            return !reader.readLine(question).strip().equalsIgnoreCase("q");
        } catch (UserInterruptException | EndOfFileException e) {
            return false;
        }
    }
}
