package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import java.util.List;

/**
 * A scatter as the rows it is made of: S = X^T X. A class of few images takes less room this way, and nothing is
 * lost, because S follows from X by one fixed order of additions.
 *
 * @param rows r, number of rows of X, at least 1
 * @param values X {@code [r x d]}, row-major; shared, not copied
 */
public record ScatterFactor(int rows, double[] values) {

    /** Rows multiplied at a time. */
    static final int BLOCK = 128;

    private static final double ROUNDING = 1e-9;

    /** @throws AccrueException BAD_DATA when the values are not r rows of one length of at least 1 */
    public ScatterFactor {
        if (rows < 1 || values.length < rows || values.length % rows != 0) {
            throw new AccrueException(BAD_DATA, text("gaussian.statistics.factorNoRows", values.length, rows));
        }
    }

    /** d. */
    public int dimension() {
        return values.length / rows;
    }

    /** Whether r rows take at most half the room of the packed scatter, which makes it worth multiplying them out. */
    public static boolean pays(long rows, int dimension) {
        return rows * 4 <= dimension + 1L;
    }

    /**
     * S {@code [d(d+1)/2]}, lower triangle packed by rows; always the same bits. The products are added up in blocks
     * of 128 rows, as {@link StatisticsAccumulator} does; within a block a row of zeros changes nothing.
     */
    public double[] packed() {
        int d = dimension();
        double[] packed = new double[ClassStatistics.packedLength(d)];
        for (int from = 0; from < rows; from += BLOCK) {
            double[][] block = new double[Math.min(BLOCK, rows - from)][];
            int first = from;
            Arrays.setAll(block, r -> Arrays.copyOfRange(values, (first + r) * d, (first + r + 1) * d));
            RankUpdate.add(packed, block);
        }
        return packed;
    }

    /**
     * Whether the rows are differences from one mean: their sum is zero, but for rounding. The rows of merged classes
     * are differences from several, and one more that is the step between these.
     */
    boolean centred() {
        if (rows >= BLOCK) {
            return false;
        }
        int d = dimension();
        for (int j = 0; j < d; j++) {
            double sum = 0;
            double size = 0;
            for (int p = j; p < values.length; p += d) {
                sum += values[p];
                size += Math.abs(values[p]);
            }
            if (Math.abs(sum) > ROUNDING * size) {
                return false;
            }
        }
        return true;
    }

    /** The rows of all three, without those that are all zeros, which are nothing in the scatter; but one at least. */
    ScatterFactor followedBy(ScatterFactor second, ScatterFactor third) {
        int d = dimension();
        double[] joined = new double[values.length + second.values.length + third.values.length];
        int length = 0;
        for (ScatterFactor part : List.of(this, second, third)) {
            for (int from = 0; from < part.values.length; from += d) {
                if (!isZero(part.values, from, from + d)) {
                    System.arraycopy(part.values, from, joined, length, d);
                    length += d;
                }
            }
        }
        int kept = Math.max(1, length / d);
        return new ScatterFactor(kept, Arrays.copyOf(joined, kept * d));
    }

    private static boolean isZero(double[] values, int from, int to) {
        for (int p = from; p < to; p++) {
            if (values[p] != 0) {
                return false;
            }
        }
        return true;
    }
}
