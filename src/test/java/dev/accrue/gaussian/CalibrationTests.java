package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class CalibrationTests {

    /** A grid of temperatures, and the likelihood written out. */
    @Property(tries = 60)
    void noOtherTemperatureIsMoreLikely(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 2, max = 12) int classes,
            @ForAll @DoubleRange(min = 0.1, max = 50) double sharpness) {
        int n = 80;
        double[] scores = scores(seed, n, classes, sharpness);
        int[] labels = drawn(seed, scores, n, classes, sharpness);
        double temperature = Calibration.temperature(scores, labels, n, classes);
        double least = loss(scores, labels, n, classes, temperature);
        for (double factor = 1e-3; factor < 1e3; factor *= 1.1) {
            assertThat(loss(scores, labels, n, classes, temperature * factor)).isGreaterThan(least - 1e-12);
        }
    }

    /** Labels drawn from softmax(scores / 7) are explained best by about 7. */
    @Example
    void findsTheTemperatureThatTheLabelsWereDrawnWith() {
        int n = 20_000;
        double[] scores = scores(5, n, 6, 10);
        int[] labels = drawn(5, scores, n, 6, 7);
        double temperature = Calibration.temperature(scores, labels, n, 6);
        assertThat(temperature).isCloseTo(7, within(0.2));
        double[] calibrated = Arrays.stream(scores).map(s -> s / temperature).toArray();
        assertThat(error(calibrated, labels, n, 6)).isLessThan(0.015);
        assertThat(error(scores, labels, n, 6)).isGreaterThan(0.1);
    }

    @Property(tries = 60)
    void scalesWithTheScoresAndIgnoresWhatIsCommonToARow(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = -12, max = 12) int exponent) {
        double scale = Math.pow(10, exponent);
        double[] scores = scores(seed, 50, 4, 3);
        int[] labels = drawn(seed, scores, 50, 4, 2);
        double[] scaled = new double[scores.length];
        Arrays.setAll(scaled, p -> (scores[p] + Math.floorDiv(p, 4)) * scale);
        double expected = scale * Calibration.temperature(scores, labels, 50, 4);
        assertThat(Calibration.temperature(scaled, labels, 50, 4)).isCloseTo(expected, within(1e-7 * expected));
    }

    @Example
    void staysFiniteWhereNoTemperatureIsBest() {
        // nothing wrong, everything wrong, nothing to tell: the standard deviation within a row is 1
        assertThat(Calibration.temperature(new double[] {2, 0, 0, 2}, new int[] {0, 1}, 2, 2))
                .isBetween(0.9e-4, 1.1e-4);
        assertThat(Calibration.temperature(new double[] {2, 0, 0, 2}, new int[] {1, 0}, 2, 2))
                .isBetween(0.9e4, 1.1e4);
        assertThat(Calibration.temperature(new double[] {3, 3, 5, 5}, new int[] {1, 0}, 2, 2))
                .isEqualTo(1);
        assertThat(Calibration.temperature(new double[] {3, -7}, new int[] {0, 0}, 2, 1))
                .isEqualTo(1);
    }

    /** Three in four right at a difference of ln 3 / T: T = difference / ln 3. */
    @Example
    void givesTheAnswerInClosedForm() {
        double[] scores = {4, 0, 4, 0, 4, 0, 4, 0};
        assertThat(Calibration.temperature(scores, new int[] {0, 0, 0, 1}, 4, 2))
                .isCloseTo(4 / Math.log(3), within(1e-10));
    }

    /** Rows of confidence 0.6, 0.6, 0.9 in bins of a fifth: |0.6 - 1/2| 2/3 + |0.9 - 1| 1/3. */
    @Example
    void averagesTheGapsOfTheBins() {
        double[] posterior = {0.6, 0.4, 0.4, 0.6, 0.9, 0.1};
        assertThat(Calibration.expectedCalibrationError(posterior, new int[] {0, 0, 0}, 3, 2, 5))
                .isCloseTo(0.1 * 2 / 3 + 0.1 / 3, within(1e-15));
        // one bin for all: |0.7 - 2/3|
        assertThat(Calibration.expectedCalibrationError(posterior, new int[] {0, 0, 0}, 3, 2, 1))
                .isCloseTo(0.7 - 2 / 3.0, within(1e-15));
    }

    /** 0.5 is the upper end of the first of two bins; 1 lies in the last. */
    @Example
    void theUpperEndBelongsToABin() {
        double[] posterior = {0.5, 0.5, 0, 1, 1, 0};
        assertThat(Calibration.expectedCalibrationError(posterior, new int[] {1, 1, 1}, 3, 2, 2))
                .isCloseTo(0.5 / 3 + 1 / 3.0, within(1e-15));
    }

    @Property(tries = 60)
    void liesBetweenNoneAndOne(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 30) int bins) {
        double[] posterior = Classifier.posterior(scores(seed, 40, 5, 6), 40, 5);
        int[] labels = new Random(seed).ints(40, 0, 5).toArray();
        double error = Calibration.expectedCalibrationError(posterior, labels, 40, 5, bins);
        assertThat(error).isBetween(0.0, 1.0);
        // a finer division never hides a gap that a coarser one shows
        assertThat(error).isGreaterThan(Calibration.expectedCalibrationError(posterior, labels, 40, 5, 1) - 1e-12);
    }

    @Example
    void refusesWhatDoesNotFitTogether() {
        refuses(Category.CONFLICT, new double[4], new int[2], 2, 3);
        refuses(Category.CONFLICT, new double[4], new int[1], 2, 2);
        refuses(Category.CONFLICT, new double[0], new int[0], 0, 2);
        refuses(Category.CONFLICT, new double[4], new int[] {0, 2}, 2, 2);
        refuses(Category.CONFLICT, new double[4], new int[] {-1, 0}, 2, 2);
        refuses(Category.BAD_DATA, new double[] {0, Double.NaN}, new int[1], 1, 2);
        refuses(Category.BAD_DATA, new double[] {0, Double.POSITIVE_INFINITY}, new int[1], 1, 2);
        assertThatThrownBy(() -> Calibration.expectedCalibrationError(new double[2], new int[1], 1, 2, 0))
                .isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> Calibration.expectedCalibrationError(new double[] {3, 1}, new int[1], 1, 2, 15))
                .hasMessageContaining("expected a number from 0 to 1");
    }

    private static void refuses(Category category, double[] scores, int[] labels, int n, int classes) {
        assertThatThrownBy(() -> Calibration.temperature(scores, labels, n, classes))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category));
        assertThatThrownBy(() -> Calibration.expectedCalibrationError(scores, labels, n, classes, Calibration.BINS))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category));
    }

    private static double error(double[] scores, int[] labels, int n, int classes) {
        return Calibration.expectedCalibrationError(
                Classifier.posterior(scores, n, classes), labels, n, classes, Calibration.BINS);
    }

    private static double[] scores(long seed, int n, int classes, double size) {
        Random random = new Random(seed);
        double[] scores = new double[n * classes];
        Arrays.setAll(scores, p -> size * random.nextGaussian());
        return scores;
    }

    private static int[] drawn(long seed, double[] scores, int n, int classes, double temperature) {
        Random random = new Random(seed + 1);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(scores[i * classes + c] / temperature);
            }
            double left = random.nextDouble() * sum;
            for (int c = 0; c < classes && left > 0; c++) {
                left -= Math.exp(scores[i * classes + c] / temperature);
                labels[i] = c;
            }
        }
        return labels;
    }

    private static double loss(double[] scores, int[] labels, int n, int classes, double temperature) {
        double loss = 0;
        for (int i = 0; i < n; i++) {
            double label = scores[i * classes + labels[i]];
            double highest =
                    Arrays.stream(scores, i * classes, (i + 1) * classes).max().orElseThrow();
            double sum = 0;
            for (int p = i * classes; p < (i + 1) * classes; p++) {
                sum += Math.exp((scores[p] - highest) / temperature);
            }
            loss += ((highest - label) / temperature + Math.log(sum)) / n;
        }
        return loss;
    }
}
