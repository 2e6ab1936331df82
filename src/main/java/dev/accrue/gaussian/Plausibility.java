package dev.accrue.gaussian;

import static dev.accrue.common.Messages.text;

import java.util.Arrays;
import java.util.Optional;

/**
 * Whether statistics can be those of any vectors at all. A checksum says that nothing changed since they were
 * written; this says that what was written, here or elsewhere, was no nonsense.
 *
 * <p>Answers say in plain words what is wrong, as the rest of a sentence about the class, or nothing when all is
 * well. Features are counted from 0.
 *
 * <p><b>How much rounding is forgiven.</b> An entry of a scatter is a sum of products x_i x_j, so m additions in
 * float64 leave an error of at most m u sqrt(S_ii S_jj), u = 2^-53 (Higham, "Accuracy and Stability of Numerical
 * Algorithms", section 3.1, with Cauchy and Schwarz). An accumulator adds up n/127 blocks of at most 32 groups, so
 * {@value #ROUNDING} forgives the worst case of a hundred million vectors. That is so whatever the scale of
 * each feature, and therefore the matrix looked at is that of the correlations S_ij / sqrt(S_ii S_jj).
 */
public final class Plausibility {

    private static final double ROUNDING = 1e-10;

    private Plausibility() {}

    /**
     * What shows at a glance, in O(d^2): every number is finite, no S_ii is negative, no |S_ij| is larger than
     * sqrt(S_ii S_jj).
     */
    public static Optional<String> quick(ClassStatistics statistics) {
        int d = statistics.dimension();
        return notFinite(text("gaussian.plausibility.mean"), statistics.mean())
                .or(() -> impossible(text("gaussian.plausibility.scatter"), statistics.scatter(), d))
                .or(() -> statistics
                        .factor()
                        .flatMap(factor -> notFinite(text("gaussian.plausibility.factor"), factor.values())));
    }

    /** As {@link #quick(ClassStatistics)}, for both sums, and that they can belong to the same classes. */
    public static Optional<String> quick(SharedScatter shared) {
        int d = shared.dimension();
        return impossible(text("gaussian.plausibility.pooledScatter"), shared.pooled(), d)
                .or(() -> impossible(text("gaussian.plausibility.equalScatter"), shared.equal(), d))
                .or(() -> unrelated(shared));
    }

    /**
     * All that is checked quickly, and that the scatter is positive semi-definite within rounding. Where there is a
     * factor the scatter must be what it gives, bit for bit, and is then positive semi-definite by that.
     *
     * <p>The test is whether a Cholesky decomposition of R + t I runs to its end, with R the correlations and t =
     * {@value #ROUNDING} tr(R). With E, all rounding errors of the scatter and of the decomposition, |E_ij| is at
     * most {@value #ROUNDING}, so |E|_2 is at most t: the correlations of vectors, also of fewer vectors than
     * dimensions and with constant features, pass. What runs to its end has no eigenvalue of R below -2t (Higham,
     * theorem 10.3). An eigenvalue of S that is -1e-6 of the largest makes one of R at most -1e-6, because no S_ii is
     * larger than that largest one; so below 5,000 dimensions it does not pass.
     */
    public static Optional<String> thorough(ClassStatistics statistics) {
        return quick(statistics)
                .or(() -> statistics
                        .factor()
                        .map(factor -> otherThanFactor(statistics, factor))
                        .orElseGet(() -> indefinite(
                                text("gaussian.plausibility.scatter"), statistics.scatter(), statistics.dimension())));
    }

    /** As {@link #thorough(ClassStatistics)}, for both sums; they have no factor. */
    public static Optional<String> thorough(SharedScatter shared) {
        int d = shared.dimension();
        return quick(shared)
                .or(() -> indefinite(text("gaussian.plausibility.pooledScatter"), shared.pooled(), d))
                .or(() -> indefinite(text("gaussian.plausibility.equalScatter"), shared.equal(), d));
    }

    private static Optional<String> notFinite(String what, double[] values) {
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                return Optional.of(text("gaussian.plausibility.notFinite", what, values[k], k));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> impossible(String what, double[] packed, int d) {
        for (int i = 0; i < d; i++) {
            double value = packed[diagonal(i)];
            if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
                return Optional.of(text("gaussian.plausibility.negative", what, i, value));
            }
        }
        double[] roots = roots(packed, d);
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                double value = packed[p];
                double most = roots[i] * roots[j];
                if (!(Math.abs(value) <= most * (1 + ROUNDING)) || Double.isInfinite(value)) {
                    return Optional.of(text("gaussian.plausibility.tooLarge", what, i, j, value, most));
                }
            }
        }
        return Optional.empty();
    }

    /** S_c adds at least S_c divided by the largest possible n_c to the equal-weight sum, and at most S_c. */
    private static Optional<String> unrelated(SharedScatter shared) {
        long largestCount = shared.count() - shared.classes() + 1;
        for (int i = 0; i < shared.dimension(); i++) {
            double pooled = shared.pooled()[diagonal(i)];
            double equal = shared.equal()[diagonal(i)];
            if (equal > pooled * (1 + ROUNDING) || equal * (1 + ROUNDING) < pooled / largestCount) {
                return Optional.of(text("gaussian.plausibility.unrelated", i, equal, pooled / largestCount, pooled));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> otherThanFactor(ClassStatistics statistics, ScatterFactor factor) {
        double[] scatter = statistics.scatter();
        double[] given = factor.packed();
        int p = Arrays.mismatch(scatter, given);
        return p < 0
                ? Optional.empty()
                : Optional.of(text("gaussian.plausibility.otherThanFactor", p, scatter[p], given[p]));
    }

    private static Optional<String> indefinite(String what, double[] packed, int d) {
        double[] roots = roots(packed, d);
        double trace = Arrays.stream(roots).filter(root -> root > 0).count();
        double[] correlations = new double[packed.length];
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                // zero where a root is: a product that is not zero there was found before
                correlations[p] = packed[p] == 0 ? 0 : packed[p] / roots[i] / roots[j];
            }
            correlations[p - 1] += ROUNDING * trace;
        }
        return trace == 0 || CholeskyFactor.of(correlations, d).isPresent()
                ? Optional.empty()
                : Optional.of(text("gaussian.plausibility.indefinite", what));
    }

    /** sqrt(S_ii) {@code [d]}. */
    private static double[] roots(double[] packed, int d) {
        double[] roots = new double[d];
        Arrays.setAll(roots, i -> Math.sqrt(packed[diagonal(i)]));
        return roots;
    }

    private static int diagonal(int i) {
        return ClassStatistics.packedLength(i + 1) - 1;
    }
}
