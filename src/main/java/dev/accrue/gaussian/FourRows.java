package dev.accrue.gaussian;

/**
 * The inner loop of all that costs d^2 flops a vector or d^3 altogether.
 *
 * <p>Its shape is what HotSpot turns into vector instructions: one output array, few inputs, all at the same index and
 * the index from zero. Larger bodies (two outputs, eight inputs) were tried and stay scalar, three to five times slower.
 */
final class FourRows {
    private FourRows() {}

    /** The first n of sum += (a0 x0 + a1 x1) + (a2 x2 + a3 x3), added in this order. */
    static void add(
            double[] sum,
            double[] x0,
            double[] x1,
            double[] x2,
            double[] x3,
            double a0,
            double a1,
            double a2,
            double a3,
            int n) {
        for (int j = 0; j < n; j++) {
            sum[j] += (a0 * x0[j] + a1 * x1[j]) + (a2 * x2[j] + a3 * x3[j]);
        }
    }
}
