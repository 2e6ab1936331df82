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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Frozen networks on the engine's device. */
final class DjlBackbone implements Backbone {
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
        return dimension(view, description.architecture(), description.inputSize(), depths);
    }

    /**
     * d of a view of a network, trained or not.
     *
     * @throws dev.accrue.common.AccrueException USAGE when such depths or pictures of that size cannot give it
     */
    static int dimension(View view, String architecture, int inputSize, List<Depth> depths) {
        view.requireFit(inputSize);
        return VectorTransform.dimension(
                view,
                CopyMeans.length(view, Pooling.of(view, architecture, depths).length()));
    }

    @Override
    public List<float[]> embed(PictureBatch batch, List<View> views) {
        views.forEach(this::dimension);
        try (NDManager scope = manager.newSubManager()) {
            return vectors(scope, batch, views, output(scope, batch, Copy.PLAIN));
        }
    }

    @Override
    public Embedding embedAndClassify(PictureBatch batch, List<View> views) {
        views.forEach(this::dimension);
        try (NDManager scope = manager.newSubManager()) {
            Output output = output(scope, batch, Copy.PLAIN);
            float[] logits = networks.head()
                    .map(head -> head.forward(parameters, new NDList(output.features()), false)
                            .singletonOrThrow()
                            .toFloatArray())
                    .orElse(NO_LOGITS);
            return new Embedding(vectors(scope, batch, views, output), logits);
        }
    }

    private Output output(NDManager scope, PictureBatch batch, Copy copy) {
        return networks.evaluate(parameters, copy.of(Pixels.input(scope, batch)));
    }

    /** @param plain of the pictures as they are, which every view shows */
    private List<float[]> vectors(NDManager scope, PictureBatch batch, List<View> views, Output plain) {
        List<CopyMeans> means =
                views.stream().map(view -> new CopyMeans(view, scope)).toList();
        for (Copy copy : Copy.of(views)) {
            try (NDManager pass = scope.newSubManager()) {
                Output output = copy.equals(Copy.PLAIN) ? plain : output(pass, batch, copy);
                for (int v = 0; v < means.size(); v++) {
                    Pooling pooling = way(views.get(v)).pooling();
                    means.get(v).take(copy, () -> pooling.vectors(output));
                }
            }
        }
        List<float[]> vectors = new ArrayList<>();
        for (int v = 0; v < means.size(); v++) {
            vectors.add(
                    way(views.get(v)).transform().apply(means.get(v).vectors()).toFloatArray());
        }
        return vectors;
    }

    private Way way(View view) {
        return ways.computeIfAbsent(view, this::made);
    }

    private Pooling pooling(View view) {
        return Pooling.of(view, description.architecture(), depths);
    }

    private Way made(View view) {
        Pooling pooling = pooling(view);
        return new Way(
                pooling,
                channels(view.normalization())
                        .map(channels -> new VectorTransform(
                                view,
                                spread(view, pooling, channels, Channels::mean),
                                spread(view, pooling, channels, Channels::spread),
                                manager))
                        .orElseGet(() -> new VectorTransform(view, CopyMeans.length(view, pooling.length()), manager)));
    }

    /** What belongs to a channel, for each number of a vector; what stands beside is taken to be as the upright part is. */
    private static float[] spread(
            View view, Pooling pooling, List<Channels> channels, Function<Channels, float[]> value) {
        float[] upright = pooling.spread(channels.stream().map(value).toList());
        float[] all = Arrays.copyOf(upright, CopyMeans.length(view, upright.length));
        System.arraycopy(upright, 0, all, all.length - upright.length, upright.length);
        return all;
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
