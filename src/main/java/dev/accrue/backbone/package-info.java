/**
 * The frozen network that turns a picture into a feature vector, and how it is trained.
 */
@NullMarked
package dev.accrue.backbone;

import org.jspecify.annotations.NullMarked;
