package dev.accrue.store;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What was measured on a version: beside it, not part of it.
 *
 * @param data the data set as a person names it
 * @param dataDigest hex digest of the test images; a second measurement on the same images replaces the first
 * @param images how many
 * @param accuracy share of right answers, 0 to 1
 * @param oldAccuracy over the base classes; empty if none of their images was there
 * @param newAccuracy over the classes added later
 */
public record StoredEvaluation(
        long version,
        String data,
        String dataDigest,
        long images,
        double accuracy,
        OptionalDouble oldAccuracy,
        OptionalDouble newAccuracy,
        Instant createdAt) {}
