package dev.accrue.store;

import java.util.List;

/**
 * The room that the classes of a version take.
 *
 * @param classBytes of each class, in the order of the version: its mean and scatter as they are kept
 * @param factors how many of the classes are kept as a factor
 * @param sealed how many share a scatter with others
 * @param sharedBytes of the scatters that sealed classes share
 */
public record Footprint(List<Long> classBytes, int factors, int sealed, long sharedBytes) {
    public Footprint {
        classBytes = List.copyOf(classBytes);
    }

    /** All together. */
    public long bytes() {
        return classBytes.stream().mapToLong(Long::longValue).sum() + sharedBytes;
    }
}
