/**
 * The use cases: train the base, add classes, snapshot, restore, predict. One use case is one transaction.
 */
@NullMarked
package dev.accrue.learner;

import org.jspecify.annotations.NullMarked;
