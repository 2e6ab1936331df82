package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;

import dev.accrue.common.AccrueException;

/**
 * Sufficient statistics of one class in feature space, in float64: all that is kept of its images.
 *
 * <p>They are exact and additive, so adding a class, adding images to a class and merging two stores are one
 * operation, {@link #mergedWith}. The arrays are shared, not copied (a scatter of 1280 dimensions takes 6.6 MB):
 * whoever holds them leaves them as they are.
 *
 * @param count n, number of feature vectors, at least 1
 * @param mean m {@code [d]}
 * @param scatter S = sum (x-m)(x-m)^T, symmetric {@code [d x d]}, lower triangle packed by rows:
 *     element (i, j), j at most i, lies at i(i+1)/2 + j
 */
public record ClassStatistics(long count, double[] mean, double[] scatter) {

    /** @throws AccrueException BAD_DATA when there is no vector, or the sizes do not belong to one dimension */
    public ClassStatistics {
        if (count < 1) {
            throw new AccrueException(
                    BAD_DATA, "the statistics of a class count " + count + " images; at least 1 is needed");
        }
        if (mean.length < 1 || scatter.length != packedLength(mean.length)) {
            throw new AccrueException(
                    BAD_DATA,
                    "the statistics of a class are damaged: a mean of " + mean.length + " and a scatter of "
                            + scatter.length + " numbers do not fit together; restore them or learn the class again");
        }
    }

    /** d. */
    public int dimension() {
        return mean.length;
    }

    /**
     * The statistics of both sets of vectors together, whatever the order beyond rounding.
     *
     * <p>Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances"
     * (1979): with delta = m_B - m_A and n = n_A + n_B, m = m_A + delta n_B / n and
     * S = S_A + S_B + delta delta^T n_A n_B / n.
     *
     * @throws AccrueException CONFLICT when the dimensions differ
     */
    public ClassStatistics mergedWith(ClassStatistics other) {
        int d = dimension();
        if (other.dimension() != d) {
            throw new AccrueException(
                    CONFLICT,
                    "statistics of " + d + " and of " + other.dimension()
                            + " features cannot be merged; both must come from one backbone");
        }
        long n = Math.addExact(count, other.count);
        double share = (double) other.count / n;
        double[] mergedMean = new double[d];
        double[] mergedScatter = new double[scatter.length];
        for (int i = 0, p = 0; i < d; i++) {
            double delta = other.mean[i] - mean[i];
            mergedMean[i] = mean[i] + delta * share;
            double scaled = delta * share * count;
            for (int j = 0; j <= i; j++, p++) {
                mergedScatter[p] = scatter[p] + other.scatter[p] + scaled * (other.mean[j] - mean[j]);
            }
        }
        return new ClassStatistics(n, mergedMean, mergedScatter);
    }

    /** d(d+1)/2. */
    static int packedLength(int dimension) {
        return Math.toIntExact(dimension * (dimension + 1L) / 2);
    }
}
