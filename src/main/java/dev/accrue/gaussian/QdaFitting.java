package dev.accrue.gaussian;

import static dev.accrue.common.Messages.text;

import dev.accrue.gaussian.ClassCovariances.Fitted;
import dev.accrue.gaussian.CovarianceEstimate.WhenSingular;
import dev.accrue.gaussian.CovarianceSum.Weighting;
import dev.accrue.gaussian.LinearDiscriminant.Prototype;
import dev.accrue.gaussian.QuadraticDiscriminant.Ellipsoid;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Sigma_c = (S_c + nu Sigma) / (n_c - 1 + nu) + epsilon tr(Sigma)/d I, with Sigma the pooled covariance and nu =
 * alpha d: what is known of all classes counts as nu images of this one, so a class of few images has nearly the
 * pooled covariance and a class of many its own (Greene and Rayens, "Partially Pooled Covariance Matrix Estimation in
 * Discriminant Analysis", 1989; the fixed weight of Friedman 1989 would move one image's class as little as any).
 *
 * <p>The scatters are kept, because Sigma changes with each class: C d(d+1)/2 numbers, less for classes that have a
 * factor. A classifier takes C d^3/3 flops, shared out between processors.
 */
final class QdaFitting implements Fitting {

    private final double alpha;
    private final double epsilon;
    private final Prior prior;
    private final Prototypes prototypes;
    private final CovarianceSum sum;
    private final List<Supplier<double[]>> scatters = new ArrayList<>();

    QdaFitting(int dimension, double alpha, double epsilon, Prior prior) {
        this.alpha = alpha;
        this.epsilon = epsilon;
        this.prior = prior;
        this.prototypes = new Prototypes(dimension);
        this.sum = new CovarianceSum(dimension, Weighting.POOLED);
    }

    @Override
    public void add(ClassStatistics statistics) {
        prototypes.add(statistics.count(), statistics.mean());
        sum.add(statistics);
        double[] scatter = statistics.scatter();
        scatters.add(statistics
                .factor()
                .<Supplier<double[]>>map(rows -> rows::packed)
                .orElse(() -> scatter));
    }

    @Override
    public void add(long count, double[] mean) {
        throw ClassCovariances.sealed("qda");
    }

    @Override
    public void add(SharedScatter shared) {
        throw ClassCovariances.sealed("qda");
    }

    @Override
    public Classifier classifier() {
        List<Prototype> classes = prototypes.classes();
        double[] pooled = sum.covariance();
        double ridge = epsilon * meanVariance(pooled);
        List<Fitted> fitted = IntStream.range(0, classes.size())
                .parallel()
                .mapToObj(c -> fit(classes.get(c), scatters.get(c).get(), pooled, ridge))
                .toList();
        return ClassCovariances.discriminant(fitted, shrinkage(fitted));
    }

    private Fitted fit(Prototype prototype, double[] scatter, double[] pooled, double ridge) {
        int d = prototypes.dimension();
        double images = alpha * d;
        double all = prototype.count() - 1 + images;
        double[] sigma = new double[scatter.length];
        // no image too many and none of the pooled ones: the scatter is zero, and stays it
        double scale = all > 0 ? 1 / all : 0;
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                sigma[p] = (scatter[p] + images * pooled[p]) * scale;
            }
            sigma[p - 1] += ridge;
        }
        CovarianceEstimate covariance =
                new CovarianceEstimate(sigma, d, WhenSingular.ADD_JITTER, all > 0 ? images / all : 0);
        TriangularFactor factor = covariance.triangular();
        double offset = prior.logarithm(prototype) - factor.logDeterminant(d) / 2;
        return new Fitted(new Ellipsoid(offset, prototype.mean(), factor), covariance.regularisation());
    }

    private static List<String> shrinkage(List<Fitted> fitted) {
        DoubleSummaryStatistics amounts = fitted.stream()
                .mapToDouble(each -> each.regularisation().shrinkage())
                .summaryStatistics();
        String least = Regularisation.number(amounts.getMin());
        String most = Regularisation.number(amounts.getMax());
        return amounts.getMax() > 0
                ? List.of(
                        least.equals(most)
                                ? text("gaussian.note.shrinkageToPooled", most)
                                : text("gaussian.note.shrinkageToPooledRange", least, most))
                : List.of();
    }

    /** The pooled covariance with the ridge; the classes' own lie around it. */
    @Override
    public CovarianceEstimate covariance() {
        return Shrinkage.fixed(epsilon).shrink(sum.covariance(), prototypes.dimension(), sum.freedom());
    }

    private double meanVariance(double[] packed) {
        int d = prototypes.dimension();
        return IntStream.rangeClosed(1, d)
                        .mapToDouble(i -> packed[ClassStatistics.packedLength(i) - 1])
                        .sum()
                / d;
    }
}
