package dev.accrue.gaussian;

import dev.accrue.gaussian.CovarianceSum.Weighting;
import dev.accrue.gaussian.LinearDiscriminant.Prototype;
import java.util.List;

/**
 * Linear discriminants with one covariance for all classes: of all scatters only their sum is kept.
 *
 * <p>The published method is one of them: Sigma + 1e-6 I with Sigma the mean of the class covariances S_c / n_c. The
 * published recursion Sigma C/(C+1) + Sigma_new/(C+1) is this mean, written one class at a time.
 */
final class LinearFitting implements Fitting {

    private final LinearDiscriminant.Form form;
    private final Shrinkage shrinkage;
    private final Prior prior;
    private final Prototypes prototypes;
    private final CovarianceSum sum;

    LinearFitting(int dimension, LinearDiscriminant.Form form, Weighting weighting, Shrinkage shrinkage, Prior prior) {
        this.form = form;
        this.shrinkage = shrinkage;
        this.prior = prior;
        this.prototypes = new Prototypes(dimension);
        this.sum = new CovarianceSum(dimension, weighting);
    }

    @Override
    public void add(ClassStatistics statistics) {
        prototypes.add(statistics.count(), statistics.mean());
        sum.add(statistics);
    }

    @Override
    public void add(long count, double[] mean) {
        prototypes.add(count, mean);
    }

    @Override
    public void add(SharedScatter shared) {
        prototypes.requireDimension(shared.dimension());
        sum.add(shared);
    }

    @Override
    public Classifier classifier() {
        List<Prototype> classes = prototypes.classes();
        CovarianceEstimate covariance = covariance();
        return LinearDiscriminant.of(form, classes, prior::logarithm, covariance::solve, covariance.regularisation());
    }

    @Override
    public CovarianceEstimate covariance() {
        return shrinkage.shrink(sum.covariance(), prototypes.dimension(), sum.freedom());
    }
}
