package dev.accrue.learner;

import dev.accrue.gaussian.Calibration;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.HeldOut;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What scores are divided by, so that a posterior is as sure as it is right. Fitted to feature vectors that were held out
 * of the statistics, so it costs no image and follows each change of the model. It changes no answer.
 *
 * @param value T, above 0; 1 leaves the posterior as the classifier gives it
 * @param vectors it was fitted to; 0 if it was not fitted
 */
public record Temperature(double value, long vectors) {

    /** The posterior as the classifier gives it. */
    public static final Temperature NONE = new Temperature(1, 0);

    /** Fewer vectors say too little. */
    private static final int FEWEST = 20;

    /** Scores looked at together. */
    private static final int MOST_SCORES = 20_000_000;

    /**
     * @param heldOut of each class, in the classifier's order
     * @return {@link #NONE} where there are too few vectors, or none is answered wrongly and there is no best T
     */
    public static Temperature fit(Classifier classifier, List<Optional<HeldOut>> heldOut) {
        int dimension = classifier.dimension();
        int classes = classifier.classes();
        int there = heldOut.stream()
                .mapToInt(each -> each.map(HeldOut::count).orElse(0))
                .sum();
        if (there < FEWEST) {
            return NONE;
        }
        int every = Math.toIntExact(1 + (long) there * classes / MOST_SCORES);
        int taken = (there + every - 1) / every;
        float[] features = new float[taken * dimension];
        int[] labels = new int[taken];
        int seen = 0;
        int n = 0;
        for (int c = 0; c < classes; c++) {
            if (heldOut.get(c).isEmpty()) {
                continue;
            }
            HeldOut of = heldOut.get(c).get();
            for (int row = 0; row < of.count(); row++) {
                if (seen++ % every == 0) {
                    System.arraycopy(of.features(), row * dimension, features, n * dimension, dimension);
                    labels[n++] = c;
                }
            }
        }
        double[] scores = classifier.scores(features, n);
        return Arrays.equals(Classifier.argmax(scores, n, classes), labels)
                ? NONE
                : new Temperature(Calibration.temperature(scores, labels, n, classes), n);
    }

    /**
     * @param scores float64 {@code [n x C]}, row-major
     * @return posterior {@code [n x C]}, row-major; each row sums to one
     */
    public double[] posterior(double[] scores, int n, int classes) {
        return Classifier.posterior(
                value == 1
                        ? scores
                        : Arrays.stream(scores).map(score -> score / value).toArray(),
                n,
                classes);
    }
}
