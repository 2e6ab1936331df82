/**
 * CIFAR-10 in its standard binary layout, and the unpacking of its archive.
 */
@NullMarked
package dev.accrue.dataset.cifar;

import org.jspecify.annotations.NullMarked;
