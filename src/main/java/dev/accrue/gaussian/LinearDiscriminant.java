package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.Messages.text;
import static dev.accrue.gaussian.KeptParameters.damaged;
import static dev.accrue.gaussian.KeptParameters.isCount;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
 * <p>n vectors cost 2 n d (C + 1) flops; the weights are passed once for {@value #BLOCK} of them, and these in parallel.
 */
final class LinearDiscriminant implements Classifier {

    /** Vectors scored together. */
    private static final int BLOCK = 64;

    /** Features of the means laid out together. */
    private static final int STRETCH = 64;

    /** The largest mu P mu that is added: the float64 numbers near it are 1.2e-10 apart. */
    private static final double LARGEST_COMMON_TERM = 1e6;

    /**
     * Which kind of linear discriminants these are.
     *
     * @param mark first of the parameters: says that they are laid out as {@link #of(double[], Form)} reads them
     * @param unitLength vectors are brought to length 1 first, and scores leave out what is common to the classes
     * @param note what the notes say of an amount of shrinkage; empty where nothing is noted, and then it is not kept
     *     either
     */
    record Form(int mark, boolean unitLength, Optional<UnaryOperator<String>> note) {

        static final Form ARTICLE = new Form(1, false, Optional.empty());
        static final Form EUCLIDEAN = new Form(3, false, Optional.empty());
        static final Form COSINE = new Form(4, true, Optional.empty());

        static Form shrunk(String rule) {
            return new Form(2, false, Optional.of(amount -> text("gaussian.note.shrinkage", rule, amount)));
        }

        /** @param chosen whether the statistics chose the amount, and not a person */
        static Form ridge(boolean chosen) {
            return new Form(
                    6,
                    false,
                    Optional.of(amount ->
                            chosen ? text("gaussian.note.ridgeChosen", amount) : text("gaussian.note.ridge", amount)));
        }

        private int header() {
            return note.isPresent() ? 5 : 3;
        }
    }

    /** What the discriminant of a class needs beside the covariance: n and m {@code [d]}. */
    record Prototype(long count, double[] mean) {}

    private final Form form;
    private final Regularisation regularisation;
    private final double[] origin;

    /** Of one column a class and a last one for the common term. */
    private final LinearTerms terms;

    private LinearDiscriminant(Form form, Regularisation regularisation, double[] origin, LinearTerms terms) {
        this.form = form;
        this.regularisation = regularisation;
        this.origin = origin;
        this.terms = terms;
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
        DMatrixRMaj shifted = shifted(classes, origin);
        DMatrixRMaj solved = solve.apply(shifted);
        double[] offsets = columnDots(shifted, solved);
        for (int c = 0; c < count; c++) {
            offsets[c] = logPrior.applyAsDouble(classes.get(c)) - offsets[c] / 2;
        }
        offsets[count] /= 2;
        if (form.unitLength() || Math.abs(2 * offsets[count]) > LARGEST_COMMON_TERM) {
            offsets[count] = 0;
            IntStream.range(0, origin.length).forEach(k -> solved.set(k, count, 0));
        }
        requireFinite(solved.data, offsets);
        return new LinearDiscriminant(
                form, regularisation, origin, new LinearTerms(offsets, solved.data, 0, origin.length));
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
        return new LinearDiscriminant(
                form, regularisation, origin, new LinearTerms(offsets, weights.data, 0, origin.length));
    }

    /**
     * From what {@link #parameters} gave: {mark, d, C}, for a shrunk covariance {shrinkage, jitter}, origin
     * {@code [d]}, offsets {@code [C+1]}, weights {@code [d x (C+1)]}.
     */
    static LinearDiscriminant of(double[] parameters, Form form) {
        int header = form.header();
        if (parameters.length < header || parameters[0] != form.mark()) {
            throw damaged(text("gaussian.parameters.otherMark", parameters.length, form.mark()));
        }
        double d = parameters[1];
        double classes = parameters[2];
        if (!isCount(d) || !isCount(classes) || parameters.length != header + d + (classes + 1) + d * (classes + 1)) {
            throw damaged(text("gaussian.parameters.wrongLength", parameters.length, d, classes));
        }
        KeptParameters.requireFinite(parameters);
        int offsets = header + (int) d;
        int weights = offsets + (int) classes + 1;
        return new LinearDiscriminant(
                form,
                form.note().isPresent() ? new Regularisation(parameters[3], parameters[4]) : Regularisation.NONE,
                Arrays.copyOfRange(parameters, header, offsets),
                new LinearTerms(Arrays.copyOfRange(parameters, offsets, weights), parameters, weights, (int) d));
    }

    @Override
    public double[] parameters() {
        double[] header = {form.mark(), dimension(), classes(), regularisation.shrinkage(), regularisation.jitter()};
        int offsets = form.header() + dimension();
        int weights = offsets + classes() + 1;
        double[] parameters =
                Arrays.copyOf(header, Math.addExact(weights, Math.multiplyExact(dimension(), classes() + 1)));
        System.arraycopy(origin, 0, parameters, form.header(), dimension());
        System.arraycopy(terms.offsets(), 0, parameters, offsets, classes() + 1);
        terms.copyWeightsTo(parameters, weights);
        return parameters;
    }

    @Override
    public List<String> notes() {
        return form.note().map(regularisation::notes).orElse(List.of());
    }

    @Override
    public int dimension() {
        return origin.length;
    }

    @Override
    public int classes() {
        return terms.offsets().length - 1;
    }

    @Override
    public double[] scores(float[] features, int n) {
        int d = dimension();
        int classes = classes();
        Features.requireShape(features, n, d);
        for (int i = 0; i < n; i++) {
            Features.requireFinite(features, i, d);
        }
        double[] scores = new double[Math.multiplyExact(n, classes)];
        IntStream.range(0, (n + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            int from = block * BLOCK;
            score(features, from, Math.min(BLOCK, n - from), scores);
        });
        return scores;
    }

    private void score(float[] features, int from, int count, double[] scores) {
        double[][] y = new double[count][dimension()];
        for (int i = 0; i < count; i++) {
            shift(features, (from + i) * dimension(), y[i]);
        }
        double[][] sums = terms.of(y);
        int classes = classes();
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < classes; c++) {
                scores[(from + i) * classes + c] = sums[i][c] + sums[i][classes];
            }
        }
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

    private static double[] meanOfMeans(List<Prototype> classes) {
        double[] first = classes.get(0).mean();
        double[] mean = new double[first.length];
        for (Prototype c : classes) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += c.mean()[k] - first[k];
            }
        }
        Arrays.setAll(mean, k -> first[k] + mean[k] / classes.size());
        return mean;
    }

    /** e_c in a column each, and mu in the last: {@code [d x (C+1)]}. */
    private static DMatrixRMaj shifted(List<Prototype> classes, double[] origin) {
        int count = classes.size();
        DMatrixRMaj shifted = new DMatrixRMaj(origin.length, count + 1);
        for (int from = 0; from < origin.length; from += STRETCH) {
            int to = Math.min(from + STRETCH, origin.length);
            for (int c = 0; c < count; c++) {
                double[] mean = classes.get(c).mean();
                for (int k = from; k < to; k++) {
                    shifted.set(k, c, mean[k] - origin[k]);
                }
            }
            for (int k = from; k < to; k++) {
                shifted.set(k, count, origin[k]);
            }
        }
        return shifted;
    }

    /** Row by row, as the matrices lie in memory. */
    private static double[] columnDots(DMatrixRMaj a, DMatrixRMaj b) {
        double[] dots = new double[a.numCols];
        for (int k = 0, p = 0; k < a.numRows; k++) {
            for (int c = 0; c < dots.length; c++, p++) {
                dots[c] += a.data[p] * b.data[p];
            }
        }
        return dots;
    }

    private static void requireFinite(double[] weights, double[] offsets) {
        if (!Arrays.stream(weights).allMatch(Double::isFinite)
                || !Arrays.stream(offsets).allMatch(Double::isFinite)) {
            throw new AccrueException(BAD_DATA, text("gaussian.statistics.discriminantsNotFinite"));
        }
    }
}
