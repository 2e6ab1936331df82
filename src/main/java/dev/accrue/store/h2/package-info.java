/**
 * The store in an H2 file. SQL lives here and nowhere else.
 */
@NullMarked
package dev.accrue.store.h2;

import org.jspecify.annotations.NullMarked;
