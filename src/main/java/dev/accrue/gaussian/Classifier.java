package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.List;

/** Turns feature vectors into one score a class. Immutable, safe for several threads; the costly part is done once. */
public interface Classifier {

    /** d, the length of a feature vector. */
    int dimension();

    /** C, the number of classes, in the order of the statistics the classifier was derived from. */
    int classes();

    /**
     * Scores to compare within a row: the class of the highest score is the answer, softmax of a row the posterior.
     *
     * @param features float32 {@code [n x d]}, row-major
     * @return finite float64 {@code [n x C]}, row-major
     * @throws AccrueException CONFLICT when the length is not n x d, BAD_DATA when a feature is not finite
     */
    double[] scores(float[] features, int n);

    /**
     * All that {@link #scores} needs, to be kept and given to {@link Method#classifier(double[])} later. They follow
     * from the statistics; keeping them saves reading and factoring these.
     *
     * @return finite float64, a new array; its layout is the method's own and says its sizes
     */
    double[] parameters();

    /**
     * Whether the {@link #parameters} are worth keeping: not where they take as much room as the statistics that they
     * follow from.
     */
    default boolean keepable() {
        return true;
    }

    /**
     * What had to be done to the statistics, for people to see: {@code shrinkage oas 0.0123}, {@code jitter 1e-10 was
     * needed}. One made from kept parameters says the same, where these are {@link #keepable}.
     */
    default List<String> notes() {
        return List.of();
    }

    /**
     * The index of the highest score of each row, the first one when several are equal.
     *
     * @param scores float64 {@code [n x C]}, row-major
     * @return {@code [n]}
     */
    static int[] argmax(double[] scores, int n, int classes) {
        requireShape(scores, n, classes);
        int[] best = new int[n];
        for (int i = 0; i < n; i++) {
            int start = i * classes;
            for (int c = 1; c < classes; c++) {
                if (scores[start + c] > scores[start + best[i]]) {
                    best[i] = c;
                }
            }
        }
        return best;
    }

    /**
     * Softmax of each row. The highest score is subtracted first (log-sum-exp), so no score is too large.
     *
     * @param scores finite float64 {@code [n x C]}, row-major
     * @return float64 {@code [n x C]}, row-major; each row sums to one
     */
    static double[] posterior(double[] scores, int n, int classes) {
        int[] best = argmax(scores, n, classes);
        double[] posterior = new double[scores.length];
        for (int i = 0; i < n; i++) {
            int start = i * classes;
            double highest = scores[start + best[i]];
            double sum = 0;
            for (int p = start; p < start + classes; p++) {
                posterior[p] = Math.exp(scores[p] - highest);
                sum += posterior[p];
            }
            for (int p = start; p < start + classes; p++) {
                posterior[p] /= sum;
            }
        }
        return posterior;
    }

    private static void requireShape(double[] scores, int n, int classes) {
        if (n < 0 || classes < 1 || scores.length != (long) n * classes) {
            throw new AccrueException(CONFLICT, text("gaussian.classifier.wrongScores", scores.length, n, classes));
        }
    }
}
