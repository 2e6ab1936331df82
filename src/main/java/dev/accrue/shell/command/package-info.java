/**
 * The commands: options in, one domain call, a reply out. No SQL, no maths, no printing.
 */
@NullMarked
package dev.accrue.shell.command;

import org.jspecify.annotations.NullMarked;
