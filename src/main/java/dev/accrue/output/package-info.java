/**
 * Tables, CSV, JSON, PNG and progress lines. Knows rows and series, not the domain.
 */
@NullMarked
package dev.accrue.output;

import org.jspecify.annotations.NullMarked;
