package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A network that was made elsewhere. It has features of one depth, and no head to classify with. */
final class OpenedBackbone implements Backbone {
    private final BackboneDescription description;
    private final byte[] weights;
    private final ForeignNetwork network;
    private final NDManager manager;
    private final Map<View, VectorTransform> transforms = new HashMap<>();

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
            throw new AccrueException(Category.USAGE, text("backbone.foreign.oneDepth", view));
        }
        view.requireFit(description.inputSize());
        return VectorTransform.dimension(view, CopyMeans.length(view, network.dimension()));
    }

    @Override
    public List<float[]> embed(PictureBatch batch, List<View> views) {
        views.forEach(this::dimension);
        try (NDManager scope = manager.newSubManager()) {
            List<CopyMeans> means =
                    views.stream().map(view -> new CopyMeans(view, scope)).toList();
            for (Copy copy : Copy.of(views)) {
                NDArray vectors = network.features(scope, batch, copy::of);
                means.forEach(mean -> mean.take(copy, () -> vectors));
            }
            List<float[]> vectors = new ArrayList<>();
            for (int v = 0; v < means.size(); v++) {
                vectors.add(transforms
                        .computeIfAbsent(views.get(v), this::transform)
                        .apply(means.get(v).vectors())
                        .toFloatArray());
            }
            return vectors;
        }
    }

    private VectorTransform transform(View view) {
        return new VectorTransform(view, CopyMeans.length(view, network.dimension()), manager);
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
