/**
 * Reads command files: comments, continuation lines, variables, {@code file:line} in every error. Knows one
 * interface, "execute this line", and nothing else of ours.
 */
@NullMarked
package dev.accrue.script;

import org.jspecify.annotations.NullMarked;
