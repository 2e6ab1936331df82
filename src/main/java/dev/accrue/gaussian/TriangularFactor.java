package dev.accrue.gaussian;

import java.util.Arrays;

/**
 * L of Sigma = L L^T, as it is passed over many vectors: {@code [d(d+1)/2]}, packed by rows, half the room of a square.
 *
 * <p>The vectors lie side by side, feature by feature, so a number of L is read once for all of them, and the inner
 * loop has the shape that HotSpot turns into vector instructions (see {@link RankUpdate}). What is done to one vector
 * does not depend on those beside it.
 */
record TriangularFactor(double[] lower) {

    /** log det Sigma. */
    double logDeterminant(int d) {
        double sum = 0;
        for (int i = 1; i <= d; i++) {
            sum += Math.log(lower[ClassStatistics.packedLength(i) - 1]);
        }
        return 2 * sum;
    }

    /**
     * |L^-1 y|^2 of each vector, by forward substitution: d^2 flops a vector.
     *
     * @param y {@code [d x n]}: a feature of all vectors a row; overwritten
     * @param squares {@code [n]}, set
     */
    void squaredNorms(double[][] y, double[] squares) {
        Arrays.fill(squares, 0);
        for (int i = 0, start = 0; i < y.length; start += ++i) {
            int j = 0;
            for (; j + 4 <= i; j += 4) {
                subtractFour(y[i], y[j], y[j + 1], y[j + 2], y[j + 3], lower, start + j);
            }
            for (; j < i; j++) {
                subtract(y[i], y[j], lower[start + j]);
            }
            divide(y[i], lower[start + i], squares);
        }
    }

    private static void subtractFour(
            double[] sum, double[] y0, double[] y1, double[] y2, double[] y3, double[] l, int p) {
        double l0 = l[p];
        double l1 = l[p + 1];
        double l2 = l[p + 2];
        double l3 = l[p + 3];
        for (int b = 0; b < sum.length; b++) {
            sum[b] -= (l0 * y0[b] + l1 * y1[b]) + (l2 * y2[b] + l3 * y3[b]);
        }
    }

    private static void subtract(double[] sum, double[] y, double l) {
        for (int b = 0; b < sum.length; b++) {
            sum[b] -= l * y[b];
        }
    }

    private static void divide(double[] sum, double l, double[] squares) {
        for (int b = 0; b < sum.length; b++) {
            sum[b] /= l;
            squares[b] += sum[b] * sum[b];
        }
    }
}
