package dev.accrue.output;

import dev.accrue.common.Progress;
import java.io.Flushable;
import java.io.IOException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a long piece of work has come.
 *
 * <p>On a terminal a task is one line, redrawn at most twice a second and finished with the task's time and rate.
 * Elsewhere (a file, a pipe) redrawing makes no sense: there a task prints a line after ten seconds and every ten
 * seconds then, and one when it ends, unless it took less than a second.
 */
public final class ProgressLine implements Progress, AutoCloseable {

    private static final long SECOND = 1_000_000_000L;
    private static final long REDRAW_AFTER = SECOND / 2;
    private static final long PLAIN_LINE_AFTER = 10 * SECOND;
    private static final long WORTH_A_PLAIN_LINE = SECOND;
    private static final int DEFAULT_WIDTH = 80;

    private final Appendable out;
    private final boolean terminal;
    private final IntSupplier width;
    private final LongSupplier nanoTime;

    private @Nullable TaskTime task;
    private boolean finished;
    private long shownAt;
    private int shownLength;

    /**
     * A progress line that owns none of what it is given.
     *
     * @param out the error stream or the terminal's writer; flushed after each line if it can be
     * @param width columns of the terminal, asked at each drawing; 0 or less if not known
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    public ProgressLine(Appendable out, boolean terminal, IntSupplier width, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
        this.nanoTime = nanoTime;
    }

    @Override
    public void update(Step step) {
        long now = nanoTime.getAsLong();
        TaskTime current = task;
        if (current == null || !current.isContinuedBy(step)) {
            finish();
            current = new TaskTime(step, now);
            task = current;
            finished = false;
            shownAt = terminal ? now - REDRAW_AFTER : now;
        } else {
            current.advance(step, now);
        }
        if (current.isComplete()) {
            finish();
        } else if (!finished && now - shownAt >= (terminal ? REDRAW_AFTER : PLAIN_LINE_AFTER)) {
            draw(current, now);
        }
    }

    /** Ends a line that is not finished, where the work was broken off or its size was not known. */
    @Override
    public void close() {
        finish();
        task = null;
    }

    private void finish() {
        TaskTime current = task;
        if (current == null || finished) {
            return;
        }
        finished = true;
        String text = current.isOver() ? current.summary() : current.progress();
        if (terminal) {
            print("\r" + fitted(text) + "\n");
            shownLength = 0;
        } else if (current.nanos() > WORTH_A_PLAIN_LINE) {
            print(text + "\n");
        }
    }

    private void draw(TaskTime current, long now) {
        shownAt = now;
        if (terminal) {
            String text = fitted(current.progress());
            print("\r" + text);
            shownLength = text.stripTrailing().length();
        } else {
            print(current.progress() + "\n");
        }
    }

    /** Cut to stay on one line, and padded to cover what stands there. */
    private String fitted(String text) {
        int columns = width.getAsInt();
        int room = (columns > 0 ? columns : DEFAULT_WIDTH) - 1;
        String cut = text.length() > room ? text.substring(0, room) : text;
        return cut + " ".repeat(Math.max(0, Math.min(shownLength, room) - cut.length()));
    }

    private void print(String text) {
        try {
            out.append(text);
            if (out instanceof Flushable flushable) {
                flushable.flush();
            }
        } catch (IOException ignored) {
            // The work is worth more than the sight of it: it goes on where nobody can be told.
        }
    }
}
