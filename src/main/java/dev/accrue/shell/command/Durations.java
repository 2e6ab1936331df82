package dev.accrue.shell.command;

import java.time.Duration;
import java.util.Locale;

/** Durations for people. */
final class Durations {
    private Durations() {}

    /** "0.42 s", "12.3 s", "3 min 05 s", "2 h 14 min". */
    static String text(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        if (seconds < 60) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
    }
}
