/**
 * Pictures made ready for a backbone, ahead of its asking.
 */
@NullMarked
package dev.accrue.dataset.preparation;

import org.jspecify.annotations.NullMarked;
