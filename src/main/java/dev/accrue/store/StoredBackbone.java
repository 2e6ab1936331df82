package dev.accrue.store;

import java.util.List;

/**
 * A backbone as a row.
 *
 * @param sha256 hex digest of the weights, the key
 * @param architecture name of the network
 * @param inputSize side of the square input, pixels
 * @param featureDimension d
 * @param baseClasses class names in the order of the softmax head
 * @param parameters number of trainable parameters
 * @param training how it was trained, as a JSON object (options, data digest, curve)
 * @param weights the bytes
 */
public record StoredBackbone(
        String sha256,
        String architecture,
        int inputSize,
        int featureDimension,
        List<String> baseClasses,
        long parameters,
        String training,
        byte[] weights) {
    public StoredBackbone {
        baseClasses = List.copyOf(baseClasses);
    }
}
