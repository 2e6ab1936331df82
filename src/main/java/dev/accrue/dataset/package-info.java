/**
 * Labelled images and where they come from: CIFAR-10 binaries, folders of pictures, the generated set.
 */
@NullMarked
package dev.accrue.dataset;

import org.jspecify.annotations.NullMarked;
