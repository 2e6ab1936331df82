/**
 * Class statistics, their merging, covariance estimates and the discriminants derived from them. EJML lives
 * here. Pure functions of arrays: no I/O, no clock, no engine.
 *
 * <p>A {@link dev.accrue.gaussian.Method} makes a {@link dev.accrue.gaussian.Fitting}, which takes statistics and
 * gives a {@link dev.accrue.gaussian.Classifier}; all methods that there are stand in {@code MethodFamily}.
 */
@NullMarked
package dev.accrue.gaussian;

import org.jspecify.annotations.NullMarked;
