package dev.accrue.gaussian;

import dev.accrue.gaussian.ClassCovariances.Fitted;
import dev.accrue.gaussian.CovarianceEstimate.WhenSingular;
import dev.accrue.gaussian.CovarianceSum.Weighting;
import dev.accrue.gaussian.LinearDiscriminant.Prototype;
import dev.accrue.gaussian.QuadraticDiscriminant.Ellipsoid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Goswami, Liu, Twardowski and van de Weijer, "FeCAM: Exploiting the Heterogeneity of Class Distributions in
 * Exemplar-Free Continual Learning" (NeurIPS 2023): Sigma_c + gamma1 V1 I + gamma2 V2 (1 - I) with V1 the mean of the
 * diagonal and V2 that of all other elements, divided by the standard deviations so that the diagonal is 1, and the
 * Mahalanobis distance in that, without a prior and without a determinant. Features are taken as they are: the
 * publication's power transform is another view of the backbone.
 *
 * <p>No class depends on another, so each is factored when it is added, d^3/3 flops, and of its scatter only the
 * factor is kept.
 */
final class FecamFitting implements Fitting {

    private final double gamma1;
    private final double gamma2;
    private final Prototypes prototypes;
    private final CovarianceSum sum;
    private final List<Fitted> fitted = new ArrayList<>();

    FecamFitting(int dimension, double gamma1, double gamma2) {
        this.gamma1 = gamma1;
        this.gamma2 = gamma2;
        this.prototypes = new Prototypes(dimension);
        this.sum = new CovarianceSum(dimension, Weighting.POOLED);
    }

    @Override
    public void add(ClassStatistics statistics) {
        prototypes.requireDimension(statistics.dimension());
        fitted.add(fit(statistics));
        prototypes.add(statistics.count(), statistics.mean());
        sum.add(statistics);
    }

    @Override
    public void add(long count, double[] mean) {
        throw ClassCovariances.sealed("fecam");
    }

    @Override
    public void add(SharedScatter shared) {
        throw ClassCovariances.sealed("fecam");
    }

    @Override
    public Classifier classifier() {
        List<Prototype> classes = prototypes.classes();
        return ClassCovariances.discriminant(fitted.subList(0, classes.size()), List.of());
    }

    private Fitted fit(ClassStatistics statistics) {
        int d = prototypes.dimension();
        double[] scatter = statistics.scatter();
        ClassCovariances.requireFinite(scatter);
        double[] correlations = correlations(scatter, d);
        CovarianceEstimate covariance = new CovarianceEstimate(correlations, d, WhenSingular.ADD_JITTER, 0);
        TriangularFactor factor = covariance.triangular();
        boolean spread = Arrays.stream(scatter).anyMatch(value -> value != 0);
        return new Fitted(
                new Ellipsoid(0, statistics.mean(), factor),
                spread ? covariance.regularisation() : new Regularisation(0, Regularisation.UNIT));
    }

    /** The divisor of the scatter, n or n - 1, cancels. A feature without variance has no correlation but its own. */
    private double[] correlations(double[] scatter, int d) {
        double diagonal = 0;
        double others = 0;
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j < i; j++, p++) {
                others += scatter[p];
            }
            diagonal += scatter[p++];
        }
        double variance = gamma1 * diagonal / d;
        double covariance = d == 1 ? 0 : gamma2 * others / (d * (d - 1.0) / 2);
        double[] roots = new double[d];
        Arrays.setAll(roots, i -> Math.sqrt(scatter[ClassStatistics.packedLength(i + 1) - 1] + variance));
        double[] correlations = new double[scatter.length];
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j < i; j++, p++) {
                correlations[p] = roots[i] == 0 || roots[j] == 0 ? 0 : (scatter[p] + covariance) / roots[i] / roots[j];
            }
            correlations[p++] = 1;
        }
        return correlations;
    }

    /** The pooled covariance, shrunk as far as its images ask for: distances in it compare versions. */
    @Override
    public CovarianceEstimate covariance() {
        return Shrinkage.oas().shrink(sum.covariance(), prototypes.dimension(), sum.freedom());
    }
}
