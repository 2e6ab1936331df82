package dev.accrue.store;

/** By which of the three ways a version came to be. */
public enum VersionKind {
    /** A model's beginning: trained, or brought in from a file. */
    TRAINED,
    CHANGED,
    RESTORED
}
