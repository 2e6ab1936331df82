package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.gaussian.CovarianceEstimate.WhenSingular;

/**
 * How a covariance of few images is made fit to be factored: Sigma' = keep Sigma + ridge I. The rules that find the
 * amount themselves need the second moments and the number of images only.
 */
final class Shrinkage {

    /** What a rule looks at: tr(Sigma), tr(Sigma^2), d, and n - C. */
    private record Moments(double trace, double squares, int dimension, long freedom) {
        double meanVariance() {
            return trace / dimension;
        }
    }

    /** @param amount how far towards the target, as it is reported */
    private record Blend(double keep, double ridge, double amount) {}

    private interface Rule {
        Blend blend(Moments moments);
    }

    private final WhenSingular whenSingular;
    private final Rule rule;

    private Shrinkage(WhenSingular whenSingular, Rule rule) {
        this.whenSingular = whenSingular;
        this.rule = rule;
    }

    /** Sigma + ridge I, whatever the scale of the features; what is then not positive definite is refused. */
    static Shrinkage absolute(double ridge) {
        return new Shrinkage(WhenSingular.REFUSE, moments -> new Blend(1, ridge, 0));
    }

    /** Sigma as it is; too few images are refused. */
    static Shrinkage none() {
        return new Shrinkage(WhenSingular.ADVISE_SHRINKAGE, moments -> {
            if (moments.freedom() < moments.dimension()) {
                throw new AccrueException(
                        CONFLICT, text("gaussian.covariance.tooFewImages", moments.dimension(), moments.freedom()));
            }
            return new Blend(1, 0, 0);
        });
    }

    /** Sigma + epsilon tr(Sigma)/d I. */
    static Shrinkage fixed(double epsilon) {
        return new Shrinkage(
                WhenSingular.ADD_JITTER, moments -> new Blend(1, epsilon * moments.meanVariance(), epsilon));
    }

    /** (1 - epsilon) Sigma + epsilon I. */
    static Shrinkage towardsIdentity(double epsilon) {
        return new Shrinkage(WhenSingular.ADD_JITTER, moments -> new Blend(1 - epsilon, epsilon, epsilon));
    }

    /**
     * Oracle approximating shrinkage: Chen, Wiesel, Eldar and Hero, "Shrinkage Algorithms for MMSE Covariance
     * Estimation" (IEEE Transactions on Signal Processing, 2010), equation 23. With p = d and n the images beyond one
     * a class,
     * rho = [(1 - 2/p) tr(S^2) + tr(S)^2] / [(n + 1 - 2/p) (tr(S^2) - tr(S)^2 / p)], at most 1.
     */
    static Shrinkage oas() {
        return new Shrinkage(WhenSingular.ADD_JITTER, moments -> {
            double p = moments.dimension();
            double square = moments.trace() * moments.trace();
            return towardsMeanVariance(
                    moments,
                    (1 - 2 / p) * moments.squares() + square,
                    (moments.freedom() + 1 - 2 / p) * (moments.squares() - square / p));
        });
    }

    /**
     * The estimator of Ledoit and Wolf needs the fourth moments of the features. This is its expectation for Gaussian
     * features, given the second moments (Rao and Blackwell): equation 17 of the same article,
     * rho = [(n - 2)/n tr(S^2) + tr(S)^2] / [(n + 2) (tr(S^2) - tr(S)^2 / p)], at most 1.
     */
    static Shrinkage rblw() {
        return new Shrinkage(WhenSingular.ADD_JITTER, moments -> {
            double n = Math.max(1, moments.freedom());
            double square = moments.trace() * moments.trace();
            return towardsMeanVariance(
                    moments,
                    (n - 2) / n * moments.squares() + square,
                    (n + 2) * (moments.squares() - square / moments.dimension()));
        });
    }

    /** (1 - rho) Sigma + rho tr(Sigma)/d I. A Sigma that is its target already, as for d = 1, gives rho = 1. */
    private static Blend towardsMeanVariance(Moments moments, double numerator, double denominator) {
        double rho = numerator < denominator ? Math.max(0, numerator / denominator) : 1;
        return new Blend(1 - rho, rho * moments.meanVariance(), rho);
    }

    /**
     * @param sigma {@code [d(d+1)/2]}, packed; changed and kept
     * @param freedom n - C
     * @throws AccrueException CONFLICT when the images are too few for this rule
     */
    CovarianceEstimate shrink(double[] sigma, int d, long freedom) {
        Blend blend = rule.blend(moments(sigma, d, freedom));
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                sigma[p] *= blend.keep();
            }
            sigma[p - 1] += blend.ridge();
        }
        return new CovarianceEstimate(sigma, d, whenSingular, blend.amount());
    }

    private static Moments moments(double[] sigma, int d, long freedom) {
        double trace = 0;
        double squares = 0;
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j < i; j++, p++) {
                squares += 2 * sigma[p] * sigma[p];
            }
            trace += sigma[p];
            squares += sigma[p] * sigma[p];
            p++;
        }
        return new Moments(trace, squares, d, freedom);
    }
}
