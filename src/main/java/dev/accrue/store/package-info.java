/**
 * The model store as the domain sees it: versions, class rows, snapshots, history.
 */
@NullMarked
package dev.accrue.store;

import org.jspecify.annotations.NullMarked;
