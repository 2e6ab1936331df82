package dev.accrue.backbone.djl.foreign;

import static dev.accrue.common.Messages.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.PictureBatch;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * What a network makes of two pictures of noise, alone and together.
 *
 * @param dimension d, the length of its feature vector
 * @param together whether it takes several pictures at once
 */
record Probe(int dimension, boolean together) {
    private static final float TOLERANCE = 1e-3f;

    /**
     * @param name of the file, for messages
     * @throws AccrueException BAD_DATA when the network gives no feature vectors
     */
    static Probe of(Graph graph, ForeignBackbone backbone, String name, NDManager manager) {
        int size = backbone.inputSize().orElseThrow();
        byte[] pixels = new byte[2 * size * size * 3];
        new Random(1).nextBytes(pixels);
        PictureBatch noise = new PictureBatch(2, size, pixels, new int[2]);
        try (NDManager scope = manager.newSubManager()) {
            float[] first = alone(graph, PictureInput.of(scope, backbone, noise, 0, 1), name);
            float[] second = alone(graph, PictureInput.of(scope, backbone, noise, 1, 2), name);
            if (Arrays.equals(first, second)) {
                throw refused(text("backbone.foreign.sameFeatures", name));
            }
            Optional<float[]> both = pair(graph, PictureInput.of(scope, backbone, noise, 0, 2), first.length);
            both.ifPresent(rows -> checkIndependence(rows, first, name));
            return new Probe(first.length, both.isPresent());
        }
    }

    private static float[] alone(Graph graph, NDArray input, String name) {
        NDArray output;
        try {
            output = graph.run(input);
        } catch (RuntimeException e) {
            throw new AccrueException(
                    Category.BAD_DATA,
                    text(
                            "backbone.foreign.takesNoPicture",
                            name,
                            input.getShape(),
                            Cause.of(e),
                            input.getShape().get(2)),
                    e);
        }
        Shape shape = output.getShape();
        if (output.getDataType() != DataType.FLOAT32 || !isVector(shape, 1)) {
            throw refused(text(
                    "backbone.foreign.noFeatures",
                    name,
                    output.getDataType().name().toLowerCase(Locale.ROOT),
                    shape));
        }
        float[] features = output.toFloatArray();
        for (float feature : features) {
            if (!Float.isFinite(feature)) {
                throw refused(text("backbone.foreign.featureNotFinite", name, feature));
            }
        }
        return features;
    }

    /** [n, d] or [n, d, 1, 1]. */
    private static boolean isVector(Shape shape, int count) {
        return shape.dimension() >= 2
                && shape.get(0) == count
                && shape.get(1) >= 1
                && (shape.dimension() == 2 || (shape.dimension() == 4 && shape.get(2) == 1 && shape.get(3) == 1));
    }

    /** Empty when the network takes one picture at a time only. */
    private static Optional<float[]> pair(Graph graph, NDArray input, int dimension) {
        try {
            NDArray output = graph.run(input);
            return isVector(output.getShape(), 2) && output.getShape().get(1) == dimension
                    ? Optional.of(output.toFloatArray())
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Batch normalisation that was left in training, for one, mixes pictures; dropout gives another answer each time. */
    private static void checkIndependence(float[] rows, float[] first, String name) {
        float largest = 0;
        float difference = 0;
        for (int i = 0; i < first.length; i++) {
            largest = Math.max(largest, Math.abs(first[i]));
            difference = Math.max(difference, Math.abs(first[i] - rows[i]));
        }
        if (!(difference <= TOLERANCE * largest)) {
            throw refused(text("backbone.foreign.dependent", name));
        }
    }

    private static AccrueException refused(String message) {
        return new AccrueException(Category.BAD_DATA, message);
    }
}
