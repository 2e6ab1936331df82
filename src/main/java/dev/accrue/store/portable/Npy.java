package dev.accrue.store.portable;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.accrue.store.Float32Bytes;
import dev.accrue.store.Float64Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Arrays as numpy writes them: format version 1.0 of "A simple file format for NumPy arrays" (numpy.lib.format), in
 * C order, little-endian.
 */
final class Npy {
    static final String FLOAT64 = "<f8";
    static final String FLOAT32 = "<f4";

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private Npy() {}

    static byte[] float64(double[] values, int... shape) {
        return array(FLOAT64, Float64Bytes.encode(values), shape);
    }

    static byte[] float32(float[] values, int... shape) {
        return array(FLOAT32, Float32Bytes.encode(values), shape);
    }

    static byte[] int64(List<Long> values) {
        byte[] data = new byte[Math.multiplyExact(values.size(), Long.BYTES)];
        values.forEach(littleEndian(data)::putLong);
        return array("<i8", data, values.size());
    }

    /** Text of one width, that of the longest, in UTF-32, filled up with zeros. */
    static byte[] text(List<String> values) {
        int width = values.stream()
                .mapToInt(value -> value.codePointCount(0, value.length()))
                .max()
                .orElse(1);
        int bytes = Math.multiplyExact(width, Integer.BYTES);
        byte[] data = new byte[Math.multiplyExact(values.size(), bytes)];
        ByteBuffer out = littleEndian(data);
        for (int i = 0; i < values.size(); i++) {
            out.position(i * bytes);
            values.get(i).codePoints().forEach(out::putInt);
        }
        return array("<U" + width, data, values.size());
    }

    private static byte[] array(String type, byte[] data, int... shape) {
        byte[] header = header(type, shape);
        byte[] array = Arrays.copyOf(header, Math.addExact(header.length, data.length));
        System.arraycopy(data, 0, array, header.length, data.length);
        return array;
    }

    /** Everything before the values: 128 bytes for every shape that occurs here. */
    static byte[] header(String type, int... shape) {
        String dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape(shape) + ", }";
        int length = MAGIC.length + Short.BYTES + dictionary.length() + 1;
        int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String text = dictionary + " ".repeat(padded - length) + "\n";
        byte[] header = new byte[padded];
        littleEndian(header).put(MAGIC).putShort((short) text.length()).put(text.getBytes(US_ASCII));
        return header;
    }

    /** Bytes of one value of a type of float. */
    static int width(String type) {
        return type.equals(FLOAT32) ? Float.BYTES : Double.BYTES;
    }

    /** The part of a header that a person can read. */
    static String description(byte[] header) {
        int start = MAGIC.length + Short.BYTES;
        return new String(header, start, header.length - start, US_ASCII).strip();
    }

    private static String shape(int... shape) {
        return shape.length == 1
                ? "(" + shape[0] + ",)"
                : Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
