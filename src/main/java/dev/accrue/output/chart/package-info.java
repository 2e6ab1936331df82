/**
 * Charts as PNG pictures and in the characters of a terminal. Knows rows and series, not the domain.
 */
@NullMarked
package dev.accrue.output.chart;

import org.jspecify.annotations.NullMarked;
