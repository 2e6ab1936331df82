package dev.accrue.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** float32 arrays as they lie in a store and in a model file: little-endian, nothing before, between or after. */
public final class Float32Bytes {
    private Float32Bytes() {}

    public static byte[] encode(float[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    public static float[] decode(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
