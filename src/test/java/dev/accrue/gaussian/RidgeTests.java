package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Against the regression of the images themselves, which the method never sees. */
class RidgeTests {

    /** Images of some classes, and the targets that go with them. */
    private record Images(int d, List<float[]> classes) {

        static Images of(int seed, int count, int n, int d) {
            return new Images(
                    d,
                    IntStream.range(0, count)
                            .mapToObj(c -> Oracle.vectors(seed * 10L + c, n + c, d, 2, 1))
                            .toList());
        }

        List<ClassStatistics> statistics() {
            return classes.stream().map(each -> Oracle.twoPass(each, d)).toList();
        }

        /** Each with a one after its features, for the intercept. */
        double[][] rows() {
            return classes.stream()
                    .flatMap(each -> IntStream.range(0, each.length / d).mapToObj(i -> {
                        double[] row = new double[d + 1];
                        Arrays.setAll(row, k -> k == d ? 1 : each[i * d + k]);
                        return row;
                    }))
                    .toArray(double[][]::new);
        }

        int[] labels() {
            return IntStream.range(0, classes.size())
                    .flatMap(c -> IntStream.range(0, classes.get(c).length / d).map(i -> c))
                    .toArray();
        }

        /** Mean over the features of their variance over all images. */
        double meanVariance() {
            double[][] rows = rows();
            double sum = 0;
            for (int k = 0; k < d; k++) {
                int feature = k;
                double mean = Arrays.stream(rows)
                        .mapToDouble(row -> row[feature])
                        .average()
                        .orElseThrow();
                sum += Arrays.stream(rows)
                        .mapToDouble(row -> (row[feature] - mean) * (row[feature] - mean))
                        .sum();
            }
            return sum / rows.length / d;
        }

        /** (X^T X + lambda I)^-1 with all sums written out and nothing on the intercept {@code [d+1 x d+1]}. */
        double[][] inverse(double lambda) {
            double[][] normal = new double[d + 1][d + 1];
            for (double[] row : rows()) {
                for (int i = 0; i <= d; i++) {
                    for (int j = 0; j <= d; j++) {
                        normal[i][j] += row[i] * row[j];
                    }
                }
            }
            for (int i = 0; i < d; i++) {
                normal[i][i] += lambda * rows().length * meanVariance();
            }
            return Oracle.inverse(normal);
        }

        double[] scores(double lambda, float[] probes) {
            double[][] inverse = inverse(lambda);
            double[][] rows = rows();
            int[] labels = labels();
            double[] scores = new double[probes.length / d * classes.size()];
            for (int q = 0; q < probes.length / d; q++) {
                double[] probe = new double[d + 1];
                for (int k = 0; k <= d; k++) {
                    probe[k] = k == d ? 1 : probes[q * d + k];
                }
                for (int i = 0; i < rows.length; i++) {
                    scores[q * classes.size() + labels[i]] += form(probe, inverse, rows[i]);
                }
            }
            return scores;
        }

        /** |Y - H Y|^2 / n / (1 - tr(H) / n)^2 with the hat matrix H of all images written out. */
        double generalisedCrossValidation(double lambda) {
            double[][] inverse = inverse(lambda);
            double[][] rows = rows();
            int[] labels = labels();
            double n = rows.length;
            double trace = 0;
            double residuals = 0;
            for (int i = 0; i < n; i++) {
                double[] left = new double[classes.size()];
                left[labels[i]] = 1;
                for (int j = 0; j < n; j++) {
                    double hat = form(rows[i], inverse, rows[j]);
                    left[labels[j]] -= hat;
                    trace += i == j ? hat : 0;
                }
                residuals += Arrays.stream(left).map(r -> r * r).sum();
            }
            return residuals / n / (1 - trace / n) / (1 - trace / n);
        }

        private static double form(double[] a, double[][] matrix, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < b.length; j++) {
                    sum += a[i] * matrix[i][j] * b[j];
                }
            }
            return sum;
        }
    }

    @Property(tries = 40)
    void equalsTheNormalEquationsOfTheImages(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 12) int d,
            @ForAll @IntRange(min = 1, max = 5) int count,
            @ForAll @IntRange(min = 1, max = 20) int n) {
        Images images = Images.of(seed, count, n, d);
        float[] probes = Oracle.vectors(seed, 4, d, 2, 2);
        for (String lambda : List.of("0.001", "0.1", "10")) {
            Classifier classifier = Method.parse("ridge lambda=" + lambda).classifier(images.statistics());
            if (count * n > 1) {
                Oracle.assertNear(
                        classifier.scores(probes, 4), images.scores(Double.parseDouble(lambda), probes), 1e-8);
            }
        }
    }

    /** More images than features and one: otherwise the residuals of the weakest ridges are differences of near equals. */
    @Property(tries = 30)
    void choosesTheLambdaThatCrossValidationOfTheImagesChooses(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 8) int d,
            @ForAll @IntRange(min = 2, max = 4) int count,
            @ForAll @IntRange(min = 5, max = 10) int n) {
        Images images = Images.of(seed, count, n, d);
        double chosen = lambda(Method.parse("ridge").classifier(images.statistics()));
        double least = IntStream.rangeClosed(-24, 8)
                .mapToDouble(k -> images.generalisedCrossValidation(Math.pow(10, k / 4.0)))
                .min()
                .orElseThrow();
        assertThat(images.generalisedCrossValidation(chosen)).isLessThan(least * (1 + 1e-5));
    }

    /** Of fewer images than features, all can be explained, and only a ridge keeps from it. */
    @Example
    void choosesALambdaWithFewerImagesThanFeatures() {
        Images images = Images.of(3, 4, 5, 40);
        double chosen = lambda(Method.parse("ridge").classifier(images.statistics()));
        assertThat(chosen).isBetween(1e-3, 100.0);
        double least = IntStream.rangeClosed(-12, 8)
                .mapToDouble(k -> images.generalisedCrossValidation(Math.pow(10, k / 4.0)))
                .min()
                .orElseThrow();
        assertThat(images.generalisedCrossValidation(chosen)).isLessThan(least * (1 + 1e-5));
    }

    /** As kept: after the mark and the sizes. */
    private static double lambda(Classifier classifier) {
        return classifier.parameters()[3];
    }

    @Example
    void saysWhichLambdaItUsesAndWhoChoseIt() {
        List<ClassStatistics> classes = Images.of(3, 4, 50, 6).statistics();
        Classifier chosen = Method.parse("ridge").classifier(classes);
        assertThat(chosen.notes())
                .containsExactly("ridge lambda " + Regularisation.number(lambda(chosen))
                        + " of the mean variance, chosen by generalised cross-validation");
        assertThat(Method.parse("ridge").classifier(chosen.parameters()).notes())
                .isEqualTo(chosen.notes());
        Classifier given = Method.parse("ridge lambda=0.05").classifier(classes);
        assertThat(given.notes()).containsExactly("ridge lambda 0.05 of the mean variance");
        assertThat(given.keepable()).isTrue();
        ClassStatistics duplicated = new ClassStatistics(9, new double[2], new double[] {4, 4, 4});
        assertThat(Method.parse("ridge lambda=0")
                        .classifier(List.of(duplicated))
                        .notes())
                .containsExactly("jitter 1e-12 was needed");
    }

    /** Nothing is to be explained: every image is of it. */
    @Example
    void answersWithTheOnlyClassThereIs() {
        for (int n : new int[] {1, 7}) {
            Classifier classifier =
                    Method.parse("ridge").classifier(Images.of(3, 1, n, 3).statistics());
            assertThat(classifier.scores(new float[] {1, 2, 3}, 1)).containsExactly(1);
        }
    }

    /** Scores are estimates of what a class is responsible for, so they add up to all there is. */
    @Property(tries = 30)
    void scoresAddUpToOne(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 20) int d) {
        double[] scores = Method.parse("ridge")
                .classifier(Images.of(seed, 4, 9, d).statistics())
                .scores(Oracle.vectors(seed, 3, d, 2, 2), 3);
        for (int i = 0; i < 3; i++) {
            double sum = Arrays.stream(scores, 4 * i, 4 * i + 4).sum();
            assertThat(sum).isCloseTo(1, within(1e-9));
        }
    }

    /** A gone class leaves its scatter in the sum, not its images. */
    @Example
    void takesTheMeanScatterOfAnImageFromAllThatWereSealed() {
        List<ClassStatistics> classes = Images.of(3, 2, 20, 3).statistics();
        ClassStatistics gone = Images.of(4, 1, 10, 3).statistics().get(0);
        Fitting fitting = Method.parse("ridge lambda=0.01").fitting(3);
        classes.forEach(c -> fitting.add(c.count(), c.mean()));
        fitting.add(Stream.concat(classes.stream(), Stream.of(gone))
                .map(SharedScatter::of)
                .reduce(SharedScatter::plus)
                .orElseThrow());
        double[][] within = Oracle.weighted(List.of(classes.get(0), classes.get(1), gone), c -> 1 / 51.0);
        double[] packed = IntStream.range(0, 6)
                .mapToDouble(p -> within[p == 0 ? 0 : p < 3 ? 1 : 2][p == 0 ? 0 : p < 3 ? p - 1 : p - 3])
                .toArray();
        List<ClassStatistics> alike = classes.stream()
                .map(c -> new ClassStatistics(
                        c.count(),
                        c.mean(),
                        Arrays.stream(packed).map(s -> s * c.count()).toArray()))
                .toList();
        float[] probes = Oracle.vectors(3, 4, 3, 2, 2);
        Oracle.assertNear(
                fitting.classifier().scores(probes, 4),
                Method.parse("ridge lambda=0.01").classifier(alike).scores(probes, 4),
                1e-12);
    }
}
