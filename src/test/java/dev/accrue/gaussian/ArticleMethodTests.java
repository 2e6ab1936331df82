package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ArticleMethodTests {

    /** Scores computed with NumPy 2.4: the recursion over classes, numpy.linalg.inv and the published formulas. */
    @Example
    void givesThePublishedScoresOfASmallExample() {
        List<ClassStatistics> classes = List.of(
                Oracle.twoPass(new float[] {1, 2, 3, 1, 2, 4, 4, 4}, 2),
                Oracle.twoPass(new float[] {7, 1, 9, 2, 8, 5}, 2),
                Oracle.twoPass(new float[] {2, 9, 1, 7, 3, 8, 4, 9, 0, 8}, 2));
        Classifier classifier = Method.ARTICLE.classifier(classes);
        double[] scores = classifier.scores(new float[] {2, 3, 8, 2, 1.5f, 8, 5, 5}, 4);
        assertThat(classifier.dimension()).isEqualTo(2);
        assertThat(classifier.classes()).isEqualTo(3);
        assertThat(scores)
                .usingComparatorWithPrecision(1e-11)
                .containsExactly(
                        4.502670060791608,
                        -11.16515100037406,
                        -3.7539069955558526,
                        12.319499499372203,
                        25.611655906975447,
                        -9.007679785454904,
                        9.86160328239082,
                        -14.247686880712415,
                        20.32455476706074,
                        11.467187665580681,
                        7.214200603440065,
                        5.6398747604056405);
        assertThat(Classifier.argmax(scores, 4, 3)).containsExactly(0, 1, 2, 0);
        assertThat(Classifier.posterior(scores, 4, 3))
                .usingComparatorWithPrecision(1e-12)
                .startsWith(0.999740364670323, 1.568335586061747e-07, 0.0002594784961182686);
    }

    @Property(tries = 100)
    void equalsTheNaiveAlgebraWithAnExplicitInverse(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 70) int d,
            @ForAll @IntRange(min = 1, max = 12) int count) {
        List<ClassStatistics> classes = Oracle.classes(seed, count, 3 * d + 20, d, 2, 1);
        float[] probes = Oracle.vectors(seed, 10, d, 2, 2);
        assertScores(Method.ARTICLE.classifier(classes).scores(probes, 10), Oracle.published(classes, probes), 1e-9);
    }

    @Example
    void equalsTheNaiveAlgebraAcrossSeveralBlocksOfTheSolver() {
        List<ClassStatistics> classes = Oracle.classes(7, 4, 400, 150, 2, 1);
        float[] probes = Oracle.vectors(7, 10, 150, 2, 2);
        assertScores(Method.ARTICLE.classifier(classes).scores(probes, 10), Oracle.published(classes, probes), 1e-9);
    }

    @Property(tries = 50)
    void theOrderOfClassesOnlyPermutesTheScores(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        List<ClassStatistics> classes = Oracle.classes(seed, 6, 40, 8, 2, 1);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 6).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        float[] probes = Oracle.vectors(seed, 5, 8, 2, 2);
        double[] scores = Method.ARTICLE.classifier(classes).scores(probes, 5);
        double[] shuffled = Method.ARTICLE
                .classifier(order.stream().map(classes::get).toList())
                .scores(probes, 5);
        double[] expected = IntStream.range(0, 30)
                .mapToDouble(p -> scores[p / 6 * 6 + order.get(p % 6)])
                .toArray();
        assertScores(shuffled, expected, 1e-10);
    }

    @Property(tries = 50)
    void scoresAVectorTheSameAloneAndInABatch(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        List<ClassStatistics> classes = Oracle.classes(seed, 4, 40, 8, 2, 1);
        float[] probes = Oracle.vectors(seed, 5, 8, 2, 2);
        Classifier classifier = Method.ARTICLE.classifier(classes);
        double[] scores = classifier.scores(probes, 5);
        for (int i = 0; i < 5; i++) {
            float[] alone = Arrays.copyOfRange(probes, i * 8, i * 8 + 8);
            assertThat(classifier.scores(alone, 1)).isEqualTo(Arrays.copyOfRange(scores, i * 4, i * 4 + 4));
        }
    }

    /** Moving all vectors by one offset changes no difference of scores; here the offset is exact in float32. */
    @Property(tries = 50)
    void anOffsetOfAMillionChangesNoPosterior(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        int d = 5;
        Random random = new Random(seed);
        List<ClassStatistics> near = new ArrayList<>();
        List<ClassStatistics> far = new ArrayList<>();
        double[] scatter = Oracle.classes(seed, 1, 50, d, 0, 1e-2).get(0).scatter();
        for (int c = 0; c < 4; c++) {
            double[] mean = sixteenths(random, d);
            near.add(new ClassStatistics(50, mean, scatter));
            far.add(new ClassStatistics(50, moved(mean), scatter));
        }
        double[] probe = sixteenths(random, d);
        double[] expected = Method.ARTICLE.classifier(near).scores(floats(probe), 1);
        double[] scores = Method.ARTICLE.classifier(far).scores(floats(moved(probe)), 1);
        assertThat(Classifier.argmax(scores, 1, 4)).isEqualTo(Classifier.argmax(expected, 1, 4));
        for (int c = 1; c < 4; c++) {
            double difference = expected[c] - expected[0];
            assertThat(scores[c] - scores[0]).isCloseTo(difference, within(1e-9 * (1 + Math.abs(difference))));
        }
        assertThat(Classifier.posterior(scores, 1, 4))
                .usingComparatorWithPrecision(1e-8)
                .containsExactly(Classifier.posterior(expected, 1, 4));
    }

    @Example
    void findsTheClassesAgainWhenTheMeansAreLargeBesideTheSpread() {
        int d = 16;
        List<ClassStatistics> classes = Oracle.classes(3, 5, 200, d, 1e4, 1e-2);
        for (int c = 0; c < 5; c++) {
            float[] own = Oracle.vectors(3000 + c, 200 + c, d, 1e4, 1e-2);
            int[] answers = Classifier.argmax(Method.ARTICLE.classifier(classes).scores(own, 200 + c), 200 + c, 5);
            assertThat(answers).containsOnly(c);
        }
    }

    @Property(tries = 50)
    void staysFiniteWithDuplicatedAndConstantFeatures(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 30) int n) {
        int d = 6;
        float[][] sets = new float[3][];
        List<ClassStatistics> classes = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            sets[c] = Oracle.vectors(seed * 10L + c, n, d, 4, 1);
            for (int i = 0; i < n; i++) {
                sets[c][i * d + 1] = sets[c][i * d];
                sets[c][i * d + 2] = 7;
                sets[c][i * d + 3] = 0;
            }
            classes.add(Oracle.twoPass(sets[c], d));
        }
        double[] scores = Method.ARTICLE.classifier(classes).scores(sets[0], n);
        assertThat(Arrays.stream(scores)).allSatisfy(score -> assertThat(score).isFinite());
        assertThat(Arrays.stream(Classifier.posterior(scores, n, 3)))
                .allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
    }

    /** With one image a class the covariance is the ridge alone, and the nearest mean wins. */
    @Example
    void isNearestMeanWhenEachClassHasOneImage() {
        List<ClassStatistics> classes = List.of(
                new ClassStatistics(1, new double[] {0, 0}, new double[3]),
                new ClassStatistics(1, new double[] {4, 0}, new double[3]),
                new ClassStatistics(1, new double[] {0, 3}, new double[3]));
        double[] scores = Method.ARTICLE.classifier(classes).scores(new float[] {1, 1, 3, 1, 1, 2}, 3);
        assertThat(Classifier.argmax(scores, 3, 3)).containsExactly(0, 1, 2);
        assertThat(scores[1] - scores[0]).isCloseTo(-4e6, within(1e-2));
    }

    @Example
    void takesTwoHundredClasses() {
        List<ClassStatistics> classes = Oracle.classes(11, 200, 5, 10, 50, 1);
        float[] means = new float[200 * 10];
        for (int p = 0; p < means.length; p++) {
            means[p] = (float) classes.get(p / 10).mean()[p % 10];
        }
        int[] answers = Classifier.argmax(Method.ARTICLE.classifier(classes).scores(means, 200), 200, 200);
        assertThat(answers).isEqualTo(IntStream.range(0, 200).toArray());
    }

    @Example
    void refusesACovarianceThatIsNotPositiveDefinite() {
        ClassStatistics indefinite = new ClassStatistics(10, new double[2], new double[] {1, 5, 1});
        assertThatThrownBy(() -> Method.ARTICLE.classifier(List.of(indefinite)))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessageContaining("2 features is not positive definite");
    }

    @Example
    void refusesStatisticsThatAreNotNumbers() {
        ClassStatistics noScatter = new ClassStatistics(10, new double[] {1, 2}, new double[] {1, 0, Double.NaN});
        ClassStatistics noMean = new ClassStatistics(10, new double[] {1, Double.NaN}, new double[] {1, 0, 1});
        for (ClassStatistics broken : List.of(noScatter, noMean)) {
            assertThatThrownBy(() -> Method.ARTICLE.classifier(List.of(broken)))
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
        }
    }

    @Example
    void refusesNoClassesAndMixedDimensions() {
        ClassStatistics one = new ClassStatistics(1, new double[1], new double[1]);
        ClassStatistics two = new ClassStatistics(1, new double[2], new double[3]);
        assertThatThrownBy(() -> Method.ARTICLE.classifier(List.of())).isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> Method.ARTICLE.classifier(List.of(one, two)))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("a class of 2 features cannot join a model of 1");
    }

    @Example
    void refusesVectorsItCannotScore() {
        Classifier classifier =
                Method.ARTICLE.classifier(List.of(new ClassStatistics(1, new double[2], new double[3])));
        assertThatThrownBy(() -> classifier.scores(new float[3], 1)).isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> classifier.scores(new float[] {0, 0, 0, Float.NaN}, 2))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("row 1");
        assertThat(classifier.scores(new float[0], 0)).isEmpty();
    }

    @Example
    void isFoundByItsName() {
        assertThat(Method.ARTICLE.id()).isEqualTo("article");
        assertThat(Method.parse("Article")).isEqualTo(Method.ARTICLE);
        assertThatThrownBy(() -> Method.parse("lba"))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessage(
                        "unknown method \"lba\"; expected one of: article, lda, ncm, qda, fecam, slda, ridge, klda");
    }

    private static void assertScores(double[] actual, double[] expected, double relative) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int p = 0; p < expected.length; p++) {
            assertThat(actual[p]).isCloseTo(expected[p], within(relative * (1 + Math.abs(expected[p]))));
        }
    }

    private static double[] sixteenths(Random random, int d) {
        return IntStream.range(0, d).mapToDouble(j -> random.nextInt(3) / 16.0).toArray();
    }

    private static double[] moved(double[] vector) {
        return IntStream.range(0, vector.length)
                .mapToDouble(j -> vector[j] + 1e6)
                .toArray();
    }

    private static float[] floats(double[] vector) {
        float[] floats = new float[vector.length];
        for (int j = 0; j < vector.length; j++) {
            floats[j] = (float) vector[j];
        }
        return floats;
    }
}
