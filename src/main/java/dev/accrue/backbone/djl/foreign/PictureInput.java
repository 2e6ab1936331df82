package dev.accrue.backbone.djl.foreign;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.ForeignBackbone.Channels;
import dev.accrue.backbone.ForeignBackbone.Range;
import dev.accrue.dataset.PictureBatch;
import java.nio.ByteBuffer;
import java.util.List;

/** From 8-bit pictures to what a network made elsewhere wants. */
final class PictureInput {
    private PictureInput() {}

    /**
     * The pictures {@code from} (included) to {@code to} (not) as float32 {@code [n x 3 x s x s]}, in memory channels
     * last, which convolutions on CPUs like better.
     */
    static NDArray of(NDManager manager, ForeignBackbone backbone, PictureBatch batch, int from, int to) {
        int bytes = batch.size() * batch.size() * 3;
        Shape shape = new Shape(to - from, batch.size(), batch.size(), 3);
        ByteBuffer pixels = ByteBuffer.wrap(batch.pixels(), from * bytes, (to - from) * bytes)
                .slice();
        NDArray values = manager.create(pixels, shape, DataType.UINT8).toType(DataType.FLOAT32, false);
        if (backbone.channels() == Channels.BGR) {
            values = values.flip(3);
        }
        if (backbone.range() == Range.UNIT) {
            values = values.div(255f);
        }
        return values.sub(channels(manager, backbone.mean()))
                .div(channels(manager, backbone.std()))
                .transpose(0, 3, 1, 2);
    }

    private static NDArray channels(NDManager manager, List<Float> values) {
        return manager.create(new float[] {values.get(0), values.get(1), values.get(2)});
    }
}
