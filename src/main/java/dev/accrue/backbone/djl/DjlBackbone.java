package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.PictureBatch;
import java.util.List;

/** A frozen network on the engine's device. */
final class DjlBackbone implements Backbone {
    private final BackboneDescription description;
    private final byte[] weights;
    private final Network network;
    private final NDManager manager;
    private final ParameterStore parameters;

    /** Takes over the manager, which holds the network's parameters. */
    DjlBackbone(BackboneDescription description, byte[] weights, Network network, NDManager manager) {
        this.description = description;
        this.weights = weights;
        this.network = network;
        this.manager = manager;
        network.whole().freezeParameters(true);
        this.parameters = new ParameterStore(manager, false);
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
        if (!view.equals(View.LAST)) {
            throw new AccrueException(
                    Category.USAGE,
                    description.architecture() + " cannot give the view \"" + view + "\"; it gives \"" + View.LAST
                            + "\"");
        }
        return network.dimension();
    }

    @Override
    public List<float[]> embed(PictureBatch batch, List<View> views) {
        views.forEach(this::dimension);
        try (NDManager scope = manager.newSubManager()) {
            float[] features = features(scope, batch).toFloatArray();
            return views.stream().map(view -> features).toList();
        }
    }

    @Override
    public Embedding embedAndClassify(PictureBatch batch, List<View> views) {
        views.forEach(this::dimension);
        try (NDManager scope = manager.newSubManager()) {
            NDArray features = features(scope, batch);
            NDArray logits = network.head()
                    .forward(parameters, new NDList(features), false)
                    .singletonOrThrow();
            float[] vectors = features.toFloatArray();
            return new Embedding(views.stream().map(view -> vectors).toList(), logits.toFloatArray());
        }
    }

    private NDArray features(NDManager scope, PictureBatch batch) {
        return network.features()
                .forward(parameters, new NDList(Pixels.input(scope, batch)), false)
                .singletonOrThrow();
    }

    @Override
    public void close() {
        manager.close();
    }
}
