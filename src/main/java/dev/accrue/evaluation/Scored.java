package dev.accrue.evaluation;

import dev.accrue.common.Cancellation;
import dev.accrue.gaussian.Calibration;
import dev.accrue.gaussian.Classifier;
import dev.accrue.learner.EmbeddedImages;
import dev.accrue.learner.Temperature;
import java.util.Arrays;
import java.util.List;

/**
 * What a classifier says of images. The scores themselves are let go block by block, so that many classes and many
 * images need no array of both.
 *
 * @param predicted position of the best class of each image {@code [n]}
 * @param confidence its posterior probability {@code [n]}
 */
record Scored(int[] predicted, double[] confidence) {
    private static final int ROWS_AT_ONCE = 1024;

    static Scored of(Classifier classifier, Temperature temperature, EmbeddedImages images) {
        int[] rows = new int[images.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        return of(classifier, temperature, images, rows);
    }

    /** @param rows positions of the images asked for {@code [n]} */
    static Scored of(Classifier classifier, Temperature temperature, EmbeddedImages images, int[] rows) {
        int dimension = classifier.dimension();
        int classes = classifier.classes();
        int[] predicted = new int[rows.length];
        double[] confidence = new double[rows.length];
        for (int from = 0; from < rows.length; from += ROWS_AT_ONCE) {
            Cancellation.check();
            int count = Math.min(ROWS_AT_ONCE, rows.length - from);
            float[] block = new float[count * dimension];
            for (int i = 0; i < count; i++) {
                System.arraycopy(images.features(), rows[from + i] * dimension, block, i * dimension, dimension);
            }
            double[] scores = classifier.scores(block, count);
            int[] best = Classifier.argmax(scores, count, classes);
            double[] posterior = temperature.posterior(scores, count, classes);
            for (int i = 0; i < count; i++) {
                predicted[from + i] = best[i];
                confidence[from + i] = posterior[i * classes + best[i]];
            }
        }
        return new Scored(predicted, confidence);
    }

    /**
     * How far confidence and accuracy are apart, over the images of classes the model knows; see
     * {@link Calibration#expectedCalibrationError(double[], boolean[], int)}.
     *
     * @param images all of which were asked for
     * @param classes the classifier's, in its order
     * @return 0 to 1; NaN if there is no such image
     */
    double calibrationError(EmbeddedImages images, List<String> classes) {
        int[] positions = images.classes().stream().mapToInt(classes::indexOf).toArray();
        double[] sure = new double[predicted.length];
        boolean[] right = new boolean[predicted.length];
        int known = 0;
        for (int i = 0; i < predicted.length; i++) {
            int position = positions[images.labels()[i]];
            if (position >= 0) {
                sure[known] = confidence[i];
                right[known++] = position == predicted[i];
            }
        }
        return known == 0
                ? Double.NaN
                : Calibration.expectedCalibrationError(
                        Arrays.copyOf(sure, known), Arrays.copyOf(right, known), Calibration.BINS);
    }
}
