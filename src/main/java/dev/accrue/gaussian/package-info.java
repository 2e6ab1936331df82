/**
 * Class statistics, their merging, covariance estimates and the discriminants derived from them. EJML lives
 * here. Pure functions of arrays: no I/O, no clock, no engine.
 */
@NullMarked
package dev.accrue.gaussian;

import org.jspecify.annotations.NullMarked;
