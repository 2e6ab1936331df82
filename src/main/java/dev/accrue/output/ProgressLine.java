package dev.accrue.output;

import dev.accrue.common.Progress;
import dev.accrue.output.terminal.DisplayText;
import dev.accrue.output.terminal.TerminalProfile;
import java.io.Flushable;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a long piece of work has come.
 *
 * <p>On a terminal a task is one line, redrawn at most twice a second and finished with the task's time and rate; one that
 * took no half second leaves none.
 * Elsewhere (a file, a pipe, a terminal whose cursor only goes forward) redrawing makes no sense: there a task prints a line after ten seconds and every ten
 * seconds then, and one when it ends, unless it took less than a second.
 */
public final class ProgressLine implements Progress, AutoCloseable {

    private static final long SECOND = 1_000_000_000L;
    private static final long REDRAW_AFTER = SECOND / 2;
    private static final long PLAIN_LINE_AFTER = 10 * SECOND;
    private static final long WORTH_A_PLAIN_LINE = SECOND;
    private static final String CLEAR_BELOW = "\u001b[J";

    private final Appendable out;
    private final TerminalProfile terminal;
    private final LongSupplier nanoTime;

    private @Nullable TaskTime task;
    private boolean finished;
    private long shownAt;
    private int shownWidth;

    /**
     * A progress line that owns none of what it is given.
     *
     * @param out the error stream or the terminal's writer; flushed after each line if it can be
     * @param terminal what {@code out} can show; its width is asked at each drawing
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    public ProgressLine(Appendable out, TerminalProfile terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
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
            shownAt = terminal.redraws() ? now - REDRAW_AFTER : now;
        } else {
            current.advance(step, now);
        }
        if (current.isComplete()) {
            finish();
        } else if (!finished && now - shownAt >= (terminal.redraws() ? REDRAW_AFTER : PLAIN_LINE_AFTER)) {
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
        if (terminal.redraws()) {
            boolean worthALine = current.nanos() >= REDRAW_AFTER;
            redraw(worthALine ? text : "");
            print(worthALine ? "\n" : "");
            shownWidth = 0;
        } else if (current.nanos() > WORTH_A_PLAIN_LINE) {
            print(text + "\n");
        }
    }

    private void draw(TaskTime current, long now) {
        shownAt = now;
        if (terminal.redraws()) {
            redraw(current.progress());
        } else {
            print(current.progress() + "\n");
        }
    }

    /** In place of what stands there, which takes several lines where the window has become narrower since. */
    private void redraw(String text) {
        int width = terminal.width();
        int above = Math.max(0, (shownWidth - 1) / width);
        String fitted = DisplayText.head(text, width - 1);
        print("\r" + (above == 0 ? "" : "\u001b[" + above + "A") + fitted + CLEAR_BELOW);
        shownWidth = DisplayText.width(fitted);
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
