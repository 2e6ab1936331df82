package dev.accrue.gaussian;

import java.util.Arrays;

/**
 * S += X^T X for the lower triangle only: the d^2 flops a vector that the statistics cost.
 *
 * <p>One row of S is updated by four rows of X at a time, over stretches of columns that stay in the cache. The
 * shape of {@link #addFour} is what HotSpot turns into vector instructions: one output array, few inputs, all at
 * the same index. Larger bodies (two rows of S, eight rows of X) were tried and stay scalar, three times slower.
 * The order of summation of an entry is fixed, so the result is the same on every run.
 */
final class RankUpdate {

    /** Rows of X taken at a time; what is missing at the end is taken as zeros, which changes no bit of S. */
    private static final int GROUP = 4;

    /** Columns of S worked on at a time: 512 columns of 128 rows of X are half a megabyte. */
    private static final int STRETCH = 512;

    private RankUpdate() {}

    /**
     * @param packed S, lower triangle packed by rows, changed in place
     * @param rows X {@code [at least count x d]}
     * @param count how many rows of X to take, at least 1
     */
    static void add(double[] packed, double[][] rows, int count) {
        int d = rows[0].length;
        double[][] x = Arrays.copyOf(rows, (count + GROUP - 1) / GROUP * GROUP);
        Arrays.fill(x, count, x.length, new double[d]);
        double[] sum = new double[d];
        for (int from = 0; from < d; from += STRETCH) {
            for (int i = from; i < d; i++) {
                int to = Math.min(from + STRETCH, i + 1);
                Arrays.fill(sum, from, to, 0);
                for (int r = 0; r < count; r += GROUP) {
                    addFour(sum, x[r], x[r + 1], x[r + 2], x[r + 3], i, from, to);
                }
                int start = ClassStatistics.packedLength(i);
                for (int j = from; j < to; j++) {
                    packed[start + j] += sum[j];
                }
            }
        }
    }

    private static void addFour(
            double[] sum, double[] x0, double[] x1, double[] x2, double[] x3, int i, int from, int to) {
        double a0 = x0[i];
        double a1 = x1[i];
        double a2 = x2[i];
        double a3 = x3[i];
        for (int j = from; j < to; j++) {
            sum[j] += (a0 * x0[j] + a1 * x1[j]) + (a2 * x2[j] + a3 * x3[j]);
        }
    }
}
