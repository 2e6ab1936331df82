package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.accrue.backbone.View;
import dev.accrue.backbone.View.Projection;
import org.jspecify.annotations.Nullable;

/**
 * What a view does with pooled vectors, whichever network they are of: the normalisation, then the projection. What it
 * needs for that is made once, on the manager's device.
 */
final class VectorTransform {
    private final View view;
    private final @Nullable Standard standard;
    private final @Nullable RandomProjection projection;

    /**
     * How normalised vectors are centred and scaled before a projection: {@code (x - mean) / spread}, number by number.
     * A nonlinear map of raw features would see little but the largest of them.
     *
     * @param mean {@code [1 x length]}
     * @param spread {@code [1 x length]}
     */
    private record Standard(NDArray mean, NDArray spread) {}

    /** Without standardisation. */
    VectorTransform(View view, int length, NDManager manager) {
        this.view = view;
        this.standard = null;
        this.projection = projection(view, length, manager);
    }

    /**
     * @param mean of the normalised vectors {@code [length]}
     * @param spread of the normalised vectors {@code [length]}, above zero
     */
    VectorTransform(View view, float[] mean, float[] spread, NDManager manager) {
        this.view = view;
        Shape row = new Shape(1, mean.length);
        this.standard = view.projection().isEmpty()
                ? null
                : new Standard(manager.create(mean, row), manager.create(spread, row));
        this.projection = projection(view, mean.length, manager);
    }

    private static @Nullable RandomProjection projection(View view, int length, NDManager manager) {
        return view.projection()
                .map(projection -> new RandomProjection(projection, length, manager))
                .orElse(null);
    }

    /**
     * d of a view.
     *
     * @param length of the pooled vectors
     * @throws dev.accrue.common.AccrueException USAGE if the projection would be too large
     */
    static int dimension(View view, int length) {
        view.projection().ifPresent(projection -> RandomProjection.check(projection, length));
        return view.projection().map(Projection::width).orElse(length);
    }

    /**
     * @param vectors of pictures, over their copies {@code [n x length]}
     * @return {@code [n x d]}, possibly the vectors themselves
     */
    NDArray apply(NDArray vectors) {
        NDArray x = switch (view.normalization()) {
            case NONE -> vectors;
            case L2 -> vectors.normalize();
            case TUKEY -> root(vectors);
            case HELLINGER -> root(vectors).normalize();
        };
        if (standard != null) {
            x = x.sub(standard.mean()).div(standard.spread());
        }
        return projection == null ? x : projection.apply(x);
    }

    /** sign(x) sqrt|x|. */
    private static NDArray root(NDArray x) {
        return x.sign().mul(x.abs().sqrt());
    }
}
