package dev.accrue.gaussian;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * L of A = L L^T. No inverse is ever formed. Immutable, safe for several threads.
 *
 * <p>Made in place in the packed triangle, by panels (Golub and Van Loan, "Matrix Computations", 4.2.6): the columns of a
 * panel are factored, and their products subtracted from all that is right of them by {@link RankUpdate}, which is most
 * of the d^3/3 flops. EJML's blocked decomposition needs the room of two squares and took
 * four times as long.
 */
final class CholeskyFactor {

    private static final double SMALLEST_JITTER = 1e-12;

    /** A little more than 1e-4, which repeated multiplication by ten may pass by an ulp. */
    private static final double LARGEST_JITTER = 1.01e-4;

    /** Some ulps of float64. */
    private static final double ROUNDING = 1e-15;

    /** Columns of a panel. */
    private static final int PANEL = 128;

    /** Right sides solved together, by one thread. */
    private static final int STRETCH = 256;

    private final TriangularFactor lower;
    private final int d;

    private CholeskyFactor(double[] lower, int d) {
        this.lower = new TriangularFactor(lower);
        this.d = d;
    }

    /**
     * @param packed A {@code [d(d+1)/2]}, lower triangle packed by rows
     * @param d dimension of A
     * @return nothing when A, as rounded, is not positive definite or holds a number that is not finite
     */
    static Optional<CholeskyFactor> of(double[] packed, int d) {
        return factored(packed.clone(), d);
    }

    /** @param a A, which L takes the place of */
    private static Optional<CholeskyFactor> factored(double[] a, int d) {
        for (int from = 0; from < d; from += PANEL) {
            int to = Math.min(from + PANEL, d);
            if (!factorDiagonal(a, from, to)) {
                return Optional.empty();
            }
            if (to < d) {
                RankUpdate.subtract(a, to, solvePanel(a, from, to, d));
            }
        }
        return Optional.of(new CholeskyFactor(a, d));
    }

    /** The triangle on the diagonal, row by row. A NaN anywhere in a row of A reaches the diagonal of L. */
    private static boolean factorDiagonal(double[] a, int from, int to) {
        for (int i = from; i < to; i++) {
            int row = ClassStatistics.packedLength(i);
            for (int j = from; j <= i; j++) {
                int other = ClassStatistics.packedLength(j);
                double sum = a[row + j];
                for (int k = from; k < j; k++) {
                    sum -= a[row + k] * a[other + k];
                }
                a[row + j] = j < i ? sum / a[other + j] : Math.sqrt(sum);
            }
            if (!(a[row + i] > 0 && a[row + i] < Double.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The rows below the triangle, which is solved for all of them.
     *
     * @return their transpose {@code [(to - from) x (d - to)]}
     */
    private static double[][] solvePanel(double[] a, int from, int to, int d) {
        double[] triangle = new double[ClassStatistics.packedLength(to - from)];
        for (int i = from, p = 0; i < to; p += ++i - from) {
            System.arraycopy(a, ClassStatistics.packedLength(i) + from, triangle, p, i - from + 1);
        }
        TriangularFactor factor = new TriangularFactor(triangle);
        double[][] panel = new double[to - from][d - to];
        IntStream.range(0, (d - to + STRETCH - 1) / STRETCH).parallel().forEach(s -> {
            int first = to + s * STRETCH;
            int count = Math.min(STRETCH, d - first);
            double[][] y = new double[to - from][count];
            for (int i = 0; i < count; i++) {
                int row = ClassStatistics.packedLength(first + i) + from;
                for (int k = 0; k < y.length; k++) {
                    y[k][i] = a[row + k];
                }
            }
            factor.solve(y);
            for (int i = 0; i < count; i++) {
                int row = ClassStatistics.packedLength(first + i) + from;
                for (int k = 0; k < y.length; k++) {
                    a[row + k] = y[k][i];
                }
            }
            for (int k = 0; k < y.length; k++) {
                System.arraycopy(y[k], 0, panel[k], first - to, count);
            }
        });
        return panel;
    }

    /** @param jitter what the factored matrix had more on its diagonal than A, relative to the mean of A's diagonal */
    record Jittered(CholeskyFactor factor, double jitter) {}

    /**
     * A where it can be factored with some digits left, or else A + j tr(A)/d I for the first of j = 1e-12, 1e-11 ...
     * 1e-4 that can.
     *
     * @return nothing when more would be needed: A is then indefinite beyond all rounding, or not finite
     */
    static Optional<Jittered> withJitter(double[] packed, int d) {
        double mean =
                IntStream.range(0, d).mapToDouble(i -> packed[diagonal(i)]).sum() / d;
        double jitter = 0;
        while (jitter <= LARGEST_JITTER && Double.isFinite(mean)) {
            double[] jittered = packed.clone();
            double[] variances = new double[d];
            for (int i = 0; i < d; i++) {
                jittered[diagonal(i)] += jitter * mean;
                variances[i] = jittered[diagonal(i)];
            }
            Optional<CholeskyFactor> factor = factored(jittered, d).filter(found -> found.leavesDigitsOf(variances));
            if (factor.isPresent()) {
                return Optional.of(new Jittered(factor.get(), jitter));
            }
            jitter = jitter == 0 ? SMALLEST_JITTER : jitter * 10;
        }
        return Optional.empty();
    }

    /**
     * Whether every pivot is more than rounding can have left of it: l_ii^2 is what is left of a_ii when the features
     * before i have explained their part, and each subtraction may leave an ulp of a_ii. Scaling a feature changes
     * neither side's proportion.
     */
    boolean isCertain(double[] packed) {
        double[] variances = new double[d];
        Arrays.setAll(variances, i -> packed[diagonal(i)]);
        return leavesDigitsOf(variances);
    }

    private boolean leavesDigitsOf(double[] variances) {
        double[] values = lower.lower();
        return IntStream.range(0, d)
                .allMatch(i -> values[diagonal(i)] * values[diagonal(i)] > d * ROUNDING * variances[i]);
    }

    /** L, shared. */
    TriangularFactor triangular() {
        return lower;
    }

    private static int diagonal(int i) {
        return ClassStatistics.packedLength(i + 1) - 1;
    }

    /**
     * X of A X = B: 2 d^2 k flops.
     *
     * @param b {@code [d x k]}, left as it is
     * @return {@code [d x k]}
     */
    DMatrixRMaj solve(DMatrixRMaj b) {
        DMatrixRMaj x = b.copy();
        IntStream.range(0, (b.numCols + STRETCH - 1) / STRETCH).parallel().forEach(s -> {
            int from = s * STRETCH;
            int to = Math.min(from + STRETCH, b.numCols);
            double[][] y = new double[d][];
            Arrays.setAll(y, i -> Arrays.copyOfRange(x.data, i * b.numCols + from, i * b.numCols + to));
            lower.solve(y);
            lower.solveTransposed(y);
            for (int i = 0; i < d; i++) {
                System.arraycopy(y[i], 0, x.data, i * b.numCols + from, to - from);
            }
        });
        return x;
    }

    /** |L^-1 v|, the square root of v^T A^-1 v. */
    double norm(double[] v) {
        double[][] y = new double[d][1];
        Arrays.setAll(y, i -> new double[] {v[i]});
        double[] squares = new double[1];
        lower.squaredNorms(y, squares);
        return Math.sqrt(squares[0]);
    }
}
