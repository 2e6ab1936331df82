package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;

/** What is asked of feature vectors, float32 {@code [n x d]} row-major, wherever they come in. */
final class Features {
    private Features() {}

    static void requireShape(float[] features, int n, int dimension) {
        if (n < 0 || features.length != (long) n * dimension) {
            throw new AccrueException(CONFLICT, text("gaussian.features.wrongLength", features.length, n, dimension));
        }
    }

    static void requireFinite(float[] features, int row, int dimension) {
        if (row < 0 || row >= features.length / dimension) {
            throw new AccrueException(CONFLICT, text("gaussian.features.noRow", row, features.length / dimension));
        }
        for (int j = 0; j < dimension; j++) {
            float value = features[row * dimension + j];
            if (!Float.isFinite(value)) {
                throw new AccrueException(BAD_DATA, text("gaussian.features.notFinite", j, row, value));
            }
        }
    }
}
