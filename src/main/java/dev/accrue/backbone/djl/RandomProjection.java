package dev.accrue.backbone.djl;

import static dev.accrue.common.AccrueException.Category.USAGE;
import static dev.accrue.common.Messages.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.accrue.backbone.View.Projection;
import dev.accrue.common.AccrueException;
import dev.accrue.dataset.SplitMix64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A random map of vectors to more dimensions, in float32: max(0, x W), or sqrt(2 / width) cos(x W / scale + b). W is
 * drawn row by row, then b uniformly from [0, 2 pi); only the seed is kept with a model, so every
 * bit of them follows from it on every platform and release.
 */
final class RandomProjection {
    /** 1 GiB of float32. */
    private static final long LARGEST_MATRIX = 1L << 28;

    private final Projection projection;
    private final NDArray matrix;
    private final @Nullable NDArray phases;

    /** @param length of the vectors, d */
    RandomProjection(Projection projection, int length, NDManager manager) {
        check(projection, length);
        this.projection = projection;
        SplitMix64 random = new SplitMix64(projection.seed());
        NormalNumbers normal = new NormalNumbers(random);
        double scale = 1 / Math.sqrt(length);
        ByteBuffer numbers = ByteBuffer.allocateDirect(length * projection.width() * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        while (numbers.hasRemaining()) {
            numbers.putFloat((float) (normal.next() * scale));
        }
        this.matrix = manager.create(numbers.flip(), new Shape(length, projection.width()), DataType.FLOAT32);
        this.phases = switch (projection.kind()) {
            case RELU -> null;
            case FOURIER -> {
                float[] angles = new float[projection.width()];
                for (int i = 0; i < angles.length; i++) {
                    angles[i] = (float) random.between(0, 2 * Math.PI);
                }
                yield manager.create(angles, new Shape(1, angles.length));
            }
        };
    }

    /** @throws AccrueException USAGE if the matrix would be too large */
    static void check(Projection projection, int length) {
        long numbers = (long) length * projection.width();
        if (numbers > LARGEST_MATRIX) {
            throw new AccrueException(
                    USAGE,
                    text(
                            "backbone.view.projectionTooLarge",
                            length,
                            projection.width(),
                            numbers >> 18,
                            LARGEST_MATRIX >> 18,
                            LARGEST_MATRIX / length));
        }
    }

    /**
     * @param vectors {@code [n x d]}
     * @return {@code [n x width]}
     */
    NDArray apply(NDArray vectors) {
        NDArray x = vectors.matMul(matrix);
        return phases == null
                ? x.maximum(0)
                : x.div(projection.scale()).add(phases).cos().mul(Math.sqrt(2.0 / projection.width()));
    }

    /** Standard normal numbers by the polar method (Marsaglia and Bray 1964), in StrictMath where rounding may differ. */
    static final class NormalNumbers {
        private final SplitMix64 random;
        private double spare;
        private boolean spared;

        NormalNumbers(SplitMix64 random) {
            this.random = random;
        }

        double next() {
            if (spared) {
                spared = false;
                return spare;
            }
            while (true) {
                double x = random.between(-1, 1);
                double y = random.between(-1, 1);
                double square = x * x + y * y;
                if (square < 1 && square > 0) {
                    double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
                    spare = y * factor;
                    spared = true;
                    return x * factor;
                }
            }
        }
    }
}
