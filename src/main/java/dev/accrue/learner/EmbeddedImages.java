package dev.accrue.learner;

import java.util.List;

/**
 * Labelled images as a backbone sees them.
 *
 * @param data the data set, as it can be typed again
 * @param digest hex digest of the images chosen
 * @param classes names that the labels index
 * @param labels class of each image {@code [n]}
 * @param features float32 {@code [n x d]}, row-major
 * @param headClasses names in the order of the softmax head's scores
 * @param logits the softmax head's scores, float32 {@code [n x head classes]}, row-major
 * @param skipped what was wrong with each picture left out
 */
public record EmbeddedImages(
        String data,
        String digest,
        List<String> classes,
        int[] labels,
        float[] features,
        List<String> headClasses,
        float[] logits,
        List<String> skipped) {
    public EmbeddedImages {
        classes = List.copyOf(classes);
        headClasses = List.copyOf(headClasses);
        skipped = List.copyOf(skipped);
    }

    /** n. */
    public int size() {
        return labels.length;
    }
}
