package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** lda, slda and ncm: one covariance for all classes, or none. */
class LinearMethodsTests {

    static final List<ClassStatistics> SMALL = List.of(
            Oracle.twoPass(new float[] {1, 2, 3, 1, 2, 4, 4, 4}, 2),
            Oracle.twoPass(new float[] {7, 1, 9, 2, 8, 5}, 2),
            Oracle.twoPass(new float[] {2, 9, 1, 7, 3, 8, 4, 9, 0, 8}, 2));
    static final float[] PROBES = {2, 3, 8, 2, 1.5f, 8, 5, 5};

    /** NumPy 2.4: numpy.linalg.inv of the pooled scatter divided by n - C, and the textbook's formula. */
    @Example
    void ldaWithoutShrinkageGivesTheScoresThatNumPyGives() {
        assertThat(Method.parse("lda shrinkage=none").classifier(SMALL).scores(PROBES, 4))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(
                        3.8481964248202365,
                        -7.272615195526092,
                        -3.2187620159924775,
                        8.66329841694716,
                        18.01284347082247,
                        -9.029092446625905,
                        8.672692428637486,
                        -9.16859515496782,
                        17.598367889769186,
                        8.912910727575813,
                        5.477474271251913,
                        4.214853634729221);
    }

    /** NumPy 2.4: the same with 0.9999 times the pooled scatter divided by n, and 0.0001 I. */
    @Example
    void sldaGivesTheScoresThatNumPyGives() {
        assertThat(Method.parse("slda").classifier(SMALL).scores(PROBES, 4))
                .usingComparatorWithPrecision(1e-11)
                .containsExactly(
                        3.2826948246240772,
                        -11.161660274833585,
                        -6.437631838516781,
                        9.703133172899355,
                        22.552893476943236,
                        -14.184146305077359,
                        9.715670763900679,
                        -13.689023031038152,
                        21.319180636492238,
                        10.03597118603267,
                        5.8390996806023665,
                        3.4745022516583397);
    }

    @Property(tries = 60)
    void ldaEqualsTheNaiveAlgebra(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 2, max = 40) int d,
            @ForAll @IntRange(min = 1, max = 8) int count) {
        List<ClassStatistics> classes = Oracle.classes(seed, count, d + 9, d, 2, 1);
        float[] probes = Oracle.vectors(seed, 10, d, 2, 2);
        double n = classes.stream().mapToLong(ClassStatistics::count).sum();
        double[][] pooled = Oracle.weighted(classes, c -> 1 / (n - count));
        double[][] equal = Oracle.weighted(classes, c -> 1.0 / c.count() / count);
        for (boolean isPooled : new boolean[] {true, false}) {
            double[][] sigma = isPooled ? pooled : equal;
            double square = Oracle.trace(sigma) * Oracle.trace(sigma);
            double squares = Arrays.stream(sigma)
                    .flatMapToDouble(Arrays::stream)
                    .map(s -> s * s)
                    .sum();
            double free = n - count;
            double oas =
                    Math.min(1, ((1 - 2.0 / d) * squares + square) / ((free + 1 - 2.0 / d) * (squares - square / d)));
            double rblw = Math.min(1, ((free - 2) / free * squares + square) / ((free + 2) * (squares - square / d)));
            double mean = Oracle.trace(sigma) / d;
            Map<String, double[][]> expected = Map.of(
                    "none", sigma,
                    "fixed", blended(sigma, 1, 1e-3 * mean),
                    "oas", blended(sigma, 1 - oas, oas * mean),
                    "rblw", blended(sigma, 1 - rblw, rblw * mean));
            expected.forEach((shrinkage, covariance) -> {
                Method method =
                        Method.of("lda", Map.of("covariance", isPooled ? "pooled" : "equal", "shrinkage", shrinkage));
                Oracle.assertNear(
                        method.classifier(classes).scores(probes, 10),
                        Oracle.linear(classes, covariance, c -> Math.log((double) c.count()), probes),
                        1e-8);
            });
        }
    }

    @Example
    void aUniformPriorLeavesTheCountsOut() {
        double[] counts = Method.parse("lda").classifier(SMALL).scores(PROBES, 4);
        double[] uniform = Method.parse("lda prior=uniform").classifier(SMALL).scores(PROBES, 4);
        for (int p = 0; p < counts.length; p++) {
            double log = Math.log((double) SMALL.get(p % 3).count());
            assertThat(counts[p] - uniform[p]).isCloseTo(log, within(1e-13));
        }
    }

    /** z -> A z + b for all vectors moves no difference of scores, where no shrinkage prefers a direction. */
    @Property(tries = 60)
    void ldaWithoutShrinkageIsAffineInvariant(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 6) int d) {
        double[] a = new Random(seed).doubles((long) d * d, -1, 1).toArray();
        for (int i = 0; i < d; i++) {
            a[i * d + i] += 3;
        }
        Method method = Method.parse("lda shrinkage=none");
        float[][] sets = new float[3][];
        for (int c = 0; c < 3; c++) {
            sets[c] = sixteenths(Oracle.vectors(seed * 7L + c, 30, d, 2, 1));
        }
        float[] probes = sixteenths(Oracle.vectors(seed, 5, d, 2, 2));
        double[] before = method.classifier(
                        Stream.of(sets).map(set -> Oracle.twoPass(set, d)).toList())
                .scores(probes, 5);
        double[] after = method.classifier(Stream.of(sets)
                        .map(set -> Oracle.twoPass(mapped(set, a, d), d))
                        .toList())
                .scores(mapped(probes, a, d), 5);
        Oracle.assertNear(Oracle.differences(after, 3), Oracle.differences(before, 3), 1e-3);
    }

    @Property(tries = 60)
    void ncmComparesTheDistanceOrTheAngle(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 30) int d) {
        List<ClassStatistics> classes = Oracle.classes(seed, 4, 9, d, 2, 1);
        float[] probes = Oracle.vectors(seed, 6, d, 2, 2);
        double[] euclidean = new double[24];
        double[] cosine = new double[24];
        for (int p = 0; p < 24; p++) {
            double[] mean = classes.get(p % 4).mean();
            double dot = 0;
            double z = 0;
            double m = 0;
            for (int k = 0; k < d; k++) {
                double x = probes[p / 4 * d + k];
                euclidean[p] -= (x - mean[k]) * (x - mean[k]) / 2;
                dot += x * mean[k];
                z += x * x;
                m += mean[k] * mean[k];
            }
            cosine[p] = dot / Math.sqrt(z) / Math.sqrt(m);
        }
        double[] distances = Method.parse("ncm").classifier(classes).scores(probes, 6);
        double[] angles = Method.parse("ncm metric=cosine").classifier(classes).scores(probes, 6);
        Oracle.assertNear(Oracle.differences(distances, 4), Oracle.differences(euclidean, 4), 1e-10);
        Oracle.assertNear(Oracle.differences(angles, 4), Oracle.differences(cosine, 4), 1e-12);
    }

    /** Sealed classes whose scatter is nowhere: the means alone are enough, and distances are Euclidean. */
    @Example
    void ncmNeedsNoScatter() {
        Fitting fitting = Method.parse("ncm").fitting(2);
        fitting.add(9, new double[] {0, 0});
        fitting.add(1, new double[] {4, 4});
        assertThat(Classifier.argmax(fitting.classifier().scores(new float[] {1, 2, 3, 2}, 2), 2, 2))
                .containsExactly(0, 1);
        assertThat(fitting.covariance().distance(new double[] {0, 0}, new double[] {3, 4}))
                .isEqualTo(5);
    }

    @Example
    void aVectorOfZerosHasNoDirection() {
        Classifier cosine = Method.parse("ncm metric=cosine")
                .classifier(List.of(
                        new ClassStatistics(1, new double[] {3, 0}, new double[3]),
                        new ClassStatistics(1, new double[] {0, 0}, new double[3]),
                        new ClassStatistics(1, new double[] {0, -1}, new double[3])));
        double[] scores = cosine.scores(new float[] {0, 0, 5, 0, 0, 1}, 3);
        assertThat(Oracle.differences(scores, 3))
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(0, 0, 0, 0, -1, -1, 0, 0, -1);
    }

    /** Angles of 1e-6: their cosines differ in the thirteenth digit. */
    @Example
    void cosineTellsMeansApartThatAreLargeBesideTheirSpread() {
        List<ClassStatistics> classes = Oracle.classes(3, 3, 200, 8, 1e4, 1e-2);
        Classifier classifier = Method.parse("ncm metric=cosine").classifier(classes);
        for (int c = 0; c < 3; c++) {
            float[] own = Oracle.vectors(3000 + c, 200 + c, 8, 1e4, 1e-2);
            assertThat(Classifier.argmax(classifier.scores(own, 200 + c), 200 + c, 3))
                    .containsOnly(c);
        }
    }

    @Example
    void saysWhatShrinkageDid() {
        List<ClassStatistics> few = Oracle.classes(1, 4, 5, 64, 2, 1);
        assertThat(notes("lda", few)).hasSize(1).first().asString().matches("shrinkage oas 0\\.\\d{1,4}");
        assertThat(notes("lda shrinkage=rblw", few)).first().asString().matches("shrinkage rblw 0\\.\\d{1,4}");
        assertThat(notes("lda shrinkage=fixed epsilon=0.05", few)).containsExactly("shrinkage fixed 0.05");
        assertThat(notes("slda", few)).containsExactly("shrinkage identity 0.0001");
        assertThat(notes("lda shrinkage=none", SMALL)).isEmpty();
        assertThat(notes("article", few)).isEmpty();
        assertThat(notes("ncm", few)).isEmpty();
    }

    @Example
    void saysTheSameWhenItComesFromParameters() {
        List<ClassStatistics> flat = List.of(new ClassStatistics(9, new double[] {1, 0}, new double[] {4, 4, 4}));
        for (String id : List.of("lda", "lda shrinkage=fixed epsilon=0", "slda", "ncm metric=cosine")) {
            Classifier classifier = Method.parse(id).classifier(flat);
            assertThat(Method.parse(id).classifier(classifier.parameters()).notes())
                    .isEqualTo(classifier.notes());
            assertThat(classifier.keepable()).isTrue();
        }
        assertThat(notes("lda shrinkage=fixed epsilon=0", flat)).containsExactly("jitter 1e-12 was needed");
    }

    /** One image a class: there is no spread, and the nearest mean wins. */
    @Property(tries = 30)
    void oneImageAClassIsEnough(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 70) int d) {
        List<ClassStatistics> classes = Stream.of(1, 2, 3)
                .map(c -> Oracle.twoPass(Oracle.vectors(seed * 5L + c, 1, d, 2, 1), d))
                .toList();
        float[] probes = Oracle.vectors(seed, 5, d, 2, 2);
        int[] nearest =
                Classifier.argmax(Method.parse("ncm").classifier(classes).scores(probes, 5), 5, 3);
        for (String id : List.of("lda", "lda shrinkage=rblw", "lda shrinkage=fixed", "lda covariance=equal", "slda")) {
            Classifier classifier = Method.parse(id).classifier(classes);
            assertThat(Classifier.argmax(classifier.scores(probes, 5), 5, 3)).isEqualTo(nearest);
        }
        assertThat(notes("lda", classes)).contains("no class has any spread, so distances are Euclidean");
        refusesTooFew(classes, "use shrinkage=oas");
    }

    @Example
    void withoutShrinkageAClearErrorSaysWhatToUse() {
        refusesTooFew(
                Oracle.classes(1, 3, 4, 13, 2, 1),
                "without shrinkage 13 features need 13 images more than there are classes, and the model has 12"
                        + " more; use shrinkage=oas");
        double[] duplicated = {4, 4, 4};
        refusesTooFew(
                List.of(new ClassStatistics(9, new double[2], duplicated)),
                "the shared covariance of 2 features is singular: a feature is constant, or follows from others; use"
                        + " shrinkage=oas");
        refusesTooFew(List.of(new ClassStatistics(9, new double[2], new double[] {4, 0, 0})), "is singular");
    }

    private static void refusesTooFew(List<ClassStatistics> classes, String message) {
        Method method = Method.parse("lda shrinkage=none");
        assertThatThrownBy(() -> method.classifier(classes))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT))
                .hasMessageContaining(message);
    }

    /** Scales from 1e-12 to 1e12 are no reason to call a covariance singular. */
    @Example
    void withoutShrinkageScalesDoNotMatter() {
        int d = 5;
        double[] scale = {1e-12, 1e-6, 1, 1e6, 1e12};
        List<ClassStatistics> plain = Oracle.classes(4, 3, 40, d, 2, 1);
        List<ClassStatistics> scaled = plain.stream()
                .map(c -> {
                    double[] mean = new double[d];
                    double[] scatter = new double[15];
                    for (int i = 0, p = 0; i < d; i++) {
                        mean[i] = c.mean()[i] * scale[i];
                        for (int j = 0; j <= i; j++, p++) {
                            scatter[p] = c.scatter()[p] * scale[i] * scale[j];
                        }
                    }
                    return new ClassStatistics(c.count(), mean, scatter);
                })
                .toList();
        float[] probes = Oracle.vectors(1, 4, d, 2, 2);
        float[] scaledProbes = new float[probes.length];
        for (int p = 0; p < probes.length; p++) {
            scaledProbes[p] = (float) (probes[p] * scale[p % d]);
        }
        Method method = Method.parse("lda shrinkage=none");
        Oracle.assertNear(
                Oracle.differences(method.classifier(scaled).scores(scaledProbes, 4), 3),
                Oracle.differences(method.classifier(plain).scores(probes, 4), 3),
                1e-5);
    }

    @Example
    void refusesStatisticsThatAreNotPossible() {
        for (double[] scatter : new double[][] {{1, 5, 1}, {1, Double.NaN, 1}, {1, 0, Double.POSITIVE_INFINITY}}) {
            List<ClassStatistics> broken = List.of(new ClassStatistics(10, new double[2], scatter));
            for (String id : List.of("lda shrinkage=fixed", "slda", "qda", "fecam")) {
                assertThatThrownBy(() -> Method.parse(id).classifier(broken))
                        .as(id)
                        .isInstanceOfSatisfying(
                                AccrueException.class,
                                e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
            }
        }
    }

    private static List<String> notes(String id, List<ClassStatistics> classes) {
        return Method.parse(id).classifier(classes).notes();
    }

    private static double[][] blended(double[][] sigma, double keep, double ridge) {
        double[][] blended = new double[sigma.length][sigma.length];
        for (int i = 0; i < sigma.length; i++) {
            for (int j = 0; j < sigma.length; j++) {
                blended[i][j] = keep * sigma[i][j] + (i == j ? ridge : 0);
            }
        }
        return blended;
    }

    private static float[] sixteenths(float[] values) {
        float[] rounded = new float[values.length];
        for (int p = 0; p < values.length; p++) {
            rounded[p] = Math.round(values[p] * 16) / 16f;
        }
        return rounded;
    }

    private static float[] mapped(float[] rows, double[] a, int d) {
        float[] mapped = new float[rows.length];
        for (int p = 0; p < rows.length; p++) {
            double sum = 5;
            for (int k = 0; k < d; k++) {
                sum += a[p % d * d + k] * rows[p / d * d + k];
            }
            mapped[p] = (float) sum;
        }
        return mapped;
    }
}
