package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /** First of the parameters: says that they are laid out as {@link #of(double[])} reads them. */
    private static final double LAYOUT = 1;

    private static final int HEADER = 3;

    /** The largest mu P mu that is added: the float64 numbers near it are 1.2e-10 apart. */
    private static final double LARGEST_COMMON_TERM = 1e6;

    private final double[] origin;

    /** One column a class and a last one for the common term: {@code [d x (C+1)]}, row-major, as it was solved. */
    private final double[] weights;

    /** {@code [C+1]}. */
    private final double[] offsets;

    /** What the discriminant of a class needs beside the covariance: n and m {@code [d]}. */
    record Prototype(long count, double[] mean) {}

    private ArticleDiscriminant(double[] origin, double[] weights, double[] offsets) {
        this.origin = origin;
        this.weights = weights;
        this.offsets = offsets;
    }

    static ArticleDiscriminant of(List<Prototype> classes, CovarianceEstimate covariance) {
        int count = classes.size();
        double[] origin = meanOfMeans(classes);
        DMatrixRMaj shifted = new DMatrixRMaj(origin.length, count + 1);
        for (int k = 0; k < origin.length; k++) {
            for (int c = 0; c < count; c++) {
                shifted.set(k, c, classes.get(c).mean()[k] - origin[k]);
            }
            shifted.set(k, count, origin[k]);
        }
        DMatrixRMaj solved = covariance.solve(shifted);
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

    /**
     * From what {@link #parameters} gave: {LAYOUT, d, C}, origin {@code [d]}, offsets {@code [C+1]}, weights
     * {@code [d x (C+1)]}.
     */
    static ArticleDiscriminant of(double[] parameters) {
        if (parameters.length < HEADER || parameters[0] != LAYOUT) {
            throw damaged(parameters.length + " numbers that do not begin with the mark " + LAYOUT);
        }
        double d = parameters[1];
        double classes = parameters[2];
        // whole numbers up to 2^31 and the length they give are exact in float64
        if (!isCount(d) || !isCount(classes) || parameters.length != HEADER + d + (classes + 1) + d * (classes + 1)) {
            throw damaged(parameters.length + " numbers for " + d + " features and " + classes + " classes");
        }
        for (int p = HEADER; p < parameters.length; p++) {
            if (!Double.isFinite(parameters[p])) {
                throw damaged("number " + p + " is " + parameters[p] + ", expected a finite one");
            }
        }
        int offsets = HEADER + (int) d;
        int weights = offsets + (int) classes + 1;
        return new ArticleDiscriminant(
                Arrays.copyOfRange(parameters, HEADER, offsets),
                Arrays.copyOfRange(parameters, weights, parameters.length),
                Arrays.copyOfRange(parameters, offsets, weights));
    }

    @Override
    public double[] parameters() {
        double[] header = {LAYOUT, dimension(), classes()};
        return Stream.of(header, origin, offsets, weights)
                .flatMapToDouble(Arrays::stream)
                .toArray();
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

    private static double[] meanOfMeans(List<Prototype> classes) {
        double[] first = classes.get(0).mean();
        double[] mean = new double[first.length];
        for (int k = 0; k < mean.length; k++) {
            double sum = 0;
            for (Prototype c : classes) {
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

    private static boolean isCount(double value) {
        return value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value);
    }

    private static AccrueException damaged(String found) {
        return new AccrueException(
                BAD_DATA, "the parameters of a fitted classifier are damaged: " + found + "; fit the classifier again");
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
