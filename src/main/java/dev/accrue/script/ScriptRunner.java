package dev.accrue.script;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.List;
import java.util.function.Consumer;

/** Runs the lines of a script, one after the other, up to the first that fails. */
public final class ScriptRunner {

    private ScriptRunner() {}

    /**
     * Runs the lines in their order. An interruption between two lines stops the script too.
     *
     * @param before told each line before it runs, for the echo
     * @throws ScriptException at the first line that throws, with the command's exception or error as its cause
     */
    public static void run(List<ScriptLine> lines, LineExecutor executor, Consumer<ScriptLine> before) {
        for (ScriptLine line : lines) {
            try {
                stopIfInterrupted();
                before.accept(line);
                executor.execute(line.text());
            } catch (RuntimeException | Error e) { // which line ran out of memory is worth knowing too
                throw new ScriptException(line, messageOf(e), e);
            }
        }
    }

    private static void stopIfInterrupted() {
        if (Thread.interrupted()) {
            throw new AccrueException(
                    Category.CANCELLED, "cancelled before this line; what the lines before it did stays");
        }
    }

    private static String messageOf(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
