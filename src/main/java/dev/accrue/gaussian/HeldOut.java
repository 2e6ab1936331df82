package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;

/**
 * Some feature vectors of a class that its statistics do not count: what a posterior can be measured against without
 * an image.
 *
 * @param count n, at least 1
 * @param features float32 {@code [n x d]}, row-major; shared, not copied
 */
public record HeldOut(int count, float[] features) {

    /** @throws AccrueException BAD_DATA when the numbers are no rows, or not finite */
    public HeldOut {
        if (count < 1 || features.length == 0 || features.length % count != 0) {
            throw new AccrueException(BAD_DATA, text("gaussian.heldOut.wrongLength", features.length, count));
        }
        for (int row = 0; row < count; row++) {
            Features.requireFinite(features, row, features.length / count);
        }
    }

    /** d. */
    public int dimension() {
        return features.length / count;
    }
}
