/**
 * What a terminal can show: its width, colours, characters and pictures, and how many cells a text takes on it.
 */
@NullMarked
package dev.accrue.output.terminal;

import org.jspecify.annotations.NullMarked;
