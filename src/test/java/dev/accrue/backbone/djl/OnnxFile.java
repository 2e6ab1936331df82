package dev.accrue.backbone.djl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A small ONNX file, written field by field after onnx.proto3: a chain of operators from {@code x} to {@code y}. */
public final class OnnxFile {
    public static final int FLOAT = 1;
    static final int DOUBLE = 11;

    private static final List<String> BINARY = List.of("Sub", "Mul");

    private OnnxFile() {}

    /**
     * @param type of the output's elements
     * @param shape of the input, with -1 where any size will do
     * @param operators names; those of two operands take {@code x} as the second, {@code Cast} casts to double and
     *     {@code Softmax} is over the batch
     */
    public static byte[] of(int type, List<Integer> shape, String... operators) {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        String before = "x";
        for (int i = 0; i < operators.length; i++) {
            String after = i == operators.length - 1 ? "y" : "between" + i;
            graph.writeBytes(field(1, node(operators[i], before, after)));
            before = after;
        }
        graph.writeBytes(field(2, "tiny"));
        graph.writeBytes(field(11, value("x", FLOAT, shape)));
        graph.writeBytes(field(12, value("y", type, List.of())));
        return join(
                number(1, 8), // version of the format
                field(7, graph.toByteArray()),
                field(8, number(2, 13))); // version of the operators
    }

    /** Channel means less a number that is the first four bytes of a file beside it. */
    static byte[] withWeightsIn(String location) {
        byte[] number = join(
                field(8, "w"), // name
                number(1, 1), // one value
                number(2, FLOAT),
                field(13, join(field(1, "location"), field(2, location))),
                field(13, join(field(1, "offset"), field(2, "0"))),
                field(13, join(field(1, "length"), field(2, "4"))),
                number(14, 1)); // elsewhere
        byte[] graph = join(
                field(1, node("GlobalAveragePool", "x", "mean")),
                field(1, join(field(1, "mean"), field(1, "w"), field(2, "y"), field(4, "Sub"))),
                field(2, "tiny"),
                field(5, number),
                field(11, value("x", FLOAT, List.of(-1, 3, 8, 8))),
                field(12, value("y", FLOAT, List.of())));
        return join(number(1, 8), field(7, graph), field(8, number(2, 13)));
    }

    private static byte[] node(String operator, String before, String after) {
        byte[] inputs = BINARY.contains(operator) ? join(field(1, before), field(1, "x")) : field(1, before);
        byte[] attributes = switch (operator) {
            case "Cast" -> field(5, join(field(1, "to"), number(3, DOUBLE), number(20, 2)));
            case "Softmax" -> field(5, join(field(1, "axis"), number(3, 0), number(20, 2)));
            default -> new byte[0];
        };
        return join(inputs, field(2, after), field(4, operator), attributes);
    }

    private static byte[] value(String name, int type, List<Integer> shape) {
        ByteArrayOutputStream dimensions = new ByteArrayOutputStream();
        for (int size : shape) {
            dimensions.writeBytes(field(1, size < 0 ? field(2, "n") : number(1, size)));
        }
        byte[] tensor = number(1, type);
        if (!shape.isEmpty()) {
            tensor = join(tensor, field(2, dimensions.toByteArray()));
        }
        return join(field(1, name), field(2, field(1, tensor)));
    }

    private static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] content) {
        return join(varint((number << 3) | 2), varint(content.length), content);
    }

    private static byte[] number(int field, int value) {
        return join(varint(field << 3), varint(value));
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        for (; left > 127; left >>>= 7) {
            out.write((left & 127) | 128);
        }
        out.write(left);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
