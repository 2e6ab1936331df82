package dev.accrue.output;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.Progress.Step;
import java.util.Locale;

/** How far one task has come and how long it took, in words. */
final class TaskTime {

    private static final double NANOS = 1e9;

    private final long startNanos;
    private final long startDone;
    private Step step;
    private long nowNanos;

    TaskTime(Step first, long nowNanos) {
        this.step = first;
        this.startDone = first.done();
        this.startNanos = nowNanos;
        this.nowNanos = nowNanos;
    }

    void advance(Step next, long now) {
        step = next;
        nowNanos = now;
    }

    /** Whether the step belongs to this task; one that counts backwards is a new task of the same name. */
    boolean isContinuedBy(Step next) {
        return next.task().equals(step.task()) && next.done() >= step.done();
    }

    boolean isComplete() {
        return step.total() > 0 && step.done() >= step.total();
    }

    /** Whether nothing is known to be left: done, or of unknown size. */
    boolean isOver() {
        return step.total() <= 0 || isComplete();
    }

    long nanos() {
        return nowNanos - startNanos;
    }

    /** "embedding: 45%, 742 images/s, 1:23 left; loss 1.204". */
    String progress() {
        boolean known = step.total() > 0;
        String text = text(
                "output.progress",
                step.task(),
                known ? (int) Math.floor(100.0 * step.done() / step.total()) + "%" : amount(step.done()));
        if (rate() > 0) {
            text += ", " + speed() + ", "
                    + (known
                            ? text("output.timeLeft", clock((step.total() - step.done()) / rate()))
                            : clock(nanos() / NANOS));
        }
        return text + detail();
    }

    /** "embedding: 5000 images in 6.7 s, 742 images/s; loss 1.204". */
    String summary() {
        String text = rate() > 0
                ? text("output.doneIn", step.task(), amount(step.done()), duration(nanos() / NANOS), speed())
                : text("output.progress", step.task(), amount(step.done()));
        return text + detail();
    }

    private String detail() {
        return step.detail().isEmpty() ? "" : "; " + step.detail();
    }

    /** Units a second since the first report; 0 as long as nothing can be said. */
    private double rate() {
        return nanos() <= 0 ? 0 : (step.done() - startDone) / (nanos() / NANOS);
    }

    private String amount(long units) {
        return isBytes() ? bytes((double) units) : units + " " + step.unit();
    }

    private String speed() {
        double rate = rate();
        if (isBytes()) {
            return bytes(rate) + "/s";
        }
        return format(rate >= 10 ? "%.0f" : rate >= 1 ? "%.1f" : "%.2f", rate) + " " + step.unit() + "/s";
    }

    private boolean isBytes() {
        return step.unit().equals("bytes");
    }

    private static String bytes(double value) {
        String[] units = {"kB", "MB", "GB"};
        if (value < 1000) {
            return format("%.0f B", value);
        }
        double scaled = value / 1000;
        int unit = 0;
        while (scaled >= 999.95 && unit < units.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return format("%.1f ", scaled) + units[unit];
    }

    private static String duration(double seconds) {
        return seconds < 59.95 ? format("%.1f s", seconds) : clock(seconds);
    }

    /** Minutes and seconds, with hours where there are any: 1:23, 2:01:23. */
    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        String minutesAndSeconds = whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
        return minutesAndSeconds;
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
