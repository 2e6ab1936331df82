package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;

import java.util.Locale;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Asks the person at the terminal before something is destroyed. */
final class Question {
    private static final Set<String> YES = Set.of("y", "yes", "はい");

    private Question() {}

    /** Anything but yes means no, Ctrl-C and Ctrl-D too. */
    static boolean confirmed(Terminal terminal, String loss) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        try {
            String answer = reader.readLine(text("command.question", loss) + " ");
            return YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (UserInterruptException | EndOfFileException e) {
            return false;
        }
    }
}
