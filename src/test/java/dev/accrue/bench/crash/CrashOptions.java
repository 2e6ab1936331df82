package dev.accrue.bench.crash;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param folder for both stores
 * @param end how each process ends
 * @param rounds how many processes work on the store, one after another
 * @param seed of the operations and of the moments
 * @param dimension d
 * @param longestWork a process ends at a random moment up to so long after it has opened the store
 */
public record CrashOptions(Path folder, End end, int rounds, long seed, int dimension, Duration longestWork) {

    /** How a process ends. */
    public enum End {
        /** SIGKILL at work, and now and then while opening the store. */
        KILLED,
        /** The store's file may not grow any more; where it need not, SIGKILL. */
        FULL_DISK,
        /** Its thread is interrupted again and again; then it is asked to end. */
        INTERRUPTED
    }
}
