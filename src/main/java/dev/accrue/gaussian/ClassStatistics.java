package dev.accrue.gaussian;

/**
 * Sufficient statistics of one class in feature space, in float64.
 *
 * @param count n, number of feature vectors
 * @param mean m {@code [d]}
 * @param scatter S = sum (x-m)(x-m)^T, symmetric {@code [d x d]}, lower triangle packed by rows:
 *     element (i, j), j at most i, lies at i(i+1)/2 + j
 */
public record ClassStatistics(long count, double[] mean, double[] scatter) {

    /** d. */
    public int dimension() {
        return mean.length;
    }
}
