package dev.accrue.store;

import java.time.Instant;

/** A name for a version. */
public record Snapshot(String name, long version, Instant createdAt) {}
