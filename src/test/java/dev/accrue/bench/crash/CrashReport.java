package dev.accrue.bench.crash;

import java.time.Duration;
import java.util.List;

/**
 * What became of a store through many ends of its process.
 *
 * @param rounds processes that worked on it
 * @param operations begun
 * @param acknowledged reported as done
 * @param completed in flight when the process ended, and found done
 * @param lost acknowledged and not there afterwards; must be 0
 * @param torn times that something was there which no operation leaves behind, or verification found a fault; must be 0
 * @param worstOpening the longest that the store took to open by itself afterwards
 * @param largestStore bytes of its file at the end of a round, at most
 * @param problems what was lost or torn, and everything else that should not be, in words
 */
public record CrashReport(
        int rounds,
        long operations,
        long acknowledged,
        long completed,
        long lost,
        long torn,
        Duration worstOpening,
        long largestStore,
        List<String> problems) {
    public CrashReport {
        problems = List.copyOf(problems);
    }
}
