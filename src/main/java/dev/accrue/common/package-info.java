/**
 * What every room needs and no room owns: the exception root, messages, progress, cancellation and
 * downloads. Imports nothing of ours, holds no domain.
 */
@NullMarked
package dev.accrue.common;

import org.jspecify.annotations.NullMarked;
