package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;

import dev.accrue.common.AccrueException;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.linsol.chol.LinearSolverChol_DDRB;

/**
 * The covariance all classes share, factored once. No inverse is ever formed.
 *
 * <p>The solver is asked for by name: below about 600 dimensions EJML's factory picks one that is slower here.
 */
final class SharedCovariance {

    private final LinearSolverChol_DDRB factor;
    private final int dimension;

    private SharedCovariance(LinearSolverChol_DDRB factor, int dimension) {
        this.factor = factor;
        this.dimension = dimension;
    }

    /**
     * Sigma + ridge I, with Sigma the mean of the class covariances S_c / n_c (divisor n, every class with the same
     * weight). The published recursion Sigma C/(C+1) + Sigma_new/(C+1) is this mean, written one class at a time.
     *
     * @throws AccrueException BAD_DATA when it is not positive definite
     */
    static SharedCovariance equalWeight(List<ClassStatistics> classes, double ridge) {
        int d = classes.get(0).dimension();
        double[] packed = new double[ClassStatistics.packedLength(d)];
        for (ClassStatistics c : classes) {
            double[] scatter = c.scatter();
            double weight = 1.0 / ((double) c.count() * classes.size());
            for (int p = 0; p < packed.length; p++) {
                packed[p] += scatter[p] * weight;
            }
        }
        DMatrixRMaj sigma = new DMatrixRMaj(d, d);
        double largest = 0;
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                sigma.set(i, j, packed[p]);
                sigma.set(j, i, packed[p]);
            }
            largest = Math.max(largest, sigma.get(i, i));
            sigma.add(i, i, ridge);
        }
        LinearSolverChol_DDRB factor = new LinearSolverChol_DDRB();
        if (!factor.setA(sigma)) {
            throw notPositiveDefinite(classes.size(), d, ridge, largest);
        }
        return new SharedCovariance(factor, d);
    }

    /**
     * X of Sigma X = B.
     *
     * @param b {@code [d x k]}, left as it is
     * @return {@code [d x k]}
     */
    DMatrixRMaj solve(DMatrixRMaj b) {
        DMatrixRMaj x = new DMatrixRMaj(dimension, b.numCols);
        factor.solve(b.copy(), x);
        return x;
    }

    private static AccrueException notPositiveDefinite(int classes, int d, double ridge, double largest) {
        return new AccrueException(
                BAD_DATA,
                "the shared covariance of " + classes + " classes and " + d
                        + " features is not positive definite, even with " + ridge
                        + " on its diagonal (its largest variance is " + largest
                        + "); use more images a class or a backbone whose features are smaller");
    }
}
