package dev.accrue.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A class of a version as one view sees it, without its statistics (those are read with {@link ModelStore#statistics}).
 *
 * @param id key of the immutable row
 * @param label class name
 * @param view id of the view
 * @param base whether the class shaped the backbone ("old") or was added later ("new")
 * @param count images the statistics were taken from
 * @param dimension d
 * @param sha256 hex digest of the row's content, see {@link ContentDigest}
 * @param pooled whether its scatter went into that of its view as it was learnt
 * @param sharedScatter digest of the scatter that the class shares with others since it was sealed
 * @param source data set and digest the images came from
 * @param createdAt when
 */
public record ClassRow(
        long id,
        String label,
        String view,
        boolean base,
        long count,
        int dimension,
        String sha256,
        boolean pooled,
        Optional<String> sharedScatter,
        String source,
        Instant createdAt)
        implements ModelClass {

    /** Whether it was sealed after it was learnt. */
    public boolean isSealed() {
        return sharedScatter.isPresent();
    }

    /** Whether only its mean and count are its own. */
    public boolean sharesItsScatter() {
        return pooled || isSealed();
    }
}
