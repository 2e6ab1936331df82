/**
 * The built-in generated set: shapes on cluttered ground, painted when asked for.
 */
@NullMarked
package dev.accrue.dataset.shapes;

import org.jspecify.annotations.NullMarked;
