package dev.accrue.gaussian;

import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRBlock;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DSubmatrixD1;
import org.ejml.dense.block.MatrixOps_DDRB;
import org.ejml.dense.block.TriangularSolver_DDRB;
import org.ejml.dense.block.decomposition.chol.CholeskyOuterForm_DDRB;

/**
 * L of A = L L^T. No inverse is ever formed. Immutable, safe for several threads.
 *
 * <p>EJML's blocked decomposition is asked for by name: below about 600 dimensions its factory picks one that is
 * slower here.
 */
final class CholeskyFactor {

    private static final double SMALLEST_JITTER = 1e-12;

    /** A little more than 1e-4, which repeated multiplication by ten may pass by an ulp. */
    private static final double LARGEST_JITTER = 1.01e-4;

    /** Some ulps of float64. */
    private static final double ROUNDING = 1e-15;

    private final DMatrixRBlock lower;

    private CholeskyFactor(DMatrixRBlock lower) {
        this.lower = lower;
    }

    /**
     * @param packed A {@code [d(d+1)/2]}, lower triangle packed by rows
     * @param d dimension of A
     * @return nothing when A, as rounded, is not positive definite or holds a number that is not finite
     */
    static Optional<CholeskyFactor> of(double[] packed, int d) {
        DMatrixRMaj full = new DMatrixRMaj(d, d);
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                full.set(i, j, packed[p]);
                full.set(j, i, packed[p]);
            }
        }
        DMatrixRBlock block = new DMatrixRBlock(d, d);
        MatrixOps_DDRB.convert(full, block);
        if (!new CholeskyOuterForm_DDRB(true).decompose(block)) {
            return Optional.empty();
        }
        // a NaN anywhere in a row of A reaches the diagonal of L, and EJML lets it pass
        for (int i = 0; i < d; i++) {
            if (!Double.isFinite(block.get(i, i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new CholeskyFactor(block));
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
            for (int i = 0; i < d; i++) {
                jittered[diagonal(i)] += jitter * mean;
            }
            Optional<CholeskyFactor> factor = of(jittered, d).filter(found -> found.isCertain(jittered));
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
        int d = lower.numRows;
        return IntStream.range(0, d)
                .allMatch(i -> lower.get(i, i) * lower.get(i, i) > d * ROUNDING * packed[diagonal(i)]);
    }

    /** L {@code [d(d+1)/2]}, packed by rows. */
    double[] packed() {
        int d = lower.numRows;
        double[] packed = new double[ClassStatistics.packedLength(d)];
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                packed[p] = lower.get(i, j);
            }
        }
        return packed;
    }

    private static int diagonal(int i) {
        return ClassStatistics.packedLength(i + 1) - 1;
    }

    /**
     * X of A X = B.
     *
     * @param b {@code [d x k]}, left as it is
     * @return {@code [d x k]}
     */
    DMatrixRMaj solve(DMatrixRMaj b) {
        DMatrixRBlock x = halfSolved(b);
        TriangularSolver_DDRB.lsolve(lower.blockLength, false, new DSubmatrixD1(lower), new DSubmatrixD1(x), true);
        return MatrixOps_DDRB.convert(x, null);
    }

    /** |L^-1 v|, the square root of v^T A^-1 v. */
    double norm(double[] v) {
        DMatrixRBlock x = halfSolved(DMatrixRMaj.wrap(v.length, 1, v));
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            sum += x.get(i, 0) * x.get(i, 0);
        }
        return Math.sqrt(sum);
    }

    /** L^-1 B. */
    private DMatrixRBlock halfSolved(DMatrixRMaj b) {
        DMatrixRBlock x = new DMatrixRBlock(b.numRows, b.numCols);
        MatrixOps_DDRB.convert(b, x);
        TriangularSolver_DDRB.lsolve(lower.blockLength, false, new DSubmatrixD1(lower), new DSubmatrixD1(x), false);
        return x;
    }
}
