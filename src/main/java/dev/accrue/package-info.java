/** Accrue: grows an image classifier one class at a time. */
@NullMarked
package dev.accrue;

import org.jspecify.annotations.NullMarked;
