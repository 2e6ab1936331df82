package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method on statistics that are hard in float64: right, or a clear error, but never a number that is none. */
class IllConditionedTests {

    /** Classes far apart, and a vector of each in the order of the classes. */
    private record Hard(String name, List<ClassStatistics> classes, float[] probes) {

        int count() {
            return classes.size();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Hard> HARD = List.of(
            drawn("duplicated features", 30, 6, row -> {
                row[1] = row[0];
                row[4] = row[3];
            }),
            drawn("features that add up", 30, 6, row -> row[5] = row[0] + row[1] + row[2]),
            drawn("constant features", 30, 6, row -> {
                row[2] = 0;
                row[4] = 7;
            }),
            drawn("scales from 1e-12 to 1e12", 30, 5, row -> {
                for (int k = 0; k < 5; k++) {
                    row[k] *= (float) Math.pow(10, 6 * k - 12);
                }
            }),
            drawn("scales from 1e-12 to 1e12, few images", 3, 5, row -> {
                for (int k = 0; k < 5; k++) {
                    row[k] *= (float) Math.pow(10, 6 * k - 12);
                }
            }),
            drawn("all features tiny", 30, 4, row -> scale(row, 1e-15)),
            drawn("all features huge", 30, 4, row -> scale(row, 1e15)),
            drawn("one image a class", 1, 6, row -> {}),
            drawn("fewer images than features", 3, 20, row -> {}),
            inOneDimension(),
            farFromZero());

    private static final List<String> METHODS =
            Method.all().stream().map(Method.Description::name).toList();

    static Stream<Arguments> everyMethodOnEverything() {
        return METHODS.stream().flatMap(method -> HARD.stream().map(hard -> Arguments.of(method, hard)));
    }

    @ParameterizedTest
    @MethodSource("everyMethodOnEverything")
    void givesTheScoresOfDecimalArithmetic(String method, Hard hard) {
        Classifier classifier = Method.parse(method).classifier(hard.classes());
        double[] scores = classifier.scores(hard.probes(), hard.count());
        int[] answers = Classifier.argmax(scores, hard.count(), hard.count());
        double lambda = method.equals("ridge") ? classifier.parameters()[3] : 0;
        double[] exact = new Decimals(hard.classes()).differences(method, hard.probes(), lambda);
        Oracle.assertNear(Oracle.differences(scores, hard.count()), exact, 1e-7);
        double[] best = IntStream.range(0, hard.count())
                .mapToDouble(i -> exact[i * hard.count() + answers[i]])
                .toArray();
        double[] most = IntStream.range(0, hard.count())
                .mapToDouble(i -> Arrays.stream(exact, i * hard.count(), (i + 1) * hard.count())
                        .max()
                        .orElseThrow())
                .toArray();
        Oracle.assertNear(best, most, 1e-7);
        if (!hard.name().contains("all features") && !hard.name().contains("scales")) {
            // there an absolute ridge, or one of the mean variance, hides what tells the classes apart
            assertThat(answers).isEqualTo(IntStream.range(0, hard.count()).toArray());
        }
        assertThat(classifier.notes()).noneMatch(note -> note.contains("jitter"));
    }

    static Stream<String> everyMethod() {
        return METHODS.stream();
    }

    @ParameterizedTest
    @MethodSource("everyMethod")
    void tellsAThousandClassesApart(String method) {
        int d = 32;
        Random random = new Random(5);
        double[] scatter = new double[d * (d + 1) / 2];
        for (int i = 1; i <= d; i++) {
            scatter[ClassStatistics.packedLength(i) - 1] = 50;
        }
        List<ClassStatistics> classes = new ArrayList<>();
        float[] probes = new float[1000 * d];
        for (int c = 0; c < 1000; c++) {
            double[] mean = random.doubles(d).map(u -> u < 0.5 ? -10 : 10).toArray();
            classes.add(new ClassStatistics(50, mean, scatter));
            for (int k = 0; k < d; k++) {
                probes[c * d + k] = (float) (mean[k] + random.nextDouble() - 0.5);
            }
        }
        double[] scores = Method.parse(method).classifier(classes).scores(probes, 1000);
        assertThat(Classifier.argmax(scores, 1000, 1000))
                .isEqualTo(IntStream.range(0, 1000).toArray());
        double[] posterior = Classifier.posterior(scores, 1000, 1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(Arrays.stream(posterior, 1000 * i, 1000 * i + 1000).sum())
                    .isBetween(1 - 1e-12, 1 + 1e-12);
        }
    }

    /** Their squares are beyond float64. */
    @ParameterizedTest
    @MethodSource("everyMethod")
    void saysSoWhereStatisticsAreNotFinite(String method) {
        for (double broken : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e308}) {
            for (ClassStatistics second : List.of(
                    new ClassStatistics(9, new double[] {broken, 0}, new double[] {4, 0, 4}),
                    new ClassStatistics(9, new double[] {1, 0}, new double[] {broken, broken, broken}))) {
                if (method.equals("ncm") && second.mean()[0] == 1) {
                    continue; // looks at no scatter
                }
                List<ClassStatistics> classes =
                        List.of(new ClassStatistics(9, new double[] {-broken, 0}, new double[] {4, 0, 4}), second);
                try {
                    double[] scores = Method.parse(method).classifier(classes).scores(new float[] {1, 2}, 1);
                    assertThat(Arrays.stream(scores).allMatch(Double::isFinite)).isTrue();
                } catch (AccrueException e) {
                    assertThat(e.category()).isEqualTo(Category.BAD_DATA);
                }
            }
        }
    }

    /** The only choice that cannot do with any statistics says what can. */
    @ParameterizedTest
    @MethodSource("singular")
    void refusesASingularCovarianceWhereNoShrinkageWasAskedFor(Hard hard) {
        for (String method : List.of("lda shrinkage=none", "klda shrinkage=none")) {
            assertThatThrownBy(() -> Method.parse(method).classifier(hard.classes()))
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT))
                    .hasMessageEndingWith("use shrinkage=oas");
        }
    }

    static Stream<Hard> singular() {
        return HARD.stream()
                .filter(hard -> Stream.of("duplicated", "constant", "one image", "fewer images")
                        .anyMatch(hard.name()::contains));
    }

    private static void scale(float[] row, double factor) {
        for (int k = 0; k < row.length; k++) {
            row[k] *= (float) factor;
        }
    }

    private interface Change {
        void of(float[] row);
    }

    /** Four classes, each at a corner of its own, 30 standard deviations away from the next. */
    private static Hard drawn(String name, int n, int d, Change change) {
        Random random = new Random(name.hashCode());
        IntFunction<float[]> draw = c -> {
            float[] row = new float[d];
            for (int k = 0; k < d; k++) {
                row[k] = (float) ((k % 4 == c || k == c ? 30 : 1) + random.nextGaussian());
            }
            change.of(row);
            return row;
        };
        List<ClassStatistics> classes = new ArrayList<>();
        float[] probes = new float[4 * d];
        for (int c = 0; c < 4; c++) {
            float[] features = new float[n * d];
            for (int i = 0; i < n; i++) {
                System.arraycopy(draw.apply(c), 0, features, i * d, d);
            }
            classes.add(Oracle.accumulated(features, d));
            System.arraycopy(draw.apply(c), 0, probes, c * d, d);
        }
        return new Hard(name, classes, probes);
    }

    /** Two, as one dimension has two directions and a regression in it two ends. */
    private static Hard inOneDimension() {
        return new Hard(
                "one dimension",
                List.of(
                        new ClassStatistics(5, new double[] {-30}, new double[] {6}),
                        new ClassStatistics(9, new double[] {40}, new double[] {8})),
                new float[] {-31, 38});
    }

    /** Means around a million, a spread of a hundredth: float32 cannot hold such vectors, but the statistics can. */
    private static Hard farFromZero() {
        int d = 4;
        double[] scatter = Oracle.classes(1, 1, 50, d, 0, 1e-2).get(0).scatter();
        List<ClassStatistics> classes = new ArrayList<>();
        float[] probes = new float[4 * d];
        for (int c = 0; c < 4; c++) {
            double[] mean = new double[d];
            for (int k = 0; k < d; k++) {
                probes[c * d + k] = 1e6f + (k == c ? 0.5f : 0);
                mean[k] = probes[c * d + k] + 1e-3 * (k - c);
            }
            classes.add(new ClassStatistics(50 + c, mean, scatter));
        }
        return new Hard("means of 1e6, spread of 1e-2", classes, probes);
    }
}
