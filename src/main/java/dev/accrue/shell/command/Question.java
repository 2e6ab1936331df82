package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;

import dev.accrue.output.terminal.DisplayText;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal. */
public final class Question {
    private static final Set<String> YES = Set.of("y", "yes", "はい");

    /** Of less no question can be made fit; 0 is what a terminal says that does not know its width. */
    private static final int NARROW = 10;

    private @Nullable Terminal terminal;

    /** @param terminal that the shell talks through; without it one is looked for when it is needed */
    public Question(@Nullable Terminal terminal) {
        this.terminal = terminal;
    }

    /** Before something is destroyed: anything but yes means no, Ctrl-C, Ctrl-D and nobody to ask too. */
    public boolean confirmed(String loss) {
        return answer(text("command.question", loss) + " ")
                .filter(answer -> YES.contains(answer.toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    /** @return false after q, Ctrl-C or Ctrl-D; true after Enter, also where there is no terminal to wait at */
    public boolean goOn(String question) {
        return answer(question).filter(answer -> !answer.equalsIgnoreCase("q")).isPresent();
    }

    /** @return empty after Ctrl-C or Ctrl-D */
    private Optional<String> answer(String question) {
        if (terminal == null) {
            try {
                // closed when the program ends: earlier, standard output would be closed with it
                terminal = TerminalBuilder.builder().system(true).dumb(false).build();
            } catch (IOException | IllegalStateException e) {
                return Optional.of(""); // a pipe or a file: nobody to wait for
            }
        }
        return ask(terminal, question);
    }

    /** The line editor would break lines within words. A cell stays free for the cursor. */
    static String fitted(String question, int width) {
        int cells = width - 1;
        return cells < NARROW ? question : String.join("\n", DisplayText.wrap(question.stripTrailing(), cells)) + " ";
    }

    private static Optional<String> ask(Terminal terminal, String question) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .variable(LineReader.DISABLE_HISTORY, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        Object handler = Signals.register("INT", () -> {});
        try {
            return Optional.of(
                    reader.readLine(fitted(question, terminal.getWidth())).strip());
        } catch (UserInterruptException | EndOfFileException e) {
            return Optional.empty();
        } finally {
            // The line editor leaves a Ctrl-C that ends the process; it was the command's, which goes on after the
            // answer.
            Signals.unregister("INT", handler);
        }
    }
}
