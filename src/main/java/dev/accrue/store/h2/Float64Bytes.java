package dev.accrue.store.h2;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** float64 arrays as they lie in the store: little-endian, nothing before, between or after. */
final class Float64Bytes {
    private Float64Bytes() {}

    static byte[] encode(double[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Double.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
        return bytes;
    }

    static double[] decode(byte[] bytes) {
        double[] values = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
        return values;
    }
}
