package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds whichever method is chosen. */
class EveryMethodTests {

    @Provide
    static Arbitrary<Method> methods() {
        return Arbitraries.of(
                        "article",
                        "lda",
                        "lda covariance=equal shrinkage=rblw",
                        "lda shrinkage=fixed prior=uniform",
                        "lda shrinkage=none",
                        "slda",
                        "ncm",
                        "ncm metric=cosine",
                        "qda",
                        "qda alpha=0 prior=uniform",
                        "fecam",
                        "fecam gamma1=10 gamma2=10",
                        "ridge",
                        "ridge lambda=0.01",
                        "klda")
                .map(Method::parse);
    }

    @Provide
    static Arbitrary<Method> methodsForSealedClasses() {
        return methods().filter(method -> !List.of("qda", "fecam").contains(method.name()));
    }

    @Property(tries = 120)
    void theOrderOfClassesOnlyPermutesTheScores(
            @ForAll("methods") Method method, @ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        List<ClassStatistics> classes = Oracle.classes(seed, 6, 40, 8, 2, 1);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 6).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        float[] probes = Oracle.vectors(seed, 5, 8, 2, 2);
        double[] scores = method.classifier(classes).scores(probes, 5);
        double[] shuffled =
                method.classifier(order.stream().map(classes::get).toList()).scores(probes, 5);
        double[] expected = IntStream.range(0, 30)
                .mapToDouble(p -> scores[p / 6 * 6 + order.get(p % 6)])
                .toArray();
        Oracle.assertNear(shuffled, expected, 1e-9);
    }

    @Property(tries = 120)
    void oneMoreClassGivesBitForBitWhatAllClassesGive(
            @ForAll("methods") Method method,
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 20) int d,
            @ForAll @IntRange(min = 1, max = 5) int count) {
        List<ClassStatistics> classes = Oracle.classes(seed, count, d + 5, d, 2, 1);
        Fitting growing = method.fitting(d);
        for (int c = 0; c < count; c++) {
            growing.add(classes.get(c));
            Fitting fresh = method.fitting(d);
            classes.subList(0, c + 1).forEach(fresh::add);
            Classifier expected = fresh.classifier();
            assertThat(growing.classifier().parameters()).isEqualTo(expected.parameters());
            assertThat(growing.classifier().notes()).isEqualTo(expected.notes());
            assertThat(growing.covariance().relativeChange(fresh.covariance())).isZero();
        }
    }

    @Property(tries = 120)
    void aClassifierFromParametersGivesTheSameBits(
            @ForAll("methods") Method method,
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 20) int d,
            @ForAll @IntRange(min = 1, max = 5) int count) {
        Classifier classifier = method.classifier(Oracle.classes(seed, count, d + 5, d, 2, 1));
        Classifier again = method.classifier(classifier.parameters());
        float[] probes = Oracle.vectors(seed, 10, d, 2, 2);
        assertThat(again.dimension()).isEqualTo(d);
        assertThat(again.classes()).isEqualTo(count);
        assertThat(again.scores(probes, 10)).isEqualTo(classifier.scores(probes, 10));
        assertThat(again.parameters()).isEqualTo(classifier.parameters());
        assertThat(again.keepable()).isEqualTo(classifier.keepable());
        if (classifier.keepable()) {
            assertThat(again.notes()).isEqualTo(classifier.notes());
        }
    }

    @Property(tries = 80)
    void sealingSomeClassesChangesNoScoreBeyondRounding(
            @ForAll("methodsForSealedClasses") Method method,
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 30) int d,
            @ForAll @IntRange(min = 1, max = 6) int sealed) {
        List<ClassStatistics> classes = Oracle.classes(seed, 6, 3 * d + 20, d, 2, 1);
        Fitting fitting = method.fitting(d);
        fitting.add(classes.subList(0, sealed).stream()
                .map(SharedScatter::of)
                .reduce(SharedScatter::plus)
                .orElseThrow());
        classes.subList(0, sealed).forEach(c -> fitting.add(c.count(), c.mean()));
        classes.subList(sealed, 6).forEach(fitting::add);
        float[] probes = Oracle.vectors(seed, 10, d, 2, 2);
        Oracle.assertNear(
                fitting.classifier().scores(probes, 10),
                method.classifier(classes).scores(probes, 10),
                1e-9);
    }

    /** Moving all vectors by one offset changes no difference of scores; here the offset is exact in float32. */
    @Property(tries = 80)
    void anOffsetOfAMillionChangesNoPosterior(
            @ForAll("methods") Method method, @ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        if (method.id().equals("ncm metric=cosine")) {
            return; // the angle depends on where zero is
        }
        int d = 5;
        Random random = new Random(seed);
        List<ClassStatistics> near = new ArrayList<>();
        List<ClassStatistics> far = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            double[] scatter =
                    Oracle.classes(seed + c, 1, 50, d, 0, 1e-2).get(0).scatter();
            double[] mean = IntStream.range(0, d)
                    .mapToDouble(j -> random.nextInt(3) / 16.0)
                    .toArray();
            near.add(new ClassStatistics(50, mean, scatter));
            far.add(new ClassStatistics(
                    50, Arrays.stream(mean).map(m -> m + 1e6).toArray(), scatter));
        }
        float[] probe = new float[d];
        float[] farProbe = new float[d];
        for (int j = 0; j < d; j++) {
            probe[j] = random.nextInt(3) / 16f;
            farProbe[j] = probe[j] + 1e6f;
        }
        Oracle.assertNear(
                Oracle.differences(method.classifier(far).scores(farProbe, 1), 4),
                Oracle.differences(method.classifier(near).scores(probe, 1), 4),
                1e-8);
    }

    @Property(tries = 80)
    void staysFiniteWithDuplicatedAndConstantFeatures(
            @ForAll("methods") Method method,
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 30) int n) {
        if (method.id().equals("lda shrinkage=none")) {
            return; // refuses them
        }
        int d = 6;
        List<ClassStatistics> classes = new ArrayList<>();
        float[] last = new float[0];
        for (int c = 0; c < 3; c++) {
            last = Oracle.vectors(seed * 10L + c, n, d, 4, 1);
            for (int i = 0; i < n; i++) {
                last[i * d + 1] = last[i * d];
                last[i * d + 2] = 7;
                last[i * d + 3] = 0;
            }
            classes.add(Oracle.twoPass(last, d));
        }
        Classifier classifier = method.classifier(classes);
        assertThat(Arrays.stream(classifier.scores(last, n)))
                .allSatisfy(score -> assertThat(score).isFinite());
        assertThat(classifier.scores(new float[0], 0)).isEmpty();
    }

    /** Right or a clear error, but no NaN: features whose scales lie between 1e-12 and 1e12. */
    @Property(tries = 80)
    void scoresAnyScaleOrRefusesIt(
            @ForAll("methods") Method method,
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 30) int n) {
        int d = 5;
        List<ClassStatistics> classes = new ArrayList<>();
        float[] last = new float[0];
        for (int c = 0; c < 3; c++) {
            last = Oracle.vectors(seed * 10L + c, n, d, 4, 1);
            for (int p = 0; p < last.length; p++) {
                last[p] = (float) (last[p] * Math.pow(10, p % d * 6 - 12));
            }
            classes.add(Oracle.twoPass(last, d));
        }
        try {
            assertThat(Arrays.stream(method.classifier(classes).scores(last, n)))
                    .allSatisfy(score -> assertThat(score).isFinite());
        } catch (AccrueException e) {
            assertThat(e.category()).isIn(Category.CONFLICT, Category.BAD_DATA);
        }
    }

    @Property(tries = 24)
    void takesAThousandClassesInOneDimension(@ForAll("methods") Method method) {
        if (method.id().equals("ncm metric=cosine")) {
            return; // one dimension has two directions
        }
        if (method.name().equals("ridge")) {
            return; // a line through one dimension is highest at an end, whichever class lies between
        }
        List<ClassStatistics> classes = IntStream.range(0, 1000)
                .mapToObj(c -> new ClassStatistics(50 + c % 7, new double[] {100.0 * c}, new double[] {50}))
                .toList();
        float[] probes = new float[1000];
        for (int c = 0; c < 1000; c++) {
            probes[c] = 100f * c + 30;
        }
        assertThat(Classifier.argmax(method.classifier(classes).scores(probes, 1000), 1000, 1000))
                .isEqualTo(IntStream.range(0, 1000).toArray());
    }
}
