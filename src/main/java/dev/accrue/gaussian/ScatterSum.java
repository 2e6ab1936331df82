package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;

/**
 * A {@link SharedScatter} that grows in place, class by class: however many classes are folded in, there are two sums and
 * no more. They are taken in the order of the additions, so it makes no difference where one sum ended and the next went on
 * from it. For one thread.
 */
public final class ScatterSum {
    private final double[] pooled;
    private final double[] equal;
    private int classes;
    private long count;

    /**
     * Of no class yet.
     *
     * @param dimension d
     */
    public ScatterSum(int dimension) {
        this.pooled = new double[ClassStatistics.packedLength(dimension)];
        this.equal = new double[pooled.length];
    }

    /**
     * Goes on from a sum that was ended before.
     *
     * @param begun taken over: its arrays change with this sum, so nobody else may hold it
     */
    public ScatterSum(SharedScatter begun) {
        this.pooled = begun.pooled();
        this.equal = begun.equal();
        this.classes = begun.classes();
        this.count = begun.count();
    }

    /**
     * Folds in the scatter of one class.
     *
     * @throws AccrueException CONFLICT when the dimensions differ
     */
    public void add(ClassStatistics statistics) {
        double[] scatter = statistics.scatter();
        if (scatter.length != pooled.length) {
            throw new AccrueException(
                    CONFLICT, text("gaussian.sharedScatter.cannotAdd", pooled.length, scatter.length));
        }
        classes = Math.addExact(classes, 1);
        count = Math.addExact(count, statistics.count());
        for (int p = 0; p < pooled.length; p++) {
            pooled[p] += scatter[p];
            equal[p] += scatter[p] / statistics.count();
        }
    }

    /**
     * The sum of all that was added, its arrays not copied: nothing can be added any more.
     *
     * @throws AccrueException BAD_DATA if there was nothing
     */
    public SharedScatter finish() {
        return new SharedScatter(classes, count, pooled, equal);
    }
}
