package dev.accrue.evaluation;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.NOT_FOUND;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How often each true class was given each name: rows are true classes, columns are predicted classes.
 *
 * <p>The two lists may differ: a test set may hold classes not learnt yet, a model classes the test set lacks.
 * Where the denominator of a per-class measure is zero the measure is 0, as with {@code zero_division=0} in
 * scikit-learn; an accuracy over no image at all is NaN, since there is nothing it could be said of.
 *
 * @param trueClasses names of the rows, each once
 * @param predictedClasses names of the columns, each once
 * @param counts {@code [true x predicted]}, not negative
 */
public record ConfusionMatrix(List<String> trueClasses, List<String> predictedClasses, long[][] counts) {

    /** @throws AccrueException BAD_DATA when the counts do not have the lists' shape, are negative, or a name repeats */
    public ConfusionMatrix {
        trueClasses = List.copyOf(trueClasses);
        predictedClasses = List.copyOf(predictedClasses);
        counts = copy(counts);
        requireDistinct(trueClasses);
        requireDistinct(predictedClasses);
        int columns = predictedClasses.size();
        if (counts.length != trueClasses.size() || Arrays.stream(counts).anyMatch(row -> row.length != columns)) {
            throw new AccrueException(BAD_DATA, text("evaluation.confusionMatrixUnfit", trueClasses.size(), columns));
        }
        if (Arrays.stream(counts).flatMapToLong(Arrays::stream).anyMatch(count -> count < 0)) {
            throw new AccrueException(BAD_DATA, text("evaluation.countsNegative"));
        }
    }

    /**
     * Counts pairs of labels.
     *
     * @param trueLabels index into {@code trueClasses} of each image {@code [n]}
     * @param predictedLabels index into {@code predictedClasses} of each image {@code [n]}
     * @throws AccrueException BAD_DATA when the lengths differ or a label has no class
     */
    public static ConfusionMatrix of(
            List<String> trueClasses, List<String> predictedClasses, int[] trueLabels, int[] predictedLabels) {
        if (trueLabels.length != predictedLabels.length) {
            throw new AccrueException(
                    BAD_DATA, text("evaluation.labelsUnpaired", trueLabels.length, predictedLabels.length));
        }
        long[][] counts = new long[trueClasses.size()][predictedClasses.size()];
        for (int i = 0; i < trueLabels.length; i++) {
            if (!isLabel(trueLabels[i], trueClasses)) {
                throw new AccrueException(
                        BAD_DATA, text("evaluation.trueLabelUnknown", i, trueLabels[i], trueClasses.size()));
            }
            if (!isLabel(predictedLabels[i], predictedClasses)) {
                throw new AccrueException(
                        BAD_DATA,
                        text("evaluation.predictedLabelUnknown", i, predictedLabels[i], predictedClasses.size()));
            }
            counts[trueLabels[i]][predictedLabels[i]]++;
        }
        return new ConfusionMatrix(trueClasses, predictedClasses, counts);
    }

    /** A copy, {@code [true x predicted]}. */
    @Override
    public long[][] counts() {
        return copy(counts);
    }

    /** How many images were counted. */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /** How many images were given their own class's name. */
    public long correct() {
        return trueClasses.stream().mapToLong(this::correct).sum();
    }

    /** Correct images over all images, 0 to 1; NaN when nothing was counted. */
    public double accuracy() {
        return (double) correct() / total();
    }

    /**
     * Accuracy over the images whose true class is among these, the old or the new classes for instance. A prediction
     * of any class counts, so mistaking an old class for a new one is an error of the old.
     *
     * @param ofTrueClasses names that are no true class here add nothing
     * @return 0 to 1; NaN when there is no such image
     */
    public double accuracy(Collection<String> ofTrueClasses) {
        List<String> rows =
                trueClasses.stream().filter(Set.copyOf(ofTrueClasses)::contains).toList();
        long correct = rows.stream().mapToLong(this::correct).sum();
        return (double) correct / rows.stream().mapToLong(this::actual).sum();
    }

    /**
     * TP / (TP + FP): of the images called c, the share that is c. 0 when none was called c.
     *
     * @throws AccrueException NOT_FOUND when c is neither a true nor a predicted class
     */
    public double precision(String c) {
        requireClass(c);
        return ratio(correct(c), predicted(c));
    }

    /**
     * TP / (TP + FN): of the images that are c, the share called c. 0 when none is c.
     *
     * @throws AccrueException NOT_FOUND when c is neither a true nor a predicted class
     */
    public double recall(String c) {
        requireClass(c);
        return ratio(correct(c), actual(c));
    }

    /**
     * 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall. 0 when no image is c or was called c.
     *
     * @throws AccrueException NOT_FOUND when c is neither a true nor a predicted class
     */
    public double f1(String c) {
        requireClass(c);
        return ratio(2 * correct(c), actual(c) + predicted(c));
    }

    /**
     * The mean of F1 over the true classes, all with the same weight. A true class that was not learnt, or of which
     * there was no image, counts as 0. NaN when there is no true class.
     */
    public double macroF1() {
        return trueClasses.stream().mapToDouble(this::f1).average().orElse(Double.NaN);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfusionMatrix that
                && trueClasses.equals(that.trueClasses)
                && predictedClasses.equals(that.predictedClasses)
                && Arrays.deepEquals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * trueClasses.hashCode() + predictedClasses.hashCode()) + Arrays.deepHashCode(counts);
    }

    @Override
    public String toString() {
        return "ConfusionMatrix[rows true " + trueClasses + ", columns predicted " + predictedClasses + ", "
                + Arrays.deepToString(counts) + "]";
    }

    /** TP. */
    private long correct(String c) {
        int row = trueClasses.indexOf(c);
        int column = predictedClasses.indexOf(c);
        return row < 0 || column < 0 ? 0 : counts[row][column];
    }

    /** TP + FN. */
    private long actual(String c) {
        int row = trueClasses.indexOf(c);
        return row < 0 ? 0 : Arrays.stream(counts[row]).sum();
    }

    /** TP + FP. */
    private long predicted(String c) {
        int column = predictedClasses.indexOf(c);
        return column < 0
                ? 0
                : Arrays.stream(counts).mapToLong(row -> row[column]).sum();
    }

    private void requireClass(String c) {
        if (!trueClasses.contains(c) && !predictedClasses.contains(c)) {
            throw new AccrueException(NOT_FOUND, text("evaluation.classUnknown", c, trueClasses, predictedClasses));
        }
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private static long[][] copy(long[][] counts) {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    private static void requireDistinct(List<String> names) {
        if (new HashSet<>(names).size() != names.size()) {
            throw new AccrueException(BAD_DATA, text("evaluation.classNamedTwice", names));
        }
    }

    private static boolean isLabel(int label, List<String> classes) {
        return label >= 0 && label < classes.size();
    }
}
