/**
 * Confusion matrices, accuracy over all, old and new classes, and accuracy over increments.
 */
@NullMarked
package dev.accrue.evaluation;

import org.jspecify.annotations.NullMarked;
