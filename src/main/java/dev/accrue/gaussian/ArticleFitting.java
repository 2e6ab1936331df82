package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;

import dev.accrue.common.AccrueException;
import dev.accrue.gaussian.ArticleDiscriminant.Prototype;
import java.util.ArrayList;
import java.util.List;

/**
 * Sigma + 1e-6 I with Sigma the mean of the class covariances S_c / n_c: divisor n, every class with the same
 * weight. The published recursion Sigma C/(C+1) + Sigma_new/(C+1) is this mean, written one class at a time; here
 * the sum is kept and divided by the number of scatters when it is asked for.
 */
final class ArticleFitting implements Fitting {

    private static final double RIDGE = 1e-6;

    private final int dimension;
    private final List<Prototype> prototypes = new ArrayList<>();

    /** Sum of S_c / n_c {@code [d(d+1)/2]}, packed. */
    private final double[] sum;

    private long scatters;

    ArticleFitting(int dimension) {
        if (dimension < 1) {
            throw new AccrueException(
                    CONFLICT, "a classifier of " + dimension + " features cannot be fitted; at least 1 is needed");
        }
        this.dimension = dimension;
        this.sum = new double[ClassStatistics.packedLength(dimension)];
    }

    @Override
    public void add(ClassStatistics statistics) {
        add(statistics.count(), statistics.mean());
        double[] scatter = statistics.scatter();
        double count = (double) statistics.count();
        for (int p = 0; p < sum.length; p++) {
            sum[p] += scatter[p] / count;
        }
        scatters++;
    }

    @Override
    public void add(long count, double[] mean) {
        requireDimension(mean.length);
        if (count < 1) {
            throw new AccrueException(
                    BAD_DATA, "a class counts " + count + " images; at least 1 is needed: learn the class again");
        }
        prototypes.add(new Prototype(count, mean));
    }

    @Override
    public void add(SharedScatter shared) {
        requireDimension(shared.dimension());
        double[] equal = shared.equal();
        for (int p = 0; p < sum.length; p++) {
            sum[p] += equal[p];
        }
        scatters += shared.classes();
    }

    @Override
    public Classifier classifier() {
        if (prototypes.isEmpty()) {
            throw new AccrueException(CONFLICT, "the model has no classes, so it cannot classify; add a class first");
        }
        return ArticleDiscriminant.of(prototypes, covariance());
    }

    @Override
    public CovarianceEstimate covariance() {
        if (scatters == 0) {
            throw new AccrueException(
                    CONFLICT,
                    "the model has no scatter, so there is no covariance; add a class that is not sealed, or the"
                            + " scatter that the sealed classes share");
        }
        double[] sigma = new double[sum.length];
        for (int p = 0; p < sum.length; p++) {
            sigma[p] = sum[p] / scatters;
        }
        for (int i = 0; i < dimension; i++) {
            sigma[ClassStatistics.packedLength(i + 1) - 1] += RIDGE;
        }
        return new CovarianceEstimate(sigma, dimension);
    }

    private void requireDimension(int found) {
        if (found != dimension) {
            throw new AccrueException(
                    CONFLICT,
                    "a class of " + found + " features cannot join a model of " + dimension
                            + "; all must come from one backbone");
        }
    }
}
