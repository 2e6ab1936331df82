package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weights as bytes: a safetensors file (header in JSON, then the raw little-endian values), readable anywhere. Its
 * metadata says which backbone they make, so that the digest by which weights are found covers that too: the same
 * values with other class names or another input size are another backbone. Files written before carry none.
 */
final class Weights {
    private Weights() {}

    /** What the metadata says. */
    static Map<String, String> description(
            String architecture, int inputSize, int featureDimension, List<String> baseClasses) {
        Map<String, String> description = new LinkedHashMap<>();
        description.put("architecture", architecture);
        description.put("input_size", String.valueOf(inputSize));
        description.put("feature_dimension", String.valueOf(featureDimension));
        description.put(
                "base_classes",
                JsonNodeFactory.instance
                        .arrayNode()
                        .addAll(baseClasses.stream().map(TextNode::valueOf).toList())
                        .toString());
        return description;
    }

    /** @param more tensors that are no parameters, with their names */
    static byte[] encode(Block block, NDList more, Map<String, String> description) {
        NDList arrays = new NDList();
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            NDArray array = parameter.getValue().getArray();
            array.setName(parameter.getKey());
            arrays.add(array);
        }
        arrays.addAll(more);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            arrays.encode(out, NDList.Encoding.SAFETENSORS);
            return SafetensorsMetadata.put(out.toByteArray(), description);
        } catch (IOException e) {
            throw new AccrueException(Category.ENGINE, text("backbone.weights.cannotEncode", e.getMessage()), e);
        }
    }

    /**
     * Replaces the values of an initialised block by arrays that the manager keeps.
     *
     * @return the tensors that are no parameters, by name; all names begin with {@link TapStatistics#PREFIX}
     * @throws AccrueException BAD_DATA if the weights do not fit the block, or are said to be of another backbone
     */
    static Map<String, NDArray> decode(
            Block block, NDManager manager, byte[] weights, Map<String, String> description) {
        try {
            checkDescription(SafetensorsMetadata.of(weights), description);
            Map<String, NDArray> byName = replace(block, manager, weights);
            if (!byName.keySet().stream().allMatch(name -> name.startsWith(TapStatistics.PREFIX))) {
                throw mismatch(text("backbone.weights.unexpectedTensors", byName.keySet()), null);
            }
            return byName;
        } catch (IOException e) {
            throw mismatch(String.valueOf(e.getMessage()), e);
        }
    }

    /** As {@link #decode}, whatever the other tensors are called and the metadata says. */
    static Map<String, NDArray> replace(Block block, NDManager manager, byte[] weights) {
        Map<String, NDArray> byName = new HashMap<>();
        for (NDArray array : tensors(manager, weights)) {
            byName.put(array.getName(), array);
        }
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            Shape wanted = parameter.getValue().getArray().getShape();
            NDArray found = byName.remove(parameter.getKey());
            if (found == null || !found.getShape().equals(wanted)) {
                throw mismatch(text("backbone.weights.noTensorOfShape", parameter.getKey(), wanted), null);
            }
            parameter.getValue().close();
            parameter.getValue().setShape(null);
            parameter.getValue().setArray(found);
        }
        return byName;
    }

    /** DJL meets a damaged header with whatever its parser and its arithmetic throw. */
    private static NDList tensors(NDManager manager, byte[] weights) {
        try {
            return NDList.decode(manager, weights);
        } catch (RuntimeException e) {
            throw mismatch(String.valueOf(e.getMessage()), e);
        }
    }

    private static void checkDescription(Map<String, String> found, Map<String, String> expected) {
        if (Collections.disjoint(found.keySet(), expected.keySet())) {
            return; // written before weights described themselves
        }
        expected.forEach((name, value) -> {
            if (!value.equals(found.get(name))) {
                throw mismatch(text("backbone.weights.otherValue", name, found.get(name), value), null);
            }
        });
    }

    static String sha256(byte[] weights) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(weights));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static AccrueException mismatch(String what, @Nullable Throwable cause) {
        return new AccrueException(Category.BAD_DATA, text("backbone.weights.doNotFit", what), cause);
    }
}
