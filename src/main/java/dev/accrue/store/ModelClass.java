package dev.accrue.store;

/** A class of a version: one that is stored already, or one to be written. */
public sealed interface ModelClass permits ClassRow, NewClass, NewSealedClass {

    String label();
}
