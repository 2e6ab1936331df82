package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** qda and fecam: a covariance for each class. */
class QuadraticMethodsTests {

    /** NumPy 2.4: numpy.linalg.solve and slogdet of (S + 2 Sigma) / (n - 1 + 2) + 1e-3 tr(Sigma)/2 I. */
    @Example
    void qdaGivesTheScoresThatNumPyGives() {
        assertThat(Method.parse("qda epsilon=0.001")
                        .classifier(LinearMethodsTests.SMALL)
                        .scores(LinearMethodsTests.PROBES, 4))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(
                        0.6472896338161722,
                        -13.24697832226411,
                        -13.340561080071945,
                        -9.356995445038294,
                        0.29536023468378636,
                        -41.41068225910087,
                        -7.280167621581006,
                        -24.565684437485604,
                        1.1752328589589092,
                        -1.5647803886533098,
                        -4.788175125817455,
                        -9.868060935521612);
    }

    /** NumPy 2.4: numpy.linalg.solve of the correlations of S/n + V1 I + V2 (1 - I). */
    @Example
    void fecamGivesTheScoresThatNumPyGives() {
        assertThat(Method.parse("fecam").classifier(LinearMethodsTests.SMALL).scores(LinearMethodsTests.PROBES, 4))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(
                        -0.2014597184342678,
                        -19.198312784931343,
                        -17.75676880222841,
                        -17.617206148593898,
                        -0.23123123123123107,
                        -72.74887775290675,
                        -16.721526935656858,
                        -43.90032200587695,
                        -0.12628487799672394,
                        -4.51183824590552,
                        -8.952728380893321,
                        -18.793392659389717);
    }

    @Property(tries = 40)
    void qdaEqualsTheNaiveAlgebra(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 7) int d,
            @ForAll @IntRange(min = 1, max = 5) int count,
            @ForAll @IntRange(min = 1, max = 3) int alpha) {
        List<ClassStatistics> classes = Oracle.classes(seed, count, d + 5, d, 2, 1);
        float[] probes = Oracle.vectors(seed, 6, d, 2, 2);
        double n = classes.stream().mapToLong(ClassStatistics::count).sum();
        double[][] pooled = Oracle.weighted(classes, c -> 1 / (n - count));
        double images = alpha * (double) d;
        double[] expected = new double[6 * count];
        for (int p = 0; p < expected.length; p++) {
            ClassStatistics c = classes.get(p % count);
            double[][] sigma = Oracle.weighted(List.of(c), own -> 1);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    sigma[i][j] = (sigma[i][j] + images * pooled[i][j]) / (c.count() - 1 + images);
                }
                sigma[i][i] += 0.01 * Oracle.trace(pooled) / d;
            }
            expected[p] = Math.log((double) c.count())
                    - Math.log(Oracle.determinant(sigma)) / 2
                    - Oracle.squaredDistance(probes, p / count, c.mean(), sigma) / 2;
        }
        Method method = Method.parse("qda epsilon=0.01 alpha=" + alpha);
        Oracle.assertNear(method.classifier(classes).scores(probes, 6), expected, 1e-9);
    }

    @Property(tries = 40)
    void fecamEqualsTheNaiveAlgebra(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 2, max = 30) int d,
            @ForAll @IntRange(min = 2, max = 60) int n) {
        fecamEqualsTheNaiveAlgebra(Oracle.classes(seed, 3, n, d, 2, 1), seed);
    }

    @Example
    void fecamEqualsTheNaiveAlgebraAcrossSeveralBlocksOfTheSolver() {
        fecamEqualsTheNaiveAlgebra(Oracle.classes(7, 3, 40, 150, 2, 1), 7);
    }

    private static void fecamEqualsTheNaiveAlgebra(List<ClassStatistics> classes, int seed) {
        int d = classes.get(0).dimension();
        float[] probes = Oracle.vectors(seed, 6, d, 2, 2);
        double[] expected = new double[18];
        for (int p = 0; p < 18; p++) {
            ClassStatistics c = classes.get(p % 3);
            double[][] sigma = Oracle.weighted(List.of(c), own -> 1.0 / (own.count() - 1));
            double v1 = Oracle.trace(sigma) / d;
            double all = Arrays.stream(sigma).flatMapToDouble(Arrays::stream).sum();
            double v2 = (all - Oracle.trace(sigma)) / (d * (d - 1.0));
            double[][] correlations = new double[d][d];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    double sds = Math.sqrt(sigma[i][i] + 2 * v1) * Math.sqrt(sigma[j][j] + 2 * v1);
                    correlations[i][j] = (sigma[i][j] + (i == j ? 2 * v1 : 0.5 * v2)) / sds;
                }
            }
            expected[p] = -Oracle.squaredDistance(probes, p / 3, c.mean(), correlations) / 2;
        }
        Method method = Method.parse("fecam gamma1=2 gamma2=0.5");
        Oracle.assertNear(method.classifier(classes).scores(probes, 6), expected, 1e-9);
    }

    /** The same scatter and count for all: quadratic terms and determinants cancel. */
    @Property(tries = 40)
    void equalCovariancesMakeQdaEqualLda(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 20) int d,
            @ForAll @IntRange(min = 0, max = 4) int alpha) {
        double[] scatter = Oracle.classes(seed, 1, d + 9, d, 2, 1).get(0).scatter();
        List<ClassStatistics> classes = Oracle.classes(seed, 4, 3, d, 2, 1).stream()
                .map(c -> new ClassStatistics(d + 9, c.mean(), scatter))
                .toList();
        float[] probes = Oracle.vectors(seed, 6, d, 2, 2);
        double[] qda = Method.parse("qda alpha=" + alpha).classifier(classes).scores(probes, 6);
        double[] lda = Method.parse("lda shrinkage=fixed epsilon=0.01")
                .classifier(classes)
                .scores(probes, 6);
        Oracle.assertNear(Oracle.differences(qda, 4), Oracle.differences(lda, 4), 1e-8);
    }

    @Example
    void manyPooledImagesMakeQdaEqualLda() {
        List<ClassStatistics> classes = Oracle.classes(3, 4, 20, 6, 2, 1);
        float[] probes = Oracle.vectors(3, 6, 6, 2, 2);
        double[] qda = Method.parse("qda alpha=1000000").classifier(classes).scores(probes, 6);
        double[] lda = Method.parse("lda shrinkage=fixed epsilon=0.01")
                .classifier(classes)
                .scores(probes, 6);
        Oracle.assertNear(Oracle.differences(qda, 4), Oracle.differences(lda, 4), 1e-4);
    }

    @Property(tries = 30)
    void fewImagesAreEnough(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 30) int d,
            @ForAll @IntRange(min = 1, max = 5) int n) {
        List<ClassStatistics> classes = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            classes.add(Oracle.twoPass(Oracle.vectors(seed * 5L + c, c == 0 ? 1 : n, d, 2, 1), d));
        }
        float[] probes = Oracle.vectors(seed, 5, d, 2, 2);
        for (String id : List.of(
                "qda", "qda alpha=0 epsilon=0", "qda alpha=0", "qda epsilon=0", "fecam", "fecam gamma1=0 gamma2=0")) {
            double[] scores = Method.parse(id).classifier(classes).scores(probes, 5);
            assertThat(Arrays.stream(scores))
                    .as(id)
                    .allSatisfy(score -> assertThat(score).isFinite());
        }
    }

    @Example
    void saysWhatWasDone() {
        List<ClassStatistics> classes = List.of(
                Oracle.twoPass(Oracle.vectors(1, 1, 10, 2, 1), 10),
                Oracle.twoPass(Oracle.vectors(2, 21, 10, 2, 1), 10));
        assertThat(Method.parse("qda").classifier(classes).notes())
                .containsExactly("shrinkage to the pooled covariance 0.333 to 1");
        assertThat(Method.parse("fecam").classifier(classes).notes())
                .containsExactly("no spread is known of 1 class, so distances to it are Euclidean");
        ClassStatistics duplicated = new ClassStatistics(9, new double[2], new double[] {4, 4, 4});
        assertThat(Method.parse("fecam gamma1=0 gamma2=0")
                        .classifier(List.of(duplicated, duplicated))
                        .notes())
                .containsExactly("jitter of up to 1e-12 was needed for 2 classes");
    }

    @Example
    void refusesSealedClassesAndNamesTheWayOut() {
        ClassStatistics statistics = Oracle.classes(1, 1, 9, 2, 2, 1).get(0);
        for (String name : List.of("qda", "fecam")) {
            for (var addition : List.<Consumer<Fitting>>of(
                    fitting -> fitting.add(5, new double[2]), fitting -> fitting.add(SharedScatter.of(statistics)))) {
                assertThatThrownBy(() -> addition.accept(Method.parse(name).fitting(2)))
                        .isInstanceOfSatisfying(
                                AccrueException.class,
                                e -> assertThat(e.category()).isEqualTo(Category.CONFLICT))
                        .hasMessageContaining(name
                                + " needs a scatter of its own for each class, and classes of this model share one");
            }
        }
    }

    /** Blocks of vectors and groups of features end in the middle of these sizes. */
    @Property(tries = 30)
    void scoresAVectorTheSameAloneAndInABatch(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 9) int d,
            @ForAll @IntRange(min = 1, max = 140) int n) {
        float[] probes = Oracle.vectors(seed, n, d, 2, 2);
        for (String id : List.of("qda", "fecam", "lda", "ncm metric=cosine")) {
            Classifier classifier = Method.parse(id).classifier(Oracle.classes(seed, 3, 12, d, 2, 1));
            double[] scores = classifier.scores(probes, n);
            for (int i = 0; i < n; i++) {
                float[] alone = Arrays.copyOfRange(probes, i * d, i * d + d);
                assertThat(classifier.scores(alone, 1)).isEqualTo(Arrays.copyOfRange(scores, i * 3, i * 3 + 3));
            }
        }
    }

    @Example
    void isTheSameWithTheScatterAndWithItsRows() {
        int d = 40;
        List<ClassStatistics> withRows = Stream.of(1, 2, 3)
                .map(c -> Oracle.accumulated(Oracle.vectors(c, 4, d, 2, 1), d))
                .toList();
        List<ClassStatistics> without = withRows.stream()
                .map(c -> new ClassStatistics(c.count(), c.mean(), c.scatter()))
                .toList();
        assertThat(withRows).allSatisfy(c -> assertThat(c.factor()).isPresent());
        assertThat(Method.parse("qda").classifier(withRows).parameters())
                .isEqualTo(Method.parse("qda").classifier(without).parameters());
    }

    @Example
    void refusesParametersThatCannotBeThoseOfAClassifier() {
        Method method = Method.parse("qda");
        Classifier classifier = method.classifier(Oracle.classes(1, 2, 9, 3, 2, 1));
        assertThat(classifier.keepable()).isFalse();
        double[] parameters = classifier.parameters();
        List<double[]> broken = new ArrayList<>(List.of(
                new double[0],
                new double[] {5, 3},
                new double[] {5, 0, 0},
                new double[] {5, 3, 0},
                Arrays.copyOf(parameters, parameters.length - 1),
                Arrays.copyOf(parameters, parameters.length + 1)));
        for (int p = 0; p < parameters.length; p++) {
            double[] changed = parameters.clone();
            changed[p] = Double.NaN;
            broken.add(changed);
        }
        for (double[] each : broken) {
            assertThatThrownBy(() -> method.classifier(each))
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                    .hasMessageContaining("fit the classifier again");
        }
    }
}
