package dev.accrue.gaussian;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How strong a ridge a regression wants, from the statistics alone: generalised cross-validation (Golub, Heath and
 * Wahba, "Generalized Cross-Validation as a Method for Choosing a Good Ridge Parameter", Technometrics 1979). It is
 * leaving each image out once, with the images turned so that each has the same leverage:
 *
 * <pre>
 *   GCV(lambda) = [RSS / n] / [1 - (df + 1) / n]^2,    df = d - lambda tr((T + lambda I)^-1)
 * </pre>
 *
 * with one degree of freedom more for the intercept and RSS = tr(Y^T Y) - tr(W^T B) - lambda tr(W^T W), where
 * B = (T + lambda I) W. No image is needed and none is held out, so all classes count, not only those of the last
 * increment.
 *
 * <p>One tridiagonal reduction serves all lambdas: 4/3 d^3 flops, half of them only as fast as memory is. On one core
 * that factors at 7 GFLOP/s it took 16 s in 3,000 dimensions; eight times that is to be expected in 6,000. Beside it
 * there are 2 d^2 C flops for the classes and two square arrays.
 */
final class RidgeChoice {

    /** From 1e-8 to 100 of the mean variance, four a decade. */
    private static final double[] LAMBDAS = IntStream.rangeClosed(-32, 8)
            .mapToDouble(k -> Math.pow(10, k / 4.0))
            .toArray();

    /** Below this part of what there is to explain the residuals are rounding. */
    private static final double SMALLEST_RESIDUAL = 1e-10;

    /** The same of 1 - (df + 1) / n, whose square goes with the residuals. */
    private static final double FEWEST_FREE = 1e-6;

    /** Where a valley is flat, the strongest ridge within this of the best is taken, not what rounding likes best. */
    private static final double FLAT = 1e-6;

    private RidgeChoice() {}

    /**
     * All sums over images are divided by n.
     *
     * @param total T {@code [d(d+1)/2]}, packed: the covariance of all images around their common mean
     * @param cross B {@code [d x C]}: of the features with the targets; overwritten
     * @param targets tr(Y^T Y)
     * @param images n
     * @return lambda as a part of the mean variance tr(T)/d; the largest there is where none can be judged, as when
     *     there is one class only and nothing to explain
     */
    static double lambda(double[] total, double[][] cross, double targets, long images) {
        int d = cross.length;
        double variance = meanVariance(total, d);
        double[] scaled = Arrays.stream(total).map(value -> value / variance).toArray();
        Tridiagonal reduced = new Tridiagonal(scaled, d);
        reduced.rotate(cross);
        double[][] work = new double[d][cross[0].length];
        double[] scores = Arrays.stream(LAMBDAS)
                .map(lambda -> {
                    Tridiagonal.Solved solved = reduced.solve(lambda, cross, work);
                    double residual = targets - (solved.along() + lambda * solved.squares()) / variance;
                    double freedom = d - lambda * reduced.traceOfInverse(lambda);
                    double free = 1 - (freedom + 1) / images;
                    boolean judged = residual > SMALLEST_RESIDUAL * targets && free > FEWEST_FREE;
                    return judged ? residual / (free * free) : Double.POSITIVE_INFINITY;
                })
                .toArray();
        double least = Arrays.stream(scores).min().orElseThrow();
        int last = LAMBDAS.length - 1;
        while (scores[last] > least * (1 + FLAT)) {
            last--;
        }
        return LAMBDAS[last];
    }

    private static double meanVariance(double[] packed, int d) {
        return IntStream.rangeClosed(1, d)
                        .mapToDouble(i -> packed[ClassStatistics.packedLength(i) - 1])
                        .sum()
                / d;
    }
}
