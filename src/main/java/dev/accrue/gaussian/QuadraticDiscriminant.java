package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;
import static dev.accrue.gaussian.KeptParameters.damaged;
import static dev.accrue.gaussian.KeptParameters.isCount;

import dev.accrue.common.AccrueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A covariance for each class: score_c(z) = offset_c - |L_c^-1 (z - m_c)|^2 / 2.
 *
 * <p>n vectors cost n C (d^2 + 3d) flops. They are taken in blocks of {@value #BLOCK}, and each factor is passed once
 * a block; blocks are shared out between processors. The factors take C d(d+1)/2 numbers, 6.6 MB a class in 1280
 * dimensions.
 */
final class QuadraticDiscriminant implements Classifier {

    /** Vectors scored together: 64 of 1280 features are two thirds of a megabyte. */
    private static final int BLOCK = 64;

    private static final double MARK = 5;
    private static final int HEADER = 3;

    /**
     * @param offset log prior_c - log det Sigma_c / 2, or 0
     * @param mean m {@code [d]}
     */
    record Ellipsoid(double offset, double[] mean, TriangularFactor factor) {}

    private final int dimension;
    private final List<Ellipsoid> classes;
    private final List<String> notes;

    QuadraticDiscriminant(List<Ellipsoid> classes, List<String> notes) {
        this.dimension = classes.get(0).mean().length;
        this.classes = List.copyOf(classes);
        this.notes = List.copyOf(notes);
    }

    /**
     * From what {@link #parameters} gave: {mark, d, C}, and for each class offset, mean {@code [d]}, factor
     * {@code [d(d+1)/2]}. Notes are not among them.
     */
    static QuadraticDiscriminant of(double[] parameters) {
        if (parameters.length < HEADER || parameters[0] != MARK) {
            throw damaged(text("gaussian.parameters.otherMark", parameters.length, MARK));
        }
        double d = parameters[1];
        double count = parameters[2];
        if (!isCount(d) || !isCount(count) || parameters.length != HEADER + count * (1 + d + d * (d + 1) / 2)) {
            throw damaged(text("gaussian.parameters.wrongLength", parameters.length, d, count));
        }
        KeptParameters.requireFinite(parameters);
        List<Ellipsoid> classes = new ArrayList<>();
        for (int p = HEADER; p < parameters.length; ) {
            int mean = p + 1;
            int factor = mean + (int) d;
            int next = factor + ClassStatistics.packedLength((int) d);
            classes.add(new Ellipsoid(
                    parameters[p],
                    Arrays.copyOfRange(parameters, mean, factor),
                    new TriangularFactor(Arrays.copyOfRange(parameters, factor, next))));
            p = next;
        }
        return new QuadraticDiscriminant(classes, List.of());
    }

    @Override
    public double[] parameters() {
        int packed = ClassStatistics.packedLength(dimension);
        long length = HEADER + classes.size() * (1L + dimension + packed);
        if (length > Integer.MAX_VALUE - 8) {
            throw new AccrueException(CONFLICT, text("gaussian.classifier.tooLarge", length));
        }
        double[] parameters = Arrays.copyOf(new double[] {MARK, dimension, classes.size()}, (int) length);
        int p = HEADER;
        for (Ellipsoid c : classes) {
            parameters[p++] = c.offset();
            System.arraycopy(c.mean(), 0, parameters, p, dimension);
            p += dimension;
            System.arraycopy(c.factor().lower(), 0, parameters, p, packed);
            p += packed;
        }
        return parameters;
    }

    /** They take as much room as the statistics that they follow from. */
    @Override
    public boolean keepable() {
        return false;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public int classes() {
        return classes.size();
    }

    @Override
    public double[] scores(float[] features, int n) {
        Features.requireShape(features, n, dimension);
        for (int i = 0; i < n; i++) {
            Features.requireFinite(features, i, dimension);
        }
        double[] scores = new double[n * classes.size()];
        IntStream.range(0, (n + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            int from = block * BLOCK;
            score(features, from, Math.min(BLOCK, n - from), scores);
        });
        requireFiniteScores(scores);
        return scores;
    }

    private static void requireFiniteScores(double[] scores) {
        if (!Arrays.stream(scores).allMatch(Double::isFinite)) {
            throw new AccrueException(BAD_DATA, text("gaussian.statistics.distanceTooLarge"));
        }
    }

    private void score(float[] features, int from, int count, double[] scores) {
        double[][] y = new double[dimension][count];
        double[] squares = new double[count];
        for (int c = 0; c < classes.size(); c++) {
            Ellipsoid shape = classes.get(c);
            for (int i = 0; i < count; i++) {
                int start = (from + i) * dimension;
                for (int k = 0; k < dimension; k++) {
                    y[k][i] = features[start + k] - shape.mean()[k];
                }
            }
            shape.factor().squaredNorms(y, squares);
            for (int i = 0; i < count; i++) {
                scores[(from + i) * classes.size() + c] = shape.offset() - squares[i] / 2;
            }
        }
    }
}
