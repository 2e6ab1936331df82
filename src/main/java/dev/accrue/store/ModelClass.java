package dev.accrue.store;

/** A class of a version, as one view sees it: one that is stored already, or one to be written. */
public sealed interface ModelClass permits ClassRow, NewClass, NewSealedClass, NewPooledClass {

    String label();

    /** Id of the view. */
    String view();
}
