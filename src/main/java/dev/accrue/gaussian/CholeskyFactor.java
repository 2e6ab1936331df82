package dev.accrue.gaussian;

import java.util.Optional;
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
