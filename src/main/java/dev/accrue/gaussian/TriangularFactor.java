package dev.accrue.gaussian;

import java.util.Arrays;

/**
 * L of Sigma = L L^T, as it is passed over many vectors: {@code [d(d+1)/2]}, packed by rows, half the room of a square.
 *
 * <p>The vectors lie side by side, feature by feature, so a number of L is read once for all of them, and the inner
 * loops have the shape that HotSpot turns into vector instructions (see {@link FourRows}). They are solved in blocks of
 * features, so that a block stays in the cache while it is subtracted from all others. What is done to one vector does
 * not depend on those beside it.
 */
record TriangularFactor(double[] lower) {

    /** Features solved before they are subtracted from the others; a multiple of four keeps the order of additions. */
    private static final int BLOCK = 64;

    /** log det Sigma. */
    double logDeterminant(int d) {
        double sum = 0;
        for (int i = 1; i <= d; i++) {
            sum += Math.log(lower[ClassStatistics.packedLength(i) - 1]);
        }
        return 2 * sum;
    }

    /**
     * |L^-1 y|^2 of each vector: d^2 flops a vector.
     *
     * @param y {@code [d x n]}: a feature of all vectors a row; overwritten
     * @param squares {@code [n]}, set
     */
    void squaredNorms(double[][] y, double[] squares) {
        solve(y);
        Arrays.fill(squares, 0);
        for (double[] row : y) {
            for (int b = 0; b < squares.length; b++) {
                squares[b] += row[b] * row[b];
            }
        }
    }

    /** y becomes L^-1 y, by forward substitution. */
    void solve(double[][] y) {
        for (int from = 0; from < y.length; from += BLOCK) {
            int to = Math.min(from + BLOCK, y.length);
            for (int i = from; i < y.length; i++) {
                int start = ClassStatistics.packedLength(i);
                int end = Math.min(i, to);
                int j = from;
                for (; j + 4 <= end; j += 4) {
                    int p = start + j;
                    subtractFour(y[i], y, j, lower[p], lower[p + 1], lower[p + 2], lower[p + 3]);
                }
                for (; j < end; j++) {
                    subtract(y[i], y[j], lower[start + j]);
                }
                if (i < to) {
                    divide(y[i], lower[start + i]);
                }
            }
        }
    }

    /** y becomes L^-T y, by backward substitution. */
    void solveTransposed(double[][] y) {
        for (int to = y.length; to > 0; to -= BLOCK) {
            int from = Math.max(0, to - BLOCK);
            for (int j = to - 1; j >= 0; j--) {
                int i = to - 1;
                int end = Math.max(j + 1, from);
                for (; i - 3 >= end; i -= 4) {
                    subtractFour(y[j], y, i - 3, at(i - 3, j), at(i - 2, j), at(i - 1, j), at(i, j));
                }
                for (; i >= end; i--) {
                    subtract(y[j], y[i], at(i, j));
                }
                if (j >= from) {
                    divide(y[j], at(j, j));
                }
            }
        }
    }

    private double at(int i, int j) {
        return lower[ClassStatistics.packedLength(i) + j];
    }

    private static void subtractFour(double[] sum, double[][] y, int j, double l0, double l1, double l2, double l3) {
        FourRows.add(sum, y[j], y[j + 1], y[j + 2], y[j + 3], -l0, -l1, -l2, -l3, sum.length);
    }

    private static void subtract(double[] sum, double[] y, double l) {
        for (int b = 0; b < sum.length; b++) {
            sum[b] -= l * y[b];
        }
    }

    private static void divide(double[] sum, double l) {
        for (int b = 0; b < sum.length; b++) {
            sum[b] /= l;
        }
    }
}
