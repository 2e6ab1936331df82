package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;

/**
 * The covariance within classes, as a sum over classes that is divided when it is asked for. The sum is taken in the
 * order of the additions.
 */
final class CovarianceSum {

    /** What a class contributes, and what the sum is divided by. */
    enum Weighting {
        /** Mean of S_c / n_c: every class the same. */
        EQUAL,
        /**
         * Sum of S_c / (n - C): every image the same. Divided by n it would be too small by (n - C) / n, a fifth with
         * five images a class; so little that it cannot be seen with hundreds.
         */
        POOLED,
        /** Sum of S_c / n, the estimate of maximum likelihood. */
        POOLED_BY_IMAGES
    }

    private final Weighting weighting;

    /** {@code [d(d+1)/2]}, packed. */
    private final double[] sum;

    private long classes;
    private long images;

    CovarianceSum(int dimension, Weighting weighting) {
        this.weighting = weighting;
        this.sum = new double[ClassStatistics.packedLength(dimension)];
    }

    void add(ClassStatistics statistics) {
        double[] scatter = statistics.scatter();
        double count = weighting == Weighting.EQUAL ? (double) statistics.count() : 1;
        for (int p = 0; p < sum.length; p++) {
            sum[p] += scatter[p] / count;
        }
        classes++;
        images += statistics.count();
    }

    void add(SharedScatter shared) {
        double[] scatter = weighting == Weighting.EQUAL ? shared.equal() : shared.pooled();
        for (int p = 0; p < sum.length; p++) {
            sum[p] += scatter[p];
        }
        classes += shared.classes();
        images += shared.count();
    }

    /**
     * n - C, in how many directions the images can differ from their means. With {@link Weighting#EQUAL} and classes
     * of very different sizes the covariance is worth less than that says.
     */
    long freedom() {
        return images - classes;
    }

    /**
     * A new array {@code [d(d+1)/2]}.
     *
     * @throws AccrueException CONFLICT when no scatter was added
     */
    double[] covariance() {
        if (classes == 0) {
            throw new AccrueException(CONFLICT, text("gaussian.covariance.noScatter"));
        }
        long divisor = switch (weighting) {
            case EQUAL -> classes;
            case POOLED -> Math.max(1, freedom());
            case POOLED_BY_IMAGES -> images;
        };
        double[] covariance = new double[sum.length];
        for (int p = 0; p < sum.length; p++) {
            covariance[p] = sum[p] / divisor;
        }
        return covariance;
    }
}
