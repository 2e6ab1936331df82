package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * The published linear discriminants: A = M P with P = (Sigma + 1e-6 I)^-1, B_c = (a_c . m_c) / 2,
 * score_c(z) = a_c . z - B_c + log n_c.
 *
 * <p>Evaluated as it stands this loses all digits when the means are large beside the spread: at means of 1e6 and
 * a spread of 1e-2 the two large terms are near 1e16 and their difference near 1. So the origin is moved to mu, the
 * mean of the class means. With e_c = m_c - mu and y = z - mu the same score is
 *
 * <pre>
 *   score_c(z) = [ e_c P y - e_c P e_c / 2 + log n_c ] + [ mu P y + mu P mu / 2 ]
 * </pre>
 *
 * The second bracket is common to all classes: it moves neither the answer nor the posterior. It is added, so that
 * the scores are the published ones, as long as it leaves ten decimals of a score; where mu P mu is larger than that
 * it is left out, because adding it would round the differences away.
 */
final class ArticleDiscriminant implements Classifier {

    private static final double RIDGE = 1e-6;

    /** The largest mu P mu that is added: the float64 numbers near it are 1.2e-10 apart. */
    private static final double LARGEST_COMMON_TERM = 1e6;

    private final double[] origin;

    /** One column a class and a last one for the common term: {@code [d x (C+1)]}, row-major, as it was solved. */
    private final double[] weights;

    /** {@code [C+1]}. */
    private final double[] offsets;

    private ArticleDiscriminant(double[] origin, double[] weights, double[] offsets) {
        this.origin = origin;
        this.weights = weights;
        this.offsets = offsets;
    }

    static ArticleDiscriminant of(List<ClassStatistics> classes) {
        requireOneDimension(classes);
        int count = classes.size();
        double[] origin = meanOfMeans(classes);
        DMatrixRMaj shifted = new DMatrixRMaj(origin.length, count + 1);
        for (int k = 0; k < origin.length; k++) {
            for (int c = 0; c < count; c++) {
                shifted.set(k, c, classes.get(c).mean()[k] - origin[k]);
            }
            shifted.set(k, count, origin[k]);
        }
        DMatrixRMaj solved = SharedCovariance.equalWeight(classes, RIDGE).solve(shifted);
        double[] offsets = new double[count + 1];
        for (int c = 0; c < count; c++) {
            offsets[c] = Math.log((double) classes.get(c).count()) - columnDot(shifted, solved, c) / 2;
        }
        offsets[count] = columnDot(shifted, solved, count) / 2;
        if (Math.abs(2 * offsets[count]) > LARGEST_COMMON_TERM) {
            offsets[count] = 0;
            IntStream.range(0, origin.length).forEach(k -> solved.set(k, count, 0));
        }
        requireFinite(solved.data, offsets);
        return new ArticleDiscriminant(origin, solved.data, offsets);
    }

    @Override
    public int dimension() {
        return origin.length;
    }

    @Override
    public int classes() {
        return offsets.length - 1;
    }

    @Override
    public double[] scores(float[] features, int n) {
        int d = dimension();
        int classes = classes();
        Features.requireShape(features, n, d);
        double[] scores = new double[n * classes];
        double[] terms = new double[classes + 1];
        for (int i = 0; i < n; i++) {
            Features.requireFinite(features, i, d);
            System.arraycopy(offsets, 0, terms, 0, terms.length);
            for (int k = 0, p = 0; k < d; k++) {
                double y = features[i * d + k] - origin[k];
                for (int c = 0; c <= classes; c++, p++) {
                    terms[c] += y * weights[p];
                }
            }
            for (int c = 0; c < classes; c++) {
                scores[i * classes + c] = terms[c] + terms[classes];
            }
        }
        return scores;
    }

    private static double[] meanOfMeans(List<ClassStatistics> classes) {
        double[] first = classes.get(0).mean();
        double[] mean = new double[first.length];
        for (int k = 0; k < mean.length; k++) {
            double sum = 0;
            for (ClassStatistics c : classes) {
                sum += c.mean()[k] - first[k];
            }
            mean[k] = first[k] + sum / classes.size();
        }
        return mean;
    }

    private static double columnDot(DMatrixRMaj a, DMatrixRMaj b, int column) {
        double sum = 0;
        for (int k = 0; k < a.numRows; k++) {
            sum += a.get(k, column) * b.get(k, column);
        }
        return sum;
    }

    private static void requireOneDimension(List<ClassStatistics> classes) {
        if (classes.isEmpty()) {
            throw new AccrueException(CONFLICT, "the model has no classes, so it cannot classify; add a class first");
        }
        int[] dimensions =
                classes.stream().mapToInt(ClassStatistics::dimension).distinct().toArray();
        if (dimensions.length > 1) {
            throw new AccrueException(
                    CONFLICT,
                    "the classes have features of different dimensions " + Arrays.toString(dimensions)
                            + "; all must come from one backbone");
        }
    }

    private static void requireFinite(double[] weights, double[] offsets) {
        if (!Arrays.stream(weights).allMatch(Double::isFinite)
                || !Arrays.stream(offsets).allMatch(Double::isFinite)) {
            throw new AccrueException(
                    BAD_DATA,
                    "the statistics of the classes give discriminants that are not finite numbers;"
                            + " a class row is damaged: restore an earlier version or learn the class again");
        }
    }
}
