package dev.accrue.backbone;

import dev.accrue.dataset.PictureBatch;
import java.util.List;

/** A frozen network. Holds native memory: close it. Not safe for use by several threads at once. */
public interface Backbone extends AutoCloseable {

    BackboneDescription description();

    /** The weights in the format the same implementation loads again; their digest is the fingerprint. */
    byte[] weights();

    /**
     * d, the length of a feature vector as the view sees it.
     *
     * @throws dev.accrue.common.AccrueException USAGE when the backbone cannot give that view, with what it can give
     */
    int dimension(View view);

    /**
     * Feature vectors of the pictures, as each view sees them, from one pass through the network.
     *
     * @return for each view float32 {@code [n x d]}, row-major
     * @throws dev.accrue.common.AccrueException USAGE when the backbone cannot give a view
     */
    List<float[]> embed(PictureBatch batch, List<View> views);

    /** {@link #embed} and the softmax head's scores of the pictures as they are (no mirror), from the same pass. */
    Embedding embedAndClassify(PictureBatch batch, List<View> views);

    @Override
    void close();

    /**
     * @param features for each view float32 {@code [n x d]}, row-major
     * @param logits float32 {@code [n x base classes]}, row-major
     */
    record Embedding(List<float[]> features, float[] logits) {
        public Embedding {
            features = List.copyOf(features);
        }
    }
}
