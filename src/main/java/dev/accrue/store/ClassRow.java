package dev.accrue.store;

import java.time.Instant;

/**
 * A class of a version, without its statistics (those are read with {@link ModelStore#statistics}).
 *
 * @param id key of the immutable row
 * @param label class name
 * @param base whether the class shaped the backbone ("old") or was added later ("new")
 * @param count images the statistics were taken from
 * @param dimension d
 * @param sha256 hex digest of the row's content: backbone, label, base, count, mean, scatter
 * @param source data set and digest the images came from
 * @param createdAt when
 */
public record ClassRow(
        long id, String label, boolean base, long count, int dimension, String sha256, String source, Instant createdAt)
        implements ModelClass {}
