/**
 * DJL lives here: network blocks, training, embedding, device.
 */
@NullMarked
package dev.accrue.backbone.djl;

import org.jspecify.annotations.NullMarked;
