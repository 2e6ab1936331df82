/**
 * Tables, CSV, JSON, charts and progress lines, for files and for terminals. Knows rows and series, not the domain.
 */
@NullMarked
package dev.accrue.output;

import org.jspecify.annotations.NullMarked;
