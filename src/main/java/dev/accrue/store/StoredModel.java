package dev.accrue.store;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * One of the models of a store. It has a head, snapshots and a trail of undone versions of its own; versions, class
 * rows and backbones belong to the store and may be shared.
 *
 * @param head number of the current version; empty until something is trained or imported
 * @param current whether commands mean this model
 */
public record StoredModel(String name, OptionalLong head, boolean current, Instant createdAt) {}
