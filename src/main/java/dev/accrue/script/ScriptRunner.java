package dev.accrue.script;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Runs the lines of a script, one after the other, up to the first that fails or to the end. */
public final class ScriptRunner {

    private static final Set<Category> END_OF_ALL = Set.of(Category.CANCELLED, Category.UNREAD);

    private ScriptRunner() {}

    /**
     * Runs the lines in their order up to the first that fails. An interruption between two lines stops the script too.
     *
     * @param before told each line before it runs, for the echo
     * @throws ScriptException at the first line that throws, with the command's exception or error as its cause
     */
    public static void run(List<ScriptLine> lines, LineExecutor executor, Consumer<ScriptLine> before) {
        run(lines, executor, before, failure -> {
            throw failure;
        });
    }

    /**
     * Runs the lines in their order.
     *
     * @param before told each line before it runs, for the echo
     * @param failed told each line that throws, with the command's exception or error as the cause; where it does not
     *     throw, the next line follows
     * @throws ScriptException at an interruption, or where nobody reads the answers any more, whatever {@code failed} does
     */
    public static void run(
            List<ScriptLine> lines,
            LineExecutor executor,
            Consumer<ScriptLine> before,
            Consumer<ScriptException> failed) {
        for (ScriptLine line : lines) {
            try {
                stopIfInterrupted();
                before.accept(line);
                executor.execute(line.text());
            } catch (RuntimeException | Error e) { // which line ran out of memory is worth knowing too
                ScriptException failure = new ScriptException(line, messageOf(e), e);
                if (e instanceof AccrueException known && END_OF_ALL.contains(known.category())) {
                    throw failure;
                }
                failed.accept(failure);
            }
        }
    }

    private static void stopIfInterrupted() {
        if (Thread.interrupted()) {
            throw new AccrueException(Category.CANCELLED, text("script.cancelledBefore"));
        }
    }

    private static String messageOf(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
