package dev.accrue.gaussian;

import dev.accrue.gaussian.CovarianceSum.Weighting;
import dev.accrue.gaussian.LinearDiscriminant.Form;
import dev.accrue.gaussian.LinearDiscriminant.Prototype;
import java.util.List;
import java.util.OptionalDouble;
import org.ejml.data.DMatrixRMaj;

/**
 * Ridge regression of the classes, one target a class that is 1 for its images and 0 for all others. On a view that is
 * a random projection with a ReLU it is the classifier of McDonnell, Gong, Parvaneh, Abbasnejad and van den Hengel,
 * "RanPAC: Random Projections and Pre-trained Models for Continual Learning" (NeurIPS 2023).
 *
 * <p>With n images, p_c = n_c / n and mu the mean of all images,
 *
 * <pre>
 *   T   = sum_c S_c / n + sum_c p_c (m_c - mu)(m_c - mu)^T
 *   w_c = (T + lambda tr(T)/d I)^-1 p_c (m_c - mu),    score_c(z) = p_c + w_c . (z - mu)
 * </pre>
 *
 * which is least squares with an intercept that the ridge leaves alone. The publication has no intercept and regresses
 * on sum z z^T. That is the same up to what the ridge does to the mean, but T holds no mean, so an offset of all
 * features neither moves an answer nor, where it is large beside the spread, costs any digits. Lambda is relative to
 * the mean variance, so the scale of the features does not matter either. The classes' shares of the images are in the
 * targets: a class of few images scores low where nothing speaks for it.
 *
 * <p>Where sealed classes have left the model, their scatter remains in the sum; the mean scatter of an image is then
 * that of all, gone or not, and n counts those that are there.
 *
 * <p>Everything but the sums waits for {@link #classifier}: C d^2 + d^3/3 + 2 C d^2 flops, and where lambda is to be
 * found, what {@link RidgeChoice} says.
 */
final class RidgeFitting implements Fitting {

    private final Form form;
    private final OptionalDouble lambda;
    private final Prototypes prototypes;
    private final CovarianceSum sum;

    /** @param lambda as a part of the mean variance of all images; chosen from the statistics where there is none */
    RidgeFitting(int dimension, Form form, OptionalDouble lambda) {
        this.form = form;
        this.lambda = lambda;
        this.prototypes = new Prototypes(dimension);
        this.sum = new CovarianceSum(dimension, Weighting.POOLED_BY_IMAGES);
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
        long images = classes.stream().mapToLong(Prototype::count).sum();
        double[] shares =
                classes.stream().mapToDouble(c -> (double) c.count() / images).toArray();
        double[] mean = mean(classes, shares);
        double[][] deviations = deviations(classes, mean);
        double[] total = total(deviations, shares);
        DMatrixRMaj cross = new DMatrixRMaj(cross(deviations, shares));
        double part = lambda.orElseGet(() -> {
            double targets = 1;
            for (double share : shares) {
                targets -= share * share;
            }
            return RidgeChoice.lambda(total, cross(deviations, shares), targets, images);
        });
        CovarianceEstimate covariance =
                Shrinkage.fixed(part).shrink(total, prototypes.dimension(), Math.max(0, images - 1));
        return LinearDiscriminant.regression(form, covariance.regularisation(), mean, covariance.solve(cross), shares);
    }

    /** Taken relative to the first, which costs no digits where they are large beside their differences. */
    private static double[] mean(List<Prototype> classes, double[] shares) {
        double[] first = classes.get(0).mean();
        double[] mean = first.clone();
        for (int k = 0; k < mean.length; k++) {
            for (int c = 1; c < shares.length; c++) {
                mean[k] += shares[c] * (classes.get(c).mean()[k] - first[k]);
            }
        }
        return mean;
    }

    /** m_c - mu {@code [C x d]}. */
    private static double[][] deviations(List<Prototype> classes, double[] mean) {
        double[][] deviations = new double[classes.size()][mean.length];
        for (int c = 0; c < deviations.length; c++) {
            for (int k = 0; k < mean.length; k++) {
                deviations[c][k] = classes.get(c).mean()[k] - mean[k];
            }
        }
        return deviations;
    }

    /** T, packed. */
    private double[] total(double[][] deviations, double[] shares) {
        double[][] rows = new double[deviations.length][];
        for (int c = 0; c < rows.length; c++) {
            double root = Math.sqrt(shares[c]);
            rows[c] = deviations[c].clone();
            for (int k = 0; k < rows[c].length; k++) {
                rows[c][k] *= root;
            }
        }
        double[] total = sum.covariance();
        RankUpdate.add(total, rows);
        return total;
    }

    /** p_c (m_c - mu) {@code [d x C]}. */
    private static double[][] cross(double[][] deviations, double[] shares) {
        double[][] cross = new double[deviations[0].length][shares.length];
        for (int k = 0; k < cross.length; k++) {
            for (int c = 0; c < shares.length; c++) {
                cross[k][c] = shares[c] * deviations[c][k];
            }
        }
        return cross;
    }

    /**
     * That of the images around their class means, shrunk as far as they ask for: a regression measures no distances,
     * and this one compares versions whatever its ridge is.
     */
    @Override
    public CovarianceEstimate covariance() {
        return Shrinkage.oas().shrink(sum.covariance(), prototypes.dimension(), sum.freedom());
    }
}
