package dev.accrue.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** float64 arrays as they lie in a store and in a model file: little-endian, nothing before, between or after. */
public final class Float64Bytes {
    private Float64Bytes() {}

    public static byte[] encode(double[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Double.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
        return bytes;
    }

    public static double[] decode(byte[] bytes) {
        double[] values = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }
}
