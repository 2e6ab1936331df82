package dev.accrue.store;

import java.time.Duration;

/**
 * Who made a version from what.
 *
 * @param command the command as typed
 * @param summary what it did, in a few words ("added dog")
 * @param data the data set as {@code name} or {@code name:directory}
 * @param dataDigest hex digest of the images used, or empty
 * @param seed seed used
 * @param engine engine and device
 * @param duration how long it took
 */
public record Provenance(
        String command, String summary, String data, String dataDigest, long seed, String engine, Duration duration) {}
