package dev.accrue.store.h2;

/** By which of the three ways a version came to be. */
enum VersionKind {
    TRAINED,
    CHANGED,
    RESTORED
}
