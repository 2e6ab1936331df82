package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.dataset.PictureBatch;

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
    public float[] embed(PictureBatch batch) {
        try (NDManager scope = manager.newSubManager()) {
            return features(scope, batch).toFloatArray();
        }
    }

    @Override
    public Embedding embedAndClassify(PictureBatch batch) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray features = features(scope, batch);
            NDArray logits = network.head()
                    .forward(parameters, new NDList(features), false)
                    .singletonOrThrow();
            return new Embedding(features.toFloatArray(), logits.toFloatArray());
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
