package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Weights as bytes: a safetensors file (header in JSON, then the raw little-endian values), readable anywhere. */
final class Weights {
    private Weights() {}

    static byte[] encode(Block block) {
        NDList arrays = new NDList();
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            NDArray array = parameter.getValue().getArray();
            array.setName(parameter.getKey());
            arrays.add(array);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            arrays.encode(out, NDList.Encoding.SAFETENSORS);
        } catch (IOException e) {
            throw new AccrueException(Category.ENGINE, "the weights could not be encoded: " + e.getMessage(), e);
        }
        return out.toByteArray();
    }

    /** Replaces the values of an initialised block by arrays that the manager keeps. */
    static void decode(Block block, NDManager manager, byte[] weights) {
        try {
            Map<String, NDArray> byName = new HashMap<>();
            for (NDArray array : NDList.decode(manager, weights)) {
                byName.put(array.getName(), array);
            }
            for (Pair<String, Parameter> parameter : block.getParameters()) {
                Shape wanted = parameter.getValue().getArray().getShape();
                NDArray found = byName.remove(parameter.getKey());
                if (found == null || !found.getShape().equals(wanted)) {
                    throw mismatch("no tensor " + parameter.getKey() + " of shape " + wanted, null);
                }
                parameter.getValue().close();
                parameter.getValue().setShape(null);
                parameter.getValue().setArray(found);
            }
            if (!byName.isEmpty()) {
                throw mismatch("unexpected tensors " + byName.keySet(), null);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw mismatch(String.valueOf(e.getMessage()), e);
        }
    }

    static String sha256(byte[] weights) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(weights));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static AccrueException mismatch(String what, @Nullable Throwable cause) {
        return new AccrueException(
                Category.BAD_DATA,
                "the stored weights do not fit the backbone's architecture (" + what
                        + "); the store is damaged or was written by another version of Accrue",
                cause);
    }
}
