package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.Arrays;

/**
 * Whether a posterior can be taken at its word, and the one number that makes it so: Guo, Pleiss, Sun and Weinberger,
 * "On Calibration of Modern Neural Networks" (ICML 2017).
 */
public final class Calibration {

    /** The bins of the article. */
    public static final int BINS = 15;

    /** How far T may be from the spread of the scores, either way, as a logarithm. */
    private static final double RANGE = Math.log(1e4);

    private static final double PRECISION = 1e-12;
    private static final int MOST_STEPS = 200;

    private Calibration() {}

    /**
     * T for which the posterior softmax(scores / T) gives held-out labels the greatest likelihood. It changes no
     * answer. Scores k times as large give a T k times as large.
     *
     * <p>The negative log likelihood is convex in 1/T, so it has one minimum: where the expected score under the
     * posterior is that of the labels, on average. Found by Newton's method on log T, with a bisection where a step
     * would leave what is known to enclose the minimum or does not halve the step before. Where there is none, because no answer is wrong or the answers
     * are no better than chance, T is the end of the search: the standard deviation of the scores within a row,
     * divided or multiplied by 10,000. When all scores of each row are equal T is 1. Each step costs n C exponentials.
     *
     * @param scores finite float64 {@code [n x C]}, row-major; of images that the classifier was not fitted to
     * @param labels true classes {@code [n]}, from 0
     * @throws AccrueException CONFLICT when there is no row or the sizes do not fit together or a label is no class,
     *     BAD_DATA when a score is not finite
     */
    public static double temperature(double[] scores, int[] labels, int n, int classes) {
        requireShape(scores, labels, n, classes);
        double spread = spread(scores, n, classes);
        if (spread == 0) {
            return 1;
        }
        double low = Math.log(spread) - RANGE;
        double high = Math.log(spread) + RANGE;
        double logT = Math.log(spread);
        double width = high - low;
        for (int i = 0; i < MOST_STEPS && high - low > PRECISION; i++) {
            Slope slope = slope(scores, labels, n, classes, Math.exp(-logT));
            if (slope.excess() > 0) {
                low = logT;
            } else {
                high = logT;
            }
            double step = slope.excess() / slope.change();
            boolean newton = logT + step > low && logT + step < high && Math.abs(step) < width / 2;
            double next = newton ? logT + step : (low + high) / 2;
            width = Math.abs(next - logT);
            logT = next;
            if (width < PRECISION) {
                break;
            }
        }
        return Math.exp(logT);
    }

    /**
     * @param excess mean over rows of the expected score under the posterior less the label's: the derivative of the
     *     negative log likelihood by 1/T; positive where the posterior is too sure
     * @param change how fast that falls as log T grows, not negative
     */
    private record Slope(double excess, double change) {}

    private static Slope slope(double[] scores, int[] labels, int n, int classes, double inverse) {
        double[] scaled = new double[scores.length];
        Arrays.setAll(scaled, p -> scores[p] * inverse);
        double[] posterior = Classifier.posterior(scaled, n, classes);
        double excess = 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            double label = scores[i * classes + labels[i]];
            double first = 0;
            double second = 0;
            for (int p = i * classes; p < (i + 1) * classes; p++) {
                double difference = scores[p] - label;
                first += posterior[p] * difference;
                second += posterior[p] * difference * difference;
            }
            excess += first / n;
            variance += (second - first * first) / n;
        }
        return new Slope(excess, Math.max(0, variance) * inverse);
    }

    /** Root of the mean variance of the scores within a row. */
    private static double spread(double[] scores, int n, int classes) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double mean = 0;
            for (int p = i * classes; p < (i + 1) * classes; p++) {
                mean += scores[p] / classes;
            }
            for (int p = i * classes; p < (i + 1) * classes; p++) {
                sum += (scores[p] - mean) * (scores[p] - mean) / classes / n;
            }
        }
        return Math.sqrt(sum);
    }

    /**
     * Expected calibration error: rows are sorted into bins of equal width by the posterior of their answer, the
     * upper end belonging to a bin, and the difference between the mean of these posteriors and the part of right
     * answers is averaged over the rows.
     *
     * @param posterior float64 {@code [n x C]}, row-major, as {@link Classifier#posterior} gives it
     * @param labels true classes {@code [n]}, from 0
     * @param bins at least 1; {@link #BINS} in the article
     * @return from 0 to 1
     * @throws AccrueException CONFLICT when there is no row or bin or the sizes do not fit together or a label is no
     *     class, BAD_DATA when a posterior is not from 0 to 1
     */
    public static double expectedCalibrationError(double[] posterior, int[] labels, int n, int classes, int bins) {
        requireShape(posterior, labels, n, classes);
        int[] answers = Classifier.argmax(posterior, n, classes);
        double[] confidence = new double[n];
        boolean[] right = new boolean[n];
        for (int i = 0; i < n; i++) {
            confidence[i] = posterior[i * classes + answers[i]];
            right[i] = answers[i] == labels[i];
        }
        return expectedCalibrationError(confidence, right, bins);
    }

    /**
     * The same of answers whose other posteriors were let go, so that many rows of many classes need no array of both.
     *
     * @param confidence posterior of the answer of each row {@code [n]}
     * @param right whether it was the true class {@code [n]}
     * @throws AccrueException as {@link #expectedCalibrationError(double[], int[], int, int, int)}
     */
    public static double expectedCalibrationError(double[] confidence, boolean[] right, int bins) {
        int n = confidence.length;
        if (n < 1 || right.length != n || bins < 1) {
            throw new AccrueException(CONFLICT, text("gaussian.calibration.wrongSizes", n, right.length, bins));
        }
        double[] gaps = new double[bins];
        for (int i = 0; i < n; i++) {
            if (!(confidence[i] >= 0 && confidence[i] <= 1 + PRECISION)) {
                throw new AccrueException(BAD_DATA, text("gaussian.calibration.noProbability", i, confidence[i]));
            }
            int bin = (int) Math.ceil(confidence[i] * bins) - 1;
            gaps[Math.min(Math.max(bin, 0), bins - 1)] += confidence[i] - (right[i] ? 1 : 0);
        }
        double error = 0;
        for (double gap : gaps) {
            error += Math.abs(gap) / n;
        }
        return error;
    }

    private static void requireShape(double[] values, int[] labels, int n, int classes) {
        if (n < 1 || classes < 1 || labels.length != n || values.length != (long) n * classes) {
            throw new AccrueException(
                    CONFLICT, text("gaussian.calibration.wrongRows", values.length, labels.length, n, classes));
        }
        for (int i = 0; i < n; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new AccrueException(CONFLICT, text("gaussian.calibration.noClass", i, labels[i], classes));
            }
        }
        for (int p = 0; p < values.length; p++) {
            if (!Double.isFinite(values[p])) {
                throw new AccrueException(BAD_DATA, text("gaussian.calibration.scoreNotFinite", p, values[p]));
            }
        }
    }
}
