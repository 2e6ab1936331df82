package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;

import dev.accrue.common.AccrueException;

/** What is asked of feature vectors, float32 {@code [n x d]} row-major, wherever they come in. */
final class Features {
    private Features() {}

    static void requireShape(float[] features, int n, int dimension) {
        if (n < 0 || features.length != (long) n * dimension) {
            throw new AccrueException(
                    CONFLICT,
                    features.length + " numbers are not " + n + " feature vectors of " + dimension
                            + "; the vectors must come from the backbone that the statistics belong to");
        }
    }

    static void requireFinite(float[] features, int row, int dimension) {
        if (row < 0 || row >= features.length / dimension) {
            throw new AccrueException(
                    CONFLICT,
                    "there is no row " + row + " in a batch of " + features.length / dimension + " feature vectors");
        }
        for (int j = 0; j < dimension; j++) {
            float value = features[row * dimension + j];
            if (!Float.isFinite(value)) {
                throw new AccrueException(
                        BAD_DATA,
                        "feature " + j + " of row " + row + " is " + value
                                + ", expected a finite number; check that picture and the backbone's weights");
            }
        }
    }
}
