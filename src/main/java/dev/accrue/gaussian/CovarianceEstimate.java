package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import java.util.function.DoubleFunction;
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
    private final WhenSingular whenSingular;
    private final double shrinkage;
    private double jitter;
    private @Nullable CholeskyFactor factor;

    /** What becomes of a covariance that cannot be factored as it is. */
    enum WhenSingular {
        /** The statistics are to blame. */
        REFUSE,
        /** The choice of no shrinkage is. */
        ADVISE_SHRINKAGE,
        /** The diagonal grows until it can; a covariance of zero becomes the identity. */
        ADD_JITTER
    }

    /**
     * @param packed Sigma {@code [d(d+1)/2]}, lower triangle packed by rows; kept and perhaps changed, not copied
     * @param shrinkage how far it was moved to its target, as {@link #regularisation} says it
     */
    CovarianceEstimate(double[] packed, int dimension, WhenSingular whenSingular, double shrinkage) {
        this.packed = packed;
        this.dimension = dimension;
        this.whenSingular = whenSingular;
        this.shrinkage = shrinkage;
        if (whenSingular == WhenSingular.ADD_JITTER && Arrays.stream(packed).allMatch(value -> value == 0)) {
            identity(packed, dimension);
            jitter = Regularisation.UNIT;
        }
    }

    /** In which all distances are Euclidean. */
    static CovarianceEstimate identity(int dimension) {
        double[] packed = new double[ClassStatistics.packedLength(dimension)];
        identity(packed, dimension);
        return new CovarianceEstimate(packed, dimension, WhenSingular.REFUSE, 0);
    }

    private static void identity(double[] packed, int dimension) {
        for (int i = 1; i <= dimension; i++) {
            packed[ClassStatistics.packedLength(i) - 1] = 1;
        }
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
                    CONFLICT, text("gaussian.covariance.otherVectors", a.length, b.length, dimension));
        }
        double[] difference = new double[dimension];
        Arrays.setAll(difference, j -> a[j] - b[j]);
        return finite(factor().norm(difference), found -> text("gaussian.covariance.distanceNotFinite", found));
    }

    /**
     * |Sigma - Sigma'|_F / |Sigma'|_F in the Frobenius norm: 0 when nothing changed, about 1 when nothing is left.
     *
     * @param from Sigma', the earlier estimate
     * @throws AccrueException CONFLICT when the dimensions differ, BAD_DATA when a value is not finite
     */
    public double relativeChange(CovarianceEstimate from) {
        if (from.dimension != dimension) {
            throw new AccrueException(CONFLICT, text("gaussian.covariance.otherDimension", from.dimension, dimension));
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
        return finite(Math.sqrt(change / size), found -> text("gaussian.covariance.changeNotFinite", found));
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

    /** The factor, to be passed over many vectors. */
    TriangularFactor triangular() {
        return factor().triangular();
    }

    /** What was done to it, the jitter of its factor included. */
    synchronized Regularisation regularisation() {
        factor();
        return new Regularisation(shrinkage, jitter);
    }

    private synchronized CholeskyFactor factor() {
        if (factor == null) {
            factor = switch (whenSingular) {
                case REFUSE -> CholeskyFactor.of(packed, dimension).orElseThrow(this::notPositiveDefinite);
                case ADVISE_SHRINKAGE ->
                    CholeskyFactor.of(packed, dimension)
                            .filter(found -> found.isCertain(packed))
                            .orElseThrow(this::singular);
                case ADD_JITTER -> jittered();
            };
        }
        return factor;
    }

    private CholeskyFactor jittered() {
        CholeskyFactor.Jittered found =
                CholeskyFactor.withJitter(packed, dimension).orElseThrow(this::notPositiveDefinite);
        jitter = Math.max(jitter, found.jitter());
        return found.factor();
    }

    private static double finite(double value, DoubleFunction<String> refusal) {
        if (!Double.isFinite(value)) {
            throw new AccrueException(BAD_DATA, refusal.apply(value));
        }
        return value;
    }

    private AccrueException singular() {
        return new AccrueException(CONFLICT, text("gaussian.covariance.singular", dimension));
    }

    private AccrueException notPositiveDefinite() {
        double largest = 0;
        for (int i = 0; i < dimension; i++) {
            largest = Math.max(largest, packed[ClassStatistics.packedLength(i + 1) - 1]);
        }
        return new AccrueException(BAD_DATA, text("gaussian.covariance.notPositiveDefinite", dimension, largest));
    }
}
