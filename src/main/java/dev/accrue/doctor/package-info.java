/**
 * Whether all that Accrue stands on is as it should be: Java, engine, disk, store, data. Looks and repairs nothing.
 */
@NullMarked
package dev.accrue.doctor;

import org.jspecify.annotations.NullMarked;
