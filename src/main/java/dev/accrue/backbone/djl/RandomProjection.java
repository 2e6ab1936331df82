package dev.accrue.backbone.djl;

import static dev.accrue.common.AccrueException.Category.USAGE;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.accrue.backbone.View.Projection;
import dev.accrue.common.AccrueException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A random map of vectors to more dimensions, in float32: max(0, x W), or sqrt(2 / width) cos(x W / scale + b). W is
 * drawn row by row, then b uniformly from [0, 2 pi); only the seed is kept with a model, so {@link Draws} fixes every
 * bit of them.
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
        Draws draws = new Draws(projection.seed());
        double scale = 1 / Math.sqrt(length);
        ByteBuffer numbers = ByteBuffer.allocateDirect(length * projection.width() * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        while (numbers.hasRemaining()) {
            numbers.putFloat((float) (draws.normal() * scale));
        }
        this.matrix = manager.create(numbers.flip(), new Shape(length, projection.width()), DataType.FLOAT32);
        this.phases = switch (projection.kind()) {
            case RELU -> null;
            case FOURIER -> {
                float[] angles = new float[projection.width()];
                for (int i = 0; i < angles.length; i++) {
                    angles[i] = (float) (2 * Math.PI * draws.uniform());
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
                    "a projection of " + length + " features to " + projection.width() + " needs a matrix of "
                            + (numbers >> 18) + " MiB; expected at most " + (LARGEST_MATRIX >> 18)
                            + " MiB, so choose a width of at most " + LARGEST_MATRIX / length + " or smaller grids");
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

    /**
     * The same numbers from the same seed on every platform and release: SplitMix64 (Steele, Lea and Flood 2014) and,
     * from it, the polar method of Marsaglia and Bray 1964.
     */
    static final class Draws {
        private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
        private long state;
        private double spare;
        private boolean spared;

        Draws(long seed) {
            this.state = seed;
        }

        long bits() {
            state += GOLDEN_GAMMA;
            long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }

        /** In [0, 1), a multiple of 2^-53. */
        double uniform() {
            return (bits() >>> 11) * 0x1p-53;
        }

        /** Mean 0, variance 1. */
        double normal() {
            if (spared) {
                spared = false;
                return spare;
            }
            while (true) {
                double x = 2 * uniform() - 1;
                double y = 2 * uniform() - 1;
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
