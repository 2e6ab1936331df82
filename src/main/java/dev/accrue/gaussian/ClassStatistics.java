package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Sufficient statistics of one class in feature space, in float64: all that is kept of its images.
 *
 * <p>They are exact and additive, so adding a class, adding images to a class and merging two stores are one
 * operation, {@link #mergedWith}. The arrays are shared, not copied (a scatter of 1280 dimensions takes 6.6 MB):
 * whoever holds them leaves them as they are.
 *
 * @param count n, number of feature vectors, at least 1
 * @param mean m {@code [d]}
 * @param scatter S = sum (x-m)(x-m)^T, symmetric {@code [d x d]}, lower triangle packed by rows:
 *     element (i, j), j at most i, lies at i(i+1)/2 + j
 * @param factor the rows the scatter was multiplied out from, where they take less room: {@code factor.packed()} is
 *     the scatter, bit for bit
 */
public record ClassStatistics(long count, double[] mean, double[] scatter, Optional<ScatterFactor> factor) {

    /** @throws AccrueException BAD_DATA when there is no vector, or the sizes do not belong to one dimension */
    public ClassStatistics {
        if (count < 1) {
            throw new AccrueException(BAD_DATA, text("gaussian.statistics.noImages", count));
        }
        if (mean.length < 1 || scatter.length != packedLength(mean.length)) {
            throw new AccrueException(BAD_DATA, text("gaussian.statistics.otherScatter", mean.length, scatter.length));
        }
        if (factor.isPresent() && factor.get().dimension() != mean.length) {
            throw new AccrueException(
                    BAD_DATA,
                    text(
                            "gaussian.statistics.otherFactor",
                            mean.length,
                            factor.get().dimension()));
        }
    }

    /** Without a factor. */
    public ClassStatistics(long count, double[] mean, double[] scatter) {
        this(count, mean, scatter, Optional.empty());
    }

    /** With the scatter that the factor gives. */
    public static ClassStatistics ofFactor(long count, double[] mean, ScatterFactor factor) {
        return new ClassStatistics(count, mean, factor.packed(), Optional.of(factor));
    }

    /** d. */
    public int dimension() {
        return mean.length;
    }

    /**
     * The vectors themselves, float32 {@code [n x d]}, row-major, where the factor still holds one row for each: those of a
     * class that was learnt at once from fewer than {@value ScatterFactor#BLOCK} images.
     */
    public Optional<float[]> vectors() {
        return factor.filter(rows -> rows.rows() == count && rows.centred()).map(rows -> {
            float[] vectors = new float[rows.values().length];
            for (int p = 0; p < vectors.length; p++) {
                // in float64 what was a float32 is nearest to that again, but for values far below their mean
                vectors[p] = (float) (mean[p % mean.length] + rows.values()[p]);
            }
            return vectors;
        });
    }

    /**
     * The statistics of both sets of vectors together, whatever the order beyond rounding.
     *
     * <p>Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances"
     * (1979): with delta = m_B - m_A and n = n_A + n_B, m = m_A + delta n_B / n and
     * S = S_A + S_B + delta delta^T n_A n_B / n. Written in rows that is: the rows of S_A, those of S_B and one more,
     * delta sqrt(n_A n_B / n). So where both have a factor and theirs together still pays, the result has one too.
     *
     * @throws AccrueException CONFLICT when the dimensions differ
     */
    public ClassStatistics mergedWith(ClassStatistics other) {
        int d = dimension();
        if (other.dimension() != d) {
            throw new AccrueException(CONFLICT, text("gaussian.statistics.otherDimension", d, other.dimension()));
        }
        long n = Math.addExact(count, other.count);
        double share = (double) other.count / n;
        double[] delta = new double[d];
        double[] mergedMean = new double[d];
        for (int j = 0; j < d; j++) {
            delta[j] = other.mean[j] - mean[j];
            mergedMean[j] = mean[j] + delta[j] * share;
        }
        return mergedFactor(other, delta, share * count)
                .map(merged -> ofFactor(n, mergedMean, merged))
                .orElseGet(() -> new ClassStatistics(n, mergedMean, mergedScatter(other, delta, share)));
    }

    private Optional<ScatterFactor> mergedFactor(ClassStatistics other, double[] delta, double weight) {
        if (factor.isEmpty() || other.factor.isEmpty()) {
            return Optional.empty();
        }
        double root = Math.sqrt(weight);
        double[] step = Arrays.stream(delta).map(value -> root * value).toArray();
        ScatterFactor merged = factor.get().followedBy(other.factor.get(), new ScatterFactor(1, step));
        return Optional.of(merged).filter(joined -> ScatterFactor.pays(joined.rows(), joined.dimension()));
    }

    private double[] mergedScatter(ClassStatistics other, double[] delta, double share) {
        double[] merged = new double[scatter.length];
        for (int i = 0, p = 0; i < delta.length; i++) {
            double scaled = delta[i] * share * count;
            for (int j = 0; j <= i; j++, p++) {
                merged[p] = scatter[p] + other.scatter[p] + scaled * delta[j];
            }
        }
        return merged;
    }

    /** d(d+1)/2. */
    public static int packedLength(int dimension) {
        return Math.toIntExact(dimension * (dimension + 1L) / 2);
    }
}
