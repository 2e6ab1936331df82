package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.View;
import dev.accrue.backbone.View.Normalization;
import dev.accrue.backbone.djl.Network.Depth;
import dev.accrue.backbone.djl.Network.Output;
import dev.accrue.backbone.djl.TapStatistics.Channels;
import dev.accrue.dataset.PictureBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Frozen networks on the engine's device. */
final class DjlBackbone implements Backbone {
    private static final int WIDTH_AXIS = 3;
    private static final float[] NO_LOGITS = {};

    private final BackboneDescription description;
    private final byte[] weights;
    private final SideBySide networks;
    private final List<Depth> depths;
    private final Optional<TapStatistics> statistics;
    private final NDManager manager;
    private final ParameterStore parameters;
    private final Map<View, Way> ways = new HashMap<>();

    /** From the networks' output to a view's vectors; made at the first use of a view, because projections are large. */
    private record Way(Pooling pooling, VectorTransform transform) {}

    /** Takes over the manager, which holds the networks' parameters. */
    DjlBackbone(
            BackboneDescription description,
            byte[] weights,
            SideBySide networks,
            List<Depth> depths,
            Optional<TapStatistics> statistics,
            NDManager manager) {
        this.description = description;
        this.weights = weights;
        this.networks = networks;
        this.depths = List.copyOf(depths);
        this.statistics = statistics;
        this.manager = manager;
        networks.parameters().freezeParameters(true);
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
        return dimension(view, description.architecture(), depths);
    }

    /**
     * d of a view of a network, trained or not.
     *
     * @throws dev.accrue.common.AccrueException USAGE when such depths cannot give it
     */
    static int dimension(View view, String architecture, List<Depth> depths) {
        return VectorTransform.dimension(
                view, Pooling.of(view, architecture, depths).length());
    }

    @Override
    public List<float[]> embed(PictureBatch batch, List<View> views) {
        views.forEach(this::dimension);
        try (NDManager scope = manager.newSubManager()) {
            return vectors(scope, batch, views, output(scope, batch));
        }
    }

    @Override
    public Embedding embedAndClassify(PictureBatch batch, List<View> views) {
        views.forEach(this::dimension);
        try (NDManager scope = manager.newSubManager()) {
            Output output = output(scope, batch);
            float[] logits = networks.head()
                    .map(head -> head.forward(parameters, new NDList(output.features()), false)
                            .singletonOrThrow()
                            .toFloatArray())
                    .orElse(NO_LOGITS);
            return new Embedding(vectors(scope, batch, views, output), logits);
        }
    }

    private Output output(NDManager scope, PictureBatch batch) {
        return networks.evaluate(parameters, Pixels.input(scope, batch));
    }

    private List<float[]> vectors(NDManager scope, PictureBatch batch, List<View> views, Output output) {
        Optional<Output> mirrored = views.stream()
                .filter(View::mirror)
                .findFirst()
                .map(any ->
                        networks.evaluate(parameters, Pixels.input(scope, batch).flip(WIDTH_AXIS)));
        return views.stream()
                .map(view -> {
                    Way way = ways.computeIfAbsent(view, this::way);
                    return way.transform()
                            .apply(
                                    way.pooling().vectors(output),
                                    () -> way.pooling().vectors(mirrored.orElseThrow()))
                            .toFloatArray();
                })
                .toList();
    }

    private Pooling pooling(View view) {
        return Pooling.of(view, description.architecture(), depths);
    }

    private Way way(View view) {
        Pooling pooling = pooling(view);
        return new Way(
                pooling,
                channels(view.normalization())
                        .map(channels -> new VectorTransform(
                                view,
                                pooling.spread(
                                        channels.stream().map(Channels::mean).toList()),
                                pooling.spread(
                                        channels.stream().map(Channels::spread).toList()),
                                manager))
                        .orElseGet(() -> new VectorTransform(view, pooling.length(), manager)));
    }

    /** Nothing is known of vectors of length 1, whose numbers depend on all channels at once. */
    private Optional<List<Channels>> channels(Normalization normalization) {
        return switch (normalization) {
            case NONE -> statistics.map(TapStatistics::plain);
            case TUKEY -> statistics.map(TapStatistics::root);
            case L2, HELLINGER -> Optional.empty();
        };
    }

    @Override
    public void close() {
        manager.close();
    }
}
