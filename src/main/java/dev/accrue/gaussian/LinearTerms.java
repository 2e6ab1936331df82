package dev.accrue.gaussian;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * B + Y W for a block of vectors y, in parallel over stretches of the columns of W: 2 d k flops a vector.
 *
 * <p>Four rows of W, cut to a stretch, stay in the nearest cache while they are multiplied with all vectors of a block.
 * The products of one sum are added in the order of the features, whatever the blocks, so a vector's terms do not depend
 * on those beside it. The inner loop has the shape that {@link FourRows} tells of.
 */
final class LinearTerms {

    /** Columns of W worked on at a time: four rows take 16 kB. */
    private static final int WIDTH = 512;

    /** B, and W {@code [k / WIDTH][d x WIDTH]}. */
    private final double[] offsets;

    private final double[][][] stretches;

    /**
     * @param offsets B {@code [k]}; kept, not copied
     * @param values holds W {@code [d x k]}, row-major
     * @param start where W begins
     * @param d rows of W
     */
    LinearTerms(double[] offsets, double[] values, int start, int d) {
        this.offsets = offsets;
        this.stretches = new double[(offsets.length + WIDTH - 1) / WIDTH][d][];
        for (int s = 0; s < stretches.length; s++) {
            int from = start + s * WIDTH;
            int width = Math.min(WIDTH, offsets.length - s * WIDTH);
            Arrays.setAll(
                    stretches[s],
                    k -> Arrays.copyOfRange(values, from + k * offsets.length, from + k * offsets.length + width));
        }
    }

    double[] offsets() {
        return offsets;
    }

    /** Puts W {@code [d x k]} into the target, row-major. */
    void copyWeightsTo(double[] target, int start) {
        for (int s = 0; s < stretches.length; s++) {
            for (int k = 0; k < stretches[s].length; k++) {
                double[] row = stretches[s][k];
                System.arraycopy(row, 0, target, start + k * offsets.length + s * WIDTH, row.length);
            }
        }
    }

    /**
     * @param y {@code [n x d]}
     * @return {@code [n x k]}
     */
    double[][] of(double[][] y) {
        double[][] terms = new double[y.length][];
        Arrays.setAll(terms, i -> offsets.clone());
        IntStream.range(0, stretches.length).parallel().forEach(s -> {
            int from = s * WIDTH;
            double[][] sums = Arrays.stream(terms)
                    .map(row -> Arrays.copyOfRange(row, from, Math.min(from + WIDTH, row.length)))
                    .toArray(double[][]::new);
            addProducts(sums, y, stretches[s]);
            for (int i = 0; i < y.length; i++) {
                System.arraycopy(sums[i], 0, terms[i], from, sums[i].length);
            }
        });
        return terms;
    }

    private static void addProducts(double[][] sums, double[][] y, double[][] weights) {
        int d = weights.length;
        int grouped = d - d % 4;
        for (int k = 0; k < grouped; k += 4) {
            for (int i = 0; i < y.length; i++) {
                addFour(sums[i], weights[k], weights[k + 1], weights[k + 2], weights[k + 3], y[i], k);
            }
        }
        for (int k = grouped; k < d; k++) {
            for (int i = 0; i < y.length; i++) {
                addOne(sums[i], weights[k], y[i][k]);
            }
        }
    }

    private static void addFour(double[] sum, double[] w0, double[] w1, double[] w2, double[] w3, double[] y, int k) {
        double y0 = y[k];
        double y1 = y[k + 1];
        double y2 = y[k + 2];
        double y3 = y[k + 3];
        for (int c = 0; c < sum.length; c++) {
            sum[c] = (((sum[c] + y0 * w0[c]) + y1 * w1[c]) + y2 * w2[c]) + y3 * w3[c];
        }
    }

    private static void addOne(double[] sum, double[] w, double y) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] += y * w[c];
        }
    }
}
