/**
 * Commands: options in, one domain call, a result out; prompt, completion, exit codes, interruption. Spring
 * Shell and JLine live here and nowhere else.
 */
@NullMarked
package dev.accrue.shell;

import org.jspecify.annotations.NullMarked;
