package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.accrue.dataset.PictureBatch;
import java.nio.ByteBuffer;

/**
 * From 8-bit pictures to the input of a network of ours. The same for all of them, so the name of the architecture in a
 * backbone's fingerprint says this too; a network that wanted another normalisation would need another name.
 */
final class Pixels {
    private Pixels() {}

    /**
     * Values in [0, 1] as float32 {@code [n x 3 x s x s]}. The array is a transposed view of {@code [n x s x s x 3]},
     * so convolutions run in the channels-last layout, which is faster on CPUs, without a switch for it.
     */
    static NDArray input(NDManager manager, PictureBatch batch) {
        Shape shape = new Shape(batch.count(), batch.size(), batch.size(), 3);
        return manager.create(ByteBuffer.wrap(batch.pixels()), shape, DataType.UINT8)
                .toType(DataType.FLOAT32, false)
                .div(255f)
                .transpose(0, 3, 1, 2);
    }
}
