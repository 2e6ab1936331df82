package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.View;
import dev.accrue.backbone.View.Features;
import dev.accrue.backbone.djl.foreign.ForeignNetwork;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.PictureBatch;
import java.util.List;

/** A network that was made elsewhere. It has features, and no head to classify with. */
final class OpenedBackbone implements Backbone {
    private final BackboneDescription description;
    private final byte[] weights;
    private final ForeignNetwork network;
    private final NDManager manager;

    /** Takes over the network and the manager. */
    OpenedBackbone(BackboneDescription description, byte[] weights, ForeignNetwork network, NDManager manager) {
        this.description = description;
        this.weights = weights;
        this.network = network;
        this.manager = manager;
    }

    @Override
    public BackboneDescription description() {
        return description;
    }

    @Override
    public byte[] weights() {
        return weights.clone();
    }

    @Override
    public int dimension(View view) {
        if (view.features() == Features.MULTI) {
            throw new AccrueException(
                    Category.USAGE,
                    "a backbone from a file has one depth and cannot give the view \"" + view
                            + "\"; give it \"last\", with other options as you like");
        }
        if (!view.equals(View.LAST)) {
            throw new AccrueException(Category.USAGE, "a backbone from a file gives the view \"last\" only");
        }
        return network.dimension();
    }

    @Override
    public List<float[]> embed(PictureBatch batch, List<View> views) {
        views.forEach(this::dimension);
        try (NDManager scope = manager.newSubManager()) {
            NDArray features = network.features(scope, batch, false);
            return views.stream().map(view -> features.toFloatArray()).toList();
        }
    }

    /** Without scores: the row of a picture has length 0. */
    @Override
    public Embedding embedAndClassify(PictureBatch batch, List<View> views) {
        return new Embedding(embed(batch, views), new float[0]);
    }

    @Override
    public void close() {
        network.close();
        manager.close();
    }
}
