package dev.accrue.gaussian;

import java.util.Arrays;
import org.ejml.data.DMatrixRBlock;
import org.ejml.dense.block.decomposition.hessenberg.TridiagonalDecompositionHouseholder_DDRB;

/**
 * Q^T A Q of a symmetric A, all zeros but for its diagonal and the one beside it, with Q orthogonal. Found once in
 * 4/3 d^3 flops by Householder reflections, it answers for every lambda what (A + lambda I)^-1 does in d C flops more.
 */
final class Tridiagonal {

    private final double[] diagonal;

    /** {@code [d-1]}. */
    private final double[] beside;

    private final Reflections reflections;

    /** @param packed A {@code [d(d+1)/2]}, lower triangle packed by rows; left as it is */
    Tridiagonal(double[] packed, int d) {
        DMatrixRBlock block = new DMatrixRBlock(d, d);
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                block.set(i, j, packed[p]);
                block.set(j, i, packed[p]);
            }
        }
        this.reflections = new Reflections(block);
        this.diagonal = new double[d];
        this.beside = new double[d];
        reflections.getDiagonal(diagonal, beside);
    }

    int dimension() {
        return diagonal.length;
    }

    /** B becomes Q^T B, 2 d^2 C flops. */
    void rotate(double[][] b) {
        reflections.apply(b);
    }

    /**
     * Of X = (A + lambda I)^-1 B.
     *
     * @param along tr(B^T X)
     * @param squares tr(X^T X)
     */
    record Solved(double along, double squares) {}

    /**
     * By elimination from the first row to the last and back; NaN where a pivot is not positive.
     *
     * @param rotated Q^T B {@code [d x C]}, left as it is
     * @param work {@code [d x C]}, overwritten
     */
    Solved solve(double lambda, double[][] rotated, double[][] work) {
        double[] pivots = pivots(lambda);
        double along = 0;
        double squares = 0;
        for (int i = 0; i < work.length; i++) {
            System.arraycopy(rotated[i], 0, work[i], 0, work[i].length);
            if (i > 0) {
                subtract(work[i], work[i - 1], beside[i - 1] / pivots[i - 1]);
            }
            along += squares(work[i]) / pivots[i];
        }
        for (int i = work.length - 1; i >= 0; i--) {
            if (i < work.length - 1) {
                subtract(work[i], work[i + 1], beside[i]);
            }
            for (int c = 0; c < work[i].length; c++) {
                work[i][c] /= pivots[i];
            }
            squares += squares(work[i]);
        }
        return new Solved(along, squares);
    }

    /**
     * tr((A + lambda I)^-1): element i of its diagonal is the reciprocal of what is left of that of A + lambda I when
     * the rows above and those below have been eliminated. NaN where a pivot is not positive.
     */
    double traceOfInverse(double lambda) {
        double[] above = pivots(lambda);
        double trace = 0;
        double below = 0;
        for (int i = above.length - 1; i >= 0; i--) {
            double own = diagonal[i] + lambda;
            trace += 1 / (above[i] - below);
            if (i > 0) {
                below = beside[i - 1] * beside[i - 1] / (own - below);
            }
        }
        return trace;
    }

    private double[] pivots(double lambda) {
        double[] pivots = new double[diagonal.length];
        double above = 0;
        for (int i = 0; i < pivots.length; i++) {
            double pivot = diagonal[i] + lambda - above;
            pivots[i] = pivot > 0 ? pivot : Double.NaN;
            above = i < pivots.length - 1 ? beside[i] * beside[i] / pivots[i] : 0;
        }
        return pivots;
    }

    private static void subtract(double[] sum, double[] row, double factor) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] -= factor * row[c];
        }
    }

    private static double squares(double[] row) {
        double sum = 0;
        for (double value : row) {
            sum += value * value;
        }
        return sum;
    }

    /** EJML's blocked reduction, with its reflections applied to a few columns instead of made into a square Q. */
    private static final class Reflections extends TridiagonalDecompositionHouseholder_DDRB {

        Reflections(DMatrixRBlock block) {
            decompose(block);
        }

        /** Reflection i is I - gamma_i u u^T; u is zero up to i, one after it, and then what is left of row i. */
        void apply(double[][] b) {
            double[] dots = new double[b[0].length];
            for (int i = 0; i < b.length - 1; i++) {
                Arrays.fill(dots, 0);
                for (int j = i + 1; j < b.length; j++) {
                    subtract(dots, b[j], j == i + 1 ? -1 : -A.get(i, j));
                }
                for (int j = i + 1; j < b.length; j++) {
                    subtract(b[j], dots, gammas[i] * (j == i + 1 ? 1 : A.get(i, j)));
                }
            }
        }
    }
}
