package dev.accrue.backbone;

import dev.accrue.dataset.PictureBatch;

/** A frozen network. Holds native memory: close it. Not safe for use by several threads at once. */
public interface Backbone extends AutoCloseable {

    BackboneDescription description();

    /** The weights in the format the same implementation loads again; their digest is the fingerprint. */
    byte[] weights();

    /**
     * Feature vectors: the globally average-pooled output of the last convolution.
     *
     * @return float32 {@code [n x d]}, row-major
     */
    float[] embed(PictureBatch batch);

    /**
     * Features and the softmax head's scores from one pass.
     */
    Embedding embedAndClassify(PictureBatch batch);

    @Override
    void close();

    /**
     * @param features float32 {@code [n x d]}, row-major
     * @param logits float32 {@code [n x base classes]}, row-major
     */
    record Embedding(float[] features, float[] logits) {}
}
