/**
 * Networks that were made elsewhere: TorchScript files on PyTorch, ONNX files on ONNX Runtime. Other rooms reach them
 * through {@link dev.accrue.backbone.Backbone}.
 */
@NullMarked
package dev.accrue.backbone.djl.foreign;

import org.jspecify.annotations.NullMarked;
