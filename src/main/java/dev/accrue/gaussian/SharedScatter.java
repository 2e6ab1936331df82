package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;

/**
 * What is left of the scatters of classes that were sealed: the two sums from which a shared covariance is made,
 * whichever weight it gives to a class. The scatters themselves cannot be had back from them.
 *
 * @param classes k, how many scatters were folded in, at least 1
 * @param count images of these classes together
 * @param pooled sum of S_c {@code [d(d+1)/2]}, packed as in {@link ClassStatistics}
 * @param equal sum of S_c / n_c {@code [d(d+1)/2]}
 */
public record SharedScatter(int classes, long count, double[] pooled, double[] equal) {

    /** @throws AccrueException BAD_DATA when the numbers cannot belong together */
    public SharedScatter {
        if (classes < 1
                || count < classes
                || pooled.length < 1
                || pooled.length != equal.length
                || pooled.length != ClassStatistics.packedLength(dimension(pooled))) {
            throw new AccrueException(
                    BAD_DATA, text("gaussian.sharedScatter.damaged", classes, count, pooled.length, equal.length));
        }
    }

    /** d. */
    public int dimension() {
        return dimension(pooled);
    }

    /** The d of d(d+1)/2; the square root is exact enough for any length of an array. */
    private static int dimension(double[] packed) {
        return (int) ((Math.sqrt(8.0 * packed.length + 1) - 1) / 2);
    }

    /** That of one class. */
    public static SharedScatter of(ClassStatistics statistics) {
        double[] equal = new double[statistics.scatter().length];
        for (int p = 0; p < equal.length; p++) {
            equal[p] = statistics.scatter()[p] / statistics.count();
        }
        return new SharedScatter(1, statistics.count(), statistics.scatter(), equal);
    }

    /** @throws AccrueException CONFLICT when the dimensions differ */
    public SharedScatter plus(SharedScatter other) {
        if (pooled.length != other.pooled.length) {
            throw new AccrueException(
                    CONFLICT, text("gaussian.sharedScatter.cannotAdd", pooled.length, other.pooled.length));
        }
        double[] pooledSum = new double[pooled.length];
        double[] equalSum = new double[pooled.length];
        for (int p = 0; p < pooledSum.length; p++) {
            pooledSum[p] = pooled[p] + other.pooled[p];
            equalSum[p] = equal[p] + other.equal[p];
        }
        return new SharedScatter(
                Math.addExact(classes, other.classes), Math.addExact(count, other.count), pooledSum, equalSum);
    }

    /**
     * What is left without the scatters that an earlier state of the same sums held. Up to rounding, so an entry that
     * ought to be zero may be a little off.
     *
     * @throws AccrueException CONFLICT when the dimensions differ, BAD_DATA when the other is no part of this
     */
    public SharedScatter minus(SharedScatter earlier) {
        if (pooled.length != earlier.pooled.length) {
            throw new AccrueException(
                    CONFLICT, text("gaussian.sharedScatter.cannotSubtract", pooled.length, earlier.pooled.length));
        }
        double[] pooledRest = new double[pooled.length];
        double[] equalRest = new double[pooled.length];
        for (int p = 0; p < pooledRest.length; p++) {
            pooledRest[p] = pooled[p] - earlier.pooled[p];
            equalRest[p] = equal[p] - earlier.equal[p];
        }
        return new SharedScatter(classes - earlier.classes, count - earlier.count, pooledRest, equalRest);
    }
}
