package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.gaussian.Calibration;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.Method;
import dev.accrue.gaussian.StatisticsAccumulator;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static final Method LDA = Method.parse("lda");

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

    private static Temperature fit(List<Optional<HeldOut>> heldOut) {
        return Temperature.fit(LDA, IDENTITY, new Temperature.Vectors(heldOut, Optional::empty));
    }

    @Test
    void findsTheTemperatureThatVectorsWereMadeWith() {
        Temperature fitted = fit(vectors(20_000, 2.5, 1));
        assertThat(fitted.vectors()).isEqualTo(20_000);
        assertThat(fitted.value()).isCloseTo(2.5, within(0.1));
    }

    @Test
    void makesThePosteriorAsSureAsItIsRight() {
        Temperature fitted = fit(vectors(5_000, 4, 2));
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
        assertThat(fit(List.of(Optional.empty(), Optional.empty()))).isEqualTo(Temperature.NONE);
        assertThat(fit(vectors(19, 1, 1))).isEqualTo(Temperature.NONE);
        float[] right = new float[60];
        Arrays.fill(right, 0);
        for (int i = 0; i < 30; i++) {
            right[2 * i] = 1;
        }
        assertThat(fit(List.of(heldOut(right, 30), Optional.empty()))).isEqualTo(Temperature.NONE);
    }

    @Test
    void takesSomeOfManyVectorsOfEveryClass() {
        List<Optional<HeldOut>> many = vectors(100, 1, 4);
        assertThat(fit(many).vectors()).isEqualTo(100);
    }

    /** Five vectors of each of ten classes in 60 dimensions say little of a covariance, and the posterior does not know it. */
    @ParameterizedTest
    @ValueSource(strings = {"lda", "ncm", "ridge lambda=30"})
    void makesThePosteriorOfFewImagesSure(String name) {
        Method method = Method.parse(name);
        double before = 0;
        double after = 0;
        for (int seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            double[][] means = new double[10][60];
            for (double[] mean : means) {
                Arrays.setAll(mean, j -> 0.35 * random.nextGaussian());
            }
            List<float[]> learnt =
                    Arrays.stream(means).map(mean -> around(mean, 5, random)).toList();
            Classifier classifier = method.classifier(learnt.stream()
                    .map(vectors -> {
                        StatisticsAccumulator statistics = new StatisticsAccumulator(60);
                        statistics.add(vectors, 5);
                        return statistics.finish();
                    })
                    .toList());
            Temperature fitted = Temperature.fit(
                    method,
                    classifier,
                    new Temperature.Vectors(Collections.nCopies(10, Optional.empty()), () -> Optional.of(learnt)));
            assertThat(fitted.vectors()).isEqualTo(50);
            int n = 2_000;
            float[] tested = new float[n * 60];
            int[] labels = new int[n];
            for (int i = 0; i < n; i++) {
                labels[i] = i % 10;
                System.arraycopy(around(means[i % 10], 1, random), 0, tested, i * 60, 60);
            }
            double[] scores = classifier.scores(tested, n);
            before += error(scores, labels, Temperature.NONE) / 5;
            after += error(scores, labels, fitted) / 5;
        }
        assertThat(before).isGreaterThan(0.2);
        assertThat(after).isLessThan(0.1);
    }

    private static float[] around(double[] mean, int n, Random random) {
        float[] vectors = new float[n * mean.length];
        for (int p = 0; p < vectors.length; p++) {
            vectors[p] = (float) (mean[p % mean.length] + random.nextGaussian());
        }
        return vectors;
    }

    private static double error(double[] scores, int[] labels, Temperature temperature) {
        return Calibration.expectedCalibrationError(
                temperature.posterior(scores, labels.length, 10), labels, labels.length, 10, Calibration.BINS);
    }
}
