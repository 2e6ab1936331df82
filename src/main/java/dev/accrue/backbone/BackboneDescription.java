package dev.accrue.backbone;

import dev.accrue.dataset.Framing;
import java.util.List;

/**
 * What identifies a backbone and its features.
 *
 * @param sha256 hex digest of the weights
 * @param architecture name typed after {@code --backbone}, or {@link ForeignBackbone#id} of a network made elsewhere
 * @param inputSize side of the square input in pixels
 * @param featureDimension d, length of a feature vector
 * @param baseClasses class names in the order of the softmax head; none for a network made elsewhere
 * @param parameters number of trainable parameters, head included; 0 where a file does not say it
 */
public record BackboneDescription(
        String sha256,
        String architecture,
        int inputSize,
        int featureDimension,
        List<String> baseClasses,
        long parameters) {
    public BackboneDescription {
        baseClasses = List.copyOf(baseClasses);
    }

    /** How pictures are brought to the input. */
    public Framing framing() {
        return ForeignBackbone.find(architecture)
                .map(foreign -> new Framing(inputSize, foreign.interpolation(), foreign.crop()))
                .orElse(Framing.plain(inputSize));
    }
}
