package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.gaussian.KeptParameters.damaged;
import static dev.accrue.gaussian.KeptParameters.isCount;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Linear discriminants: A = M P with P the inverse of the shared covariance, B_c = (a_c . m_c) / 2,
 * score_c(z) = a_c . z - B_c + log prior_c.
 *
 * <p>Evaluated as it stands this loses all digits when the means are large beside the spread: at means of 1e6 and
 * a spread of 1e-2 the two large terms are near 1e16 and their difference near 1. So the origin is moved to mu, the
 * mean of the class means. With e_c = m_c - mu and y = z - mu the same score is
 *
 * <pre>
 *   score_c(z) = [ e_c P y - e_c P e_c / 2 + log prior_c ] + [ mu P y + mu P mu / 2 ]
 * </pre>
 *
 * The second bracket is common to all classes: it moves neither the answer nor the posterior. It is added, so that
 * the scores are the published ones, as long as it leaves ten decimals of a score; where mu P mu is larger than that
 * it is left out, because adding it would round the differences away.
 *
 * <p>n vectors cost 2 n d (C + 1) flops; the weights are passed once for {@value #BLOCK} of them.
 */
final class LinearDiscriminant implements Classifier {

    /** Vectors scored together. */
    private static final int BLOCK = 32;

    /** The largest mu P mu that is added: the float64 numbers near it are 1.2e-10 apart. */
    private static final double LARGEST_COMMON_TERM = 1e6;

    /**
     * Which kind of linear discriminants these are.
     *
     * @param mark first of the parameters: says that they are laid out as {@link #of(double[], Form)} reads them
     * @param unitLength vectors are brought to length 1 first, and scores leave out what is common to the classes
     * @param shrinkage how the notes say what was done, with %s for the amount; empty where nothing is noted, and then
     *     not kept either
     */
    record Form(int mark, boolean unitLength, Optional<String> shrinkage) {

        static final Form ARTICLE = new Form(1, false, Optional.empty());
        static final Form EUCLIDEAN = new Form(3, false, Optional.empty());
        static final Form COSINE = new Form(4, true, Optional.empty());

        static Form shrunk(String shrinkage) {
            return new Form(2, false, Optional.of("shrinkage " + shrinkage + " %s"));
        }

        static Form ridge(String chosen) {
            return new Form(6, false, Optional.of("ridge lambda %s of the mean variance" + chosen));
        }

        private int header() {
            return shrinkage.isPresent() ? 5 : 3;
        }
    }

    /** What the discriminant of a class needs beside the covariance: n and m {@code [d]}. */
    record Prototype(long count, double[] mean) {}

    private final Form form;
    private final Regularisation regularisation;
    private final double[] origin;

    /** One column a class and a last one for the common term: {@code [d x (C+1)]}, as it was solved. */
    private final double[][] weights;

    /** {@code [C+1]}. */
    private final double[] offsets;

    /** @param weights {@code [d x (C+1)]}, row-major */
    private LinearDiscriminant(
            Form form, Regularisation regularisation, double[] origin, double[] weights, double[] offsets) {
        this.form = form;
        this.regularisation = regularisation;
        this.origin = origin;
        this.weights = new double[origin.length][];
        Arrays.setAll(this.weights, k -> Arrays.copyOfRange(weights, k * offsets.length, (k + 1) * offsets.length));
        this.offsets = offsets;
    }

    /**
     * @param logPrior added to the score of a class
     * @param solve X of Sigma X = B; B is left as it is
     */
    static LinearDiscriminant of(
            Form form,
            List<Prototype> classes,
            ToDoubleFunction<Prototype> logPrior,
            UnaryOperator<DMatrixRMaj> solve,
            Regularisation regularisation) {
        int count = classes.size();
        double[] origin = meanOfMeans(classes);
        DMatrixRMaj shifted = new DMatrixRMaj(origin.length, count + 1);
        for (int k = 0; k < origin.length; k++) {
            for (int c = 0; c < count; c++) {
                shifted.set(k, c, classes.get(c).mean()[k] - origin[k]);
            }
            shifted.set(k, count, origin[k]);
        }
        DMatrixRMaj solved = solve.apply(shifted);
        double[] offsets = new double[count + 1];
        for (int c = 0; c < count; c++) {
            offsets[c] = logPrior.applyAsDouble(classes.get(c)) - columnDot(shifted, solved, c) / 2;
        }
        offsets[count] = columnDot(shifted, solved, count) / 2;
        if (form.unitLength() || Math.abs(2 * offsets[count]) > LARGEST_COMMON_TERM) {
            offsets[count] = 0;
            IntStream.range(0, origin.length).forEach(k -> solved.set(k, count, 0));
        }
        requireFinite(solved.data, offsets);
        return new LinearDiscriminant(form, regularisation, origin, solved.data, offsets);
    }

    /**
     * score_c(z) = intercept_c + w_c . (z - origin).
     *
     * @param w {@code [d x C]}, a column a class
     */
    static LinearDiscriminant regression(
            Form form, Regularisation regularisation, double[] origin, DMatrixRMaj w, double[] intercepts) {
        int count = intercepts.length;
        DMatrixRMaj weights = new DMatrixRMaj(origin.length, count + 1);
        CommonOps_DDRM.insert(w, weights, 0, 0);
        double[] offsets = Arrays.copyOf(intercepts, count + 1);
        requireFinite(weights.data, offsets);
        return new LinearDiscriminant(form, regularisation, origin, weights.data, offsets);
    }

    /**
     * From what {@link #parameters} gave: {mark, d, C}, for a shrunk covariance {shrinkage, jitter}, origin
     * {@code [d]}, offsets {@code [C+1]}, weights {@code [d x (C+1)]}.
     */
    static LinearDiscriminant of(double[] parameters, Form form) {
        int header = form.header();
        if (parameters.length < header || parameters[0] != form.mark()) {
            throw damaged(parameters.length + " numbers that do not begin with the mark " + form.mark());
        }
        double d = parameters[1];
        double classes = parameters[2];
        if (!isCount(d) || !isCount(classes) || parameters.length != header + d + (classes + 1) + d * (classes + 1)) {
            throw damaged(parameters.length + " numbers for " + d + " features and " + classes + " classes");
        }
        KeptParameters.requireFinite(parameters);
        int offsets = header + (int) d;
        int weights = offsets + (int) classes + 1;
        return new LinearDiscriminant(
                form,
                form.shrinkage().isPresent() ? new Regularisation(parameters[3], parameters[4]) : Regularisation.NONE,
                Arrays.copyOfRange(parameters, header, offsets),
                Arrays.copyOfRange(parameters, weights, parameters.length),
                Arrays.copyOfRange(parameters, offsets, weights));
    }

    @Override
    public double[] parameters() {
        double[] header = {form.mark(), dimension(), classes(), regularisation.shrinkage(), regularisation.jitter()};
        return Stream.concat(Stream.of(Arrays.copyOf(header, form.header()), origin, offsets), Arrays.stream(weights))
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    @Override
    public List<String> notes() {
        return form.shrinkage().map(regularisation::notes).orElse(List.of());
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
        double[][] y = new double[Math.min(BLOCK, n)][d];
        double[][] terms = new double[y.length][];
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            for (int i = 0; i < count; i++) {
                Features.requireFinite(features, from + i, d);
                shift(features, (from + i) * d, y[i]);
                terms[i] = offsets.clone();
            }
            addProducts(terms, y, count);
            for (int i = 0; i < count; i++) {
                for (int c = 0; c < classes; c++) {
                    scores[(from + i) * classes + c] = terms[i][c] + terms[i][classes];
                }
            }
        }
        return scores;
    }

    private void shift(float[] features, int start, double[] y) {
        double scale = 1;
        if (form.unitLength()) {
            double squares = 0;
            for (int k = 0; k < y.length; k++) {
                squares += (double) features[start + k] * features[start + k];
            }
            scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        }
        for (int k = 0; k < y.length; k++) {
            y[k] = features[start + k] * scale - origin[k];
        }
    }

    /** terms += y weights. The products of one sum are added in the order of the features, whatever the blocks. */
    private void addProducts(double[][] terms, double[][] y, int count) {
        int d = dimension();
        int grouped = d - d % 4;
        for (int k = 0; k < grouped; k += 4) {
            for (int i = 0; i < count; i++) {
                addFour(terms[i], weights, k, y[i]);
            }
        }
        for (int k = grouped; k < d; k++) {
            for (int i = 0; i < count; i++) {
                addOne(terms[i], weights[k], y[i][k]);
            }
        }
    }

    private static void addFour(double[] sum, double[][] weights, int k, double[] y) {
        double[] w0 = weights[k];
        double[] w1 = weights[k + 1];
        double[] w2 = weights[k + 2];
        double[] w3 = weights[k + 3];
        double y0 = y[k];
        double y1 = y[k + 1];
        double y2 = y[k + 2];
        double y3 = y[k + 3];
        for (int c = 0; c < sum.length; c++) {
            sum[c] = (((sum[c] + y0 * w0[c]) + y1 * w1[c]) + y2 * w2[c]) + y3 * w3[c];
        }
    }

    private static void addOne(double[] sum, double[] w, double y) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] += y * w[c];
        }
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
