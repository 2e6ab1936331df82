package dev.accrue.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A class of a version, without its statistics (those are read with {@link ModelStore#statistics}).
 *
 * @param id key of the immutable row
 * @param label class name
 * @param base whether the class shaped the backbone ("old") or was added later ("new")
 * @param count images the statistics were taken from
 * @param dimension d
 * @param sha256 hex digest of the row's content, see {@link ContentDigest}
 * @param sharedScatter digest of the scatter that the class shares with others; empty unless it was sealed
 * @param source data set and digest the images came from
 * @param createdAt when
 */
public record ClassRow(
        long id,
        String label,
        boolean base,
        long count,
        int dimension,
        String sha256,
        Optional<String> sharedScatter,
        String source,
        Instant createdAt)
        implements ModelClass {

    public boolean isSealed() {
        return sharedScatter.isPresent();
    }
}
