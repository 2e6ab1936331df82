package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The texts that a safetensors file may carry about itself. The file is eight bytes with the header's length
 * (little-endian), the header in JSON, padded with spaces to whole eight bytes, and the values, to which the header's
 * offsets are relative. DJL writes no texts and passes over them when it reads.
 */
final class SafetensorsMetadata {
    private static final String KEY = "__metadata__";
    private static final int ALIGNMENT = 8;

    private SafetensorsMetadata() {}

    /** A file with the same tensors and these texts, in their order, instead of those it had. */
    static byte[] put(byte[] file, Map<String, String> texts) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode before = header(file);
        ObjectNode after = json.createObjectNode();
        texts.forEach(after.putObject(KEY)::put);
        before.remove(KEY);
        after.setAll(before);
        byte[] header = json.writeValueAsBytes(after);
        int padded = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        int values = Long.BYTES + length(file);
        ByteBuffer result = ByteBuffer.allocate(Long.BYTES + padded + file.length - values)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(header)
                .put(" ".repeat(padded - header.length).getBytes(StandardCharsets.US_ASCII))
                .put(file, values, file.length - values);
        return result.array();
    }

    /**
     * The texts; none in a file without any.
     *
     * @throws IOException if the header cannot be read
     */
    static Map<String, String> of(byte[] file) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> text : header(file).path(KEY).properties()) {
            texts.put(text.getKey(), text.getValue().asText());
        }
        return texts;
    }

    /**
     * The values of all tensors, as the header's offsets count them.
     *
     * @throws IOException if the header cannot be read
     */
    static byte[] values(byte[] file) throws IOException {
        return Arrays.copyOfRange(file, Long.BYTES + length(file), file.length);
    }

    private static ObjectNode header(byte[] file) throws IOException {
        if (new ObjectMapper().readTree(file, Long.BYTES, length(file)) instanceof ObjectNode header) {
            return header;
        }
        throw new IOException(text("backbone.weights.headerNoObject"));
    }

    private static int length(byte[] file) throws IOException {
        if (file.length < Long.BYTES) {
            throw new IOException(text("backbone.weights.tooShort", file.length));
        }
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > file.length - Long.BYTES) {
            throw new IOException(text("backbone.weights.headerTooLong", length, file.length));
        }
        return (int) length;
    }
}
