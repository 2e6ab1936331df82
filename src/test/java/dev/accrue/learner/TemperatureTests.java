package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.gaussian.Calibration;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.HeldOut;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemperatureTests {

    /** Two features are the scores of two classes. */
    private static final Classifier IDENTITY = new Classifier() {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public double[] scores(float[] features, int n) {
            double[] scores = new double[2 * n];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = features[i];
            }
            return scores;
        }

        @Override
        public double[] parameters() {
            return new double[0];
        }
    };

    /** Vectors whose posterior is right when the scores are divided by the temperature given. */
    private static List<Optional<HeldOut>> vectors(int n, double temperature, long seed) {
        Random random = new Random(seed);
        float[][] features = {new float[2 * n], new float[2 * n]};
        int[] counts = new int[2];
        for (int i = 0; i < n; i++) {
            double score = 3 * random.nextGaussian();
            int label = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 0 : 1;
            features[label][2 * counts[label]++] = (float) (temperature * score);
        }
        return List.of(heldOut(features[0], counts[0]), heldOut(features[1], counts[1]));
    }

    private static Optional<HeldOut> heldOut(float[] features, int count) {
        return Optional.of(new HeldOut(count, Arrays.copyOf(features, 2 * count)));
    }

    @Test
    void findsTheTemperatureThatVectorsWereMadeWith() {
        Temperature fitted = Temperature.fit(IDENTITY, vectors(20_000, 2.5, 1));
        assertThat(fitted.vectors()).isEqualTo(20_000);
        assertThat(fitted.value()).isCloseTo(2.5, within(0.1));
    }

    @Test
    void makesThePosteriorAsSureAsItIsRight() {
        Temperature fitted = Temperature.fit(IDENTITY, vectors(5_000, 4, 2));
        List<Optional<HeldOut>> others = vectors(20_000, 4, 3);
        assertThat(calibrationError(others, fitted)).isLessThan(0.02);
        assertThat(calibrationError(others, Temperature.NONE)).isGreaterThan(0.1);
    }

    private static double calibrationError(List<Optional<HeldOut>> vectors, Temperature temperature) {
        HeldOut first = vectors.get(0).orElseThrow();
        HeldOut second = vectors.get(1).orElseThrow();
        int n = first.count() + second.count();
        float[] features = new float[2 * n];
        System.arraycopy(first.features(), 0, features, 0, 2 * first.count());
        System.arraycopy(second.features(), 0, features, 2 * first.count(), 2 * second.count());
        int[] labels = new int[n];
        Arrays.fill(labels, first.count(), n, 1);
        return Calibration.expectedCalibrationError(
                temperature.posterior(IDENTITY.scores(features, n), n, 2), labels, n, 2, Calibration.BINS);
    }

    @Test
    void leavesThePosteriorAloneWithoutVectorsOrMistakes() {
        assertThat(Temperature.fit(IDENTITY, List.of(Optional.empty(), Optional.empty())))
                .isEqualTo(Temperature.NONE);
        assertThat(Temperature.fit(IDENTITY, vectors(19, 1, 1))).isEqualTo(Temperature.NONE);
        float[] right = new float[60];
        Arrays.fill(right, 0);
        for (int i = 0; i < 30; i++) {
            right[2 * i] = 1;
        }
        assertThat(Temperature.fit(IDENTITY, List.of(heldOut(right, 30), Optional.empty())))
                .isEqualTo(Temperature.NONE);
    }

    @Test
    void takesSomeOfManyVectorsOfEveryClass() {
        List<Optional<HeldOut>> many = vectors(100, 1, 4);
        assertThat(Temperature.fit(IDENTITY, many).vectors()).isEqualTo(100);
    }
}
