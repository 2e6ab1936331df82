package dev.accrue.learner;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.Checkpoints;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.PreparedPictures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A backbone without a network, for tests in which the backbone is not the subject: the features are the mean red,
 * green and blue of the four quadrants; the head says the base class whose position is the nearest to 10 times the
 * first feature.
 */
public final class QuadrantEngine implements BackboneEngine {
    static final int DIMENSION = 12;

    private int embeddedPictures;

    /** How many pictures went through any backbone of this engine. */
    int embeddedPictures() {
        return embeddedPictures;
    }

    @Override
    public List<Architecture> architectures() {
        return List.of(new Architecture("quadrants", 8, 4), new Architecture("more-quadrants", 16, 8));
    }

    @Override
    public String description() {
        return "arithmetic";
    }

    /** Of several depths it has two. */
    @Override
    public void check(String architecture, int inputSize, List<View> views) {
        for (View view : views) {
            if (view.grids().size() > 2) {
                throw new AccrueException(Category.USAGE, "no such depths: " + view);
            }
        }
    }

    @Override
    public Trained train(
            TrainingOptions options, PreparedPictures pictures, Checkpoints checkpoints, Progress progress) {
        byte[] weights = ("seed " + options.seed()).getBytes(StandardCharsets.UTF_8);
        int resumed = checkpoints.last().isPresent() ? 1 : 0;
        if (resumed > 0) {
            checkpoints.resumed(resumed);
        } else {
            checkpoints.keep(1, weights);
        }
        try (PreparedPictures.Batches batches = pictures.batches(options.batchSize())) {
            while (batches.next() != null) {
                progress.update(new Progress.Step("training", 1, 1, "images", ""));
            }
        }
        BackboneDescription description = new BackboneDescription(
                sha256(weights),
                options.architecture(),
                options.inputSize(),
                DIMENSION,
                pictures.images().classes(),
                1);
        return new Trained(load(description, weights), List.of(new Epoch(0.5, 0.75, 0.1)), resumed);
    }

    /** Any file will do, and is what the weights are. */
    @Override
    public Backbone open(ForeignBackbone foreign, String name, byte[] file) {
        int inputSize = foreign.inputSize().orElse(8);
        String how = foreign.withInputSize(inputSize).id();
        return load(new BackboneDescription(sha256(file), how, inputSize, DIMENSION, List.of(), 0), file);
    }

    /** Sees no more with several than with one. */
    @Override
    public Backbone join(List<Saved> backbones) {
        String names = backbones.stream()
                .map(each -> each.description().architecture())
                .collect(Collectors.joining(" + "));
        byte[] weights = names.getBytes(StandardCharsets.UTF_8);
        return load(new BackboneDescription(sha256(weights), names, 8, DIMENSION, List.of(), 0), weights);
    }

    @Override
    public Backbone load(BackboneDescription description, byte[] weights) {
        return new Quadrants(description, weights);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Quadrants implements Backbone {
        private final BackboneDescription description;
        private final byte[] weights;

        Quadrants(BackboneDescription description, byte[] weights) {
            this.description = description;
            this.weights = weights;
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
            return view.projection()
                    .map(View.Projection::width)
                    .orElse(view.features() == View.Features.LAST ? DIMENSION : 2 * DIMENSION);
        }

        /** Of several depths: the features and their squares; of a projection: the features again and again, ever smaller. */
        @Override
        public List<float[]> embed(PictureBatch batch, List<View> views) {
            embeddedPictures += batch.count();
            float[] means = means(batch);
            return views.stream()
                    .map(view -> view.projection()
                            .map(wide -> repeated(means, wide.width()))
                            .orElseGet(() -> view.features() == View.Features.LAST ? means : withSquares(means)))
                    .toList();
        }

        private static float[] repeated(float[] means, int width) {
            float[] wide = new float[means.length / DIMENSION * width];
            for (int p = 0; p < wide.length; p++) {
                int j = p % width;
                wide[p] = means[p / width * DIMENSION + j % DIMENSION] / (1 + j / DIMENSION);
            }
            return wide;
        }

        private static float[] withSquares(float[] means) {
            float[] both = new float[2 * means.length];
            for (int p = 0; p < means.length; p++) {
                int start = p / DIMENSION * 2 * DIMENSION;
                both[start + p % DIMENSION] = means[p];
                both[start + DIMENSION + p % DIMENSION] = means[p] * means[p];
            }
            return both;
        }

        private static float[] means(PictureBatch batch) {
            int size = batch.size();
            float[] features = new float[batch.count() * DIMENSION];
            for (int n = 0; n < batch.count(); n++) {
                for (int y = 0; y < size; y++) {
                    for (int x = 0; x < size; x++) {
                        int quadrant = (y * 2 / size) * 2 + x * 2 / size;
                        for (int c = 0; c < 3; c++) {
                            int value = batch.pixels()[((n * size + y) * size + x) * 3 + c] & 0xff;
                            features[n * DIMENSION + quadrant * 3 + c] += value / 255f / (size * size / 4f);
                        }
                    }
                }
            }
            return features;
        }

        @Override
        public Embedding embedAndClassify(PictureBatch batch, List<View> views) {
            float[] features = means(batch);
            int classes = description.baseClasses().size();
            float[] logits = new float[batch.count() * classes];
            for (int n = 0; n < batch.count(); n++) {
                for (int c = 0; c < classes; c++) {
                    logits[n * classes + c] = -Math.abs(c - 10 * features[n * DIMENSION]);
                }
            }
            return new Embedding(embed(batch, views), logits);
        }

        @Override
        public void close() {}
    }
}
