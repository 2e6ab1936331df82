package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What colours, and how long lines, reach whom. */
class ConsoleTests {
    private final StringWriter err = new StringWriter();

    private Console console(TerminalProfile messages) {
        return new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                TableFormat.TABLE,
                TerminalProfile.NONE,
                messages,
                System::nanoTime,
                false,
                false);
    }

    private static TerminalProfile terminal(String term) {
        return TerminalProfile.of(Map.of("TERM", term), true, () -> 30);
    }

    @Test
    void marksAnErrorRedOnATerminalWithColours() {
        console(terminal("xterm")).failure(new AccrueException(Category.NOT_FOUND, "there is none"));

        assertThat(err).hasToString("\u001b[31merror: \u001b[0mthere is none\n");
    }

    @Test
    void breaksSentencesBetweenWordsOnATerminal() {
        console(terminal("dumb")).note("change the model's classifier with: use classifier NAME\nand so on");

        assertThat(err).hasToString("change the model's classifier\nwith: use classifier NAME\nand so on\n");
    }

    @Test
    void leavesSentencesWholeInAFileOrAPipe() {
        console(TerminalProfile.NONE).note("change the model's classifier with: use classifier NAME\u009b2J");

        assertThat(err).hasToString("change the model's classifier with: use classifier NAME 2J\n");
    }

    @Test
    void callsNoErrorWhatThePersonBrokeOff() {
        console(TerminalProfile.NONE)
                .failure(new AccrueException(Category.CANCELLED, "cancelled; nothing was changed"));

        assertThat(err).hasToString("cancelled; nothing was changed\n");
    }
}
