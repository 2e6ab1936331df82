package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The file of a network made elsewhere as a store keeps it: the one tensor, {@code file}, of a safetensors file whose
 * metadata says how the network is fed, as those of trained weights do. So the digest covers both, and any reader of
 * safetensors gets the file back.
 */
final class ForeignFile {
    private ForeignFile() {}

    static byte[] pack(byte[] file, Map<String, String> description) {
        byte[] header = "{\"file\":{\"dtype\":\"U8\",\"shape\":[%1$d],\"data_offsets\":[0,%1$d]}}"
                .formatted(file.length)
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bare = new ByteArrayOutputStream();
        bare.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        bare.writeBytes(header);
        bare.writeBytes(file);
        try {
            return SafetensorsMetadata.put(bare.toByteArray(), description);
        } catch (IOException e) {
            throw new IllegalStateException("the header has just been written", e);
        }
    }

    /**
     * @throws AccrueException BAD_DATA if it is no such file, or said to be of another backbone
     */
    static byte[] unpack(byte[] weights, Map<String, String> description) {
        try {
            Map<String, String> found = SafetensorsMetadata.of(weights);
            if (!found.equals(description)) {
                throw new IOException(text("backbone.weights.otherBackbone", found, description));
            }
            return SafetensorsMetadata.values(weights);
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, text("backbone.foreign.otherStoredFile", e.getMessage()), e);
        }
    }
}
