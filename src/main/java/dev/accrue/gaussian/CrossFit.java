package dev.accrue.gaussian;

import dev.accrue.common.AccrueException;
import dev.accrue.common.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores of the vectors that classes were learnt from, each by a classifier that was fitted without it: cross-validation
 * (Stone 1974, "Cross-Validatory Choice and Assessment of Statistical Predictions"). What a posterior can be measured
 * against where there are too few vectors to hold any out.
 *
 * @param scores float64 {@code [n x C]}, row-major
 * @param labels {@code [n]}, from 0
 */
public record CrossFit(double[] scores, int[] labels) {

    /** Every fifth vector of a class is left out at a time, so of five images one. */
    private static final int FOLDS = 5;

    /** How many. */
    public int n() {
        return labels.length;
    }

    /**
     * A class of one vector is never left out. The folds are taken in turn until there are enough scores; each costs a
     * fitting of all classes.
     *
     * @param classes the vectors of each, float32 {@code [n_c x d]}, row-major, at least one
     * @param dimension d
     * @param enough scores to stop at
     * @throws AccrueException CONFLICT or BAD_DATA when the method cannot be fitted to what a fold leaves
     */
    public static CrossFit of(Method method, List<float[]> classes, int dimension, int enough) {
        List<double[]> scores = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int fold = 0; fold < FOLDS && labels.size() < enough; fold++) {
            Cancellation.check();
            Fitting fitting = method.fitting(dimension);
            List<float[]> leftOut = new ArrayList<>();
            for (int c = 0; c < classes.size(); c++) {
                fitting.add(without(fold, c, classes.get(c), dimension, leftOut, labels));
            }
            if (!leftOut.isEmpty()) {
                float[] features = new float[leftOut.size() * dimension];
                for (int row = 0; row < leftOut.size(); row++) {
                    System.arraycopy(leftOut.get(row), 0, features, row * dimension, dimension);
                }
                scores.add(fitting.classifier().scores(features, leftOut.size()));
            }
        }
        return new CrossFit(
                scores.stream().flatMapToDouble(Arrays::stream).toArray(),
                labels.stream().mapToInt(label -> label).toArray());
    }

    /** @return statistics of the others; those left out go to the lists */
    private static ClassStatistics without(
            int fold, int label, float[] vectors, int dimension, List<float[]> leftOut, List<Integer> labels) {
        int n = vectors.length / dimension;
        StatisticsAccumulator others = new StatisticsAccumulator(dimension);
        int[] kept = new int[n];
        int count = 0;
        for (int row = 0; row < n; row++) {
            if (n > 1 && row % FOLDS == fold) {
                leftOut.add(Arrays.copyOfRange(vectors, row * dimension, (row + 1) * dimension));
                labels.add(label);
            } else {
                kept[count++] = row;
            }
        }
        others.add(vectors, Arrays.copyOf(kept, count));
        return others.finish();
    }
}
