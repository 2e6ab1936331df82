package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * The covariance that all classes of a model share, as its classifier uses it: what a distance between feature
 * vectors is measured in, and what shows how far a model has moved. Safe for several threads; factored once, when a
 * distance is first asked for.
 */
public final class CovarianceEstimate {

    /** Sigma {@code [d(d+1)/2]}, lower triangle packed by rows. */
    private final double[] packed;

    private final int dimension;
    private @Nullable CholeskyFactor factor;

    /** @param packed Sigma {@code [d(d+1)/2]}, lower triangle packed by rows; kept, not copied */
    CovarianceEstimate(double[] packed, int dimension) {
        this.packed = packed;
        this.dimension = dimension;
    }

    /** d. */
    public int dimension() {
        return dimension;
    }

    /**
     * Mahalanobis distance |L^-1 (a - b)| with Sigma = L L^T: the distance in standard deviations, whatever the
     * direction.
     *
     * @param a feature vector or mean {@code [d]}
     * @param b feature vector or mean {@code [d]}
     * @throws AccrueException CONFLICT when a vector has another dimension, BAD_DATA when a value is not finite or
     *     Sigma is not positive definite
     */
    public double distance(double[] a, double[] b) {
        if (a.length != dimension || b.length != dimension) {
            throw new AccrueException(
                    CONFLICT,
                    "vectors of " + a.length + " and " + b.length + " features have no distance in a covariance of "
                            + dimension + "; all must come from one backbone");
        }
        double[] difference = new double[dimension];
        Arrays.setAll(difference, j -> a[j] - b[j]);
        return finite("the distance of two vectors", factor().norm(difference));
    }

    /**
     * |Sigma - Sigma'|_F / |Sigma'|_F in the Frobenius norm: 0 when nothing changed, about 1 when nothing is left.
     *
     * @param from Sigma', the earlier estimate
     * @throws AccrueException CONFLICT when the dimensions differ, BAD_DATA when a value is not finite
     */
    public double relativeChange(CovarianceEstimate from) {
        if (from.dimension != dimension) {
            throw new AccrueException(
                    CONFLICT,
                    "covariances of " + from.dimension + " and of " + dimension
                            + " features cannot be compared; both must come from one backbone");
        }
        double change = 0;
        double size = 0;
        for (int i = 0, p = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++, p++) {
                double difference = packed[p] - from.packed[p];
                int times = i == j ? 1 : 2;
                change += times * difference * difference;
                size += times * from.packed[p] * from.packed[p];
            }
        }
        return finite("the change of the covariance", Math.sqrt(change / size));
    }

    /**
     * X of Sigma X = B.
     *
     * @param b {@code [d x k]}, left as it is
     * @return {@code [d x k]}
     * @throws AccrueException BAD_DATA when Sigma is not positive definite
     */
    DMatrixRMaj solve(DMatrixRMaj b) {
        return factor().solve(b);
    }

    private synchronized CholeskyFactor factor() {
        if (factor == null) {
            factor = CholeskyFactor.of(packed, dimension).orElseThrow(this::notPositiveDefinite);
        }
        return factor;
    }

    private static double finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new AccrueException(
                    BAD_DATA,
                    what + " is " + value + ", expected a finite number; the statistics of a class are damaged:"
                            + " restore an earlier version or learn the class again");
        }
        return value;
    }

    private AccrueException notPositiveDefinite() {
        double largest = 0;
        for (int i = 0; i < dimension; i++) {
            largest = Math.max(largest, packed[ClassStatistics.packedLength(i + 1) - 1]);
        }
        return new AccrueException(
                BAD_DATA,
                "the shared covariance of " + dimension
                        + " features is not positive definite, even with the ridge on its diagonal (its largest"
                        + " variance is " + largest
                        + "); use more images a class or a backbone whose features are smaller");
    }
}
