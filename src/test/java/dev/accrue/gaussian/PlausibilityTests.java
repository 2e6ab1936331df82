package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PlausibilityTests {

    /** Few and many vectors, with constant, duplicated, tiny and huge features among them. */
    @Property(tries = 100)
    void acceptsTheStatisticsOfAnyVectors(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 300) int n,
            @ForAll @IntRange(min = 1, max = 80) int d) {
        ClassStatistics statistics = Oracle.accumulated(oddVectors(seed, n, d), d);
        ClassStatistics more = Oracle.accumulated(oddVectors(seed + 1, n, d), d);
        accepts(statistics);
        accepts(new ClassStatistics(statistics.count(), statistics.mean(), statistics.scatter()));
        accepts(statistics.mergedWith(more));
        SharedScatter shared = SharedScatter.of(statistics).plus(SharedScatter.of(more));
        assertThat(Plausibility.quick(shared)).isEmpty();
        assertThat(Plausibility.thorough(shared)).isEmpty();
    }

    @Example
    void acceptsVectorsThatAreAllTheSame() {
        accepts(new ClassStatistics(5, new double[4], new double[10]));
        accepts(Oracle.accumulated(new float[40], 8));
    }

    @Example
    void acceptsOneScaleForAllFeatures() {
        for (double scale : new double[] {1e-30, 1e-8, 1, 1e8, 1e30}) {
            for (int n : new int[] {2, 20, 200}) {
                accepts(Oracle.twoPass(Oracle.vectors(n, n, 60, 3 * scale, scale), 60));
            }
        }
    }

    /** A random orthogonal Q gives S = Q diag(1, ..., 1/2, smallest) Q^T with known eigenvalues. */
    @Property(tries = 60)
    void findsANegativeEigenvalueAndForgivesRounding(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 2, max = 150) int d) {
        for (double scale : new double[] {1e-16, 1, 1e16}) {
            assertThat(Plausibility.thorough(withEigenvalue(seed, d, -1e-6, scale)))
                    .isPresent();
            accepts(withEigenvalue(seed, d, 0, scale));
            accepts(withEigenvalue(seed, d, 1e-6, scale));
        }
    }

    @Example
    void findsANegativeEigenvalueAmongFeaturesOfQuiteDifferentScale() {
        double[] scatter = scaled(withEigenvalue(1, 6, -1e-6, 1), 1e-8, 1e8, 1, 1e-4, 1e4, 10);
        refuses(new ClassStatistics(50, new double[6], scatter), "not positive semi-definite");
        accepts(new ClassStatistics(
                50, new double[6], scaled(withEigenvalue(1, 6, 0, 1), 1e-8, 1e8, 1, 1e-4, 1e4, 10)));
    }

    @Example
    void passesQuicklyWhatOnlyAFactorisationShows() {
        ClassStatistics indefinite = withEigenvalue(1, 6, -1e-6, 1);
        assertThat(Plausibility.quick(indefinite)).isEmpty();
        ClassStatistics three = new ClassStatistics(9, new double[3], new double[] {1, -0.9, 1, -0.9, -0.9, 1});
        assertThat(Plausibility.quick(three)).isEmpty();
        refuses(three, "not positive semi-definite");
    }

    @Example
    void namesWhatIsWrongAtAGlance() {
        double nan = Double.NaN;
        double infinite = Double.POSITIVE_INFINITY;
        double[] mean = new double[2];
        refusesQuickly(new double[] {0, nan}, new double[3], "its mean holds NaN (number 1), expected a finite number");
        refusesQuickly(new double[] {-infinite, 0}, new double[3], "its mean holds -Infinity (number 0)");
        refusesQuickly(
                mean, new double[] {1, 0, -2}, "its scatter at (1, 1) is -2.0, expected a finite number that is");
        refusesQuickly(mean, new double[] {nan, 0, 1}, "its scatter at (0, 0) is NaN");
        refusesQuickly(mean, new double[] {1, 0, infinite}, "its scatter at (1, 1) is Infinity");
        refusesQuickly(mean, new double[] {1, nan, 1}, "its scatter at (1, 0) is NaN");
        refusesQuickly(mean, new double[] {Double.MAX_VALUE, infinite, Double.MAX_VALUE}, "(1, 0) is Infinity");
        refusesQuickly(
                mean,
                new double[] {4, -6.1, 9},
                "its scatter at (1, 0) is -6.1, expected at most 6.0 in size,"
                        + " because features 1 and 0 spread no more than that");
        refusesQuickly(mean, new double[] {0, 1e-300, 9}, "its scatter at (1, 0) is 1.0E-300");
        assertThat(Plausibility.quick(new ClassStatistics(3, mean, new double[] {4, -6, 9})))
                .isEmpty();
        assertThat(Plausibility.quick(new ClassStatistics(3, mean, new double[] {4, 6 + 1e-11, 9})))
                .isEmpty();
    }

    @Example
    void asksForTheScatterThatTheFactorGives() {
        ClassStatistics right = Oracle.accumulated(Oracle.vectors(1, 3, 20, 2, 1), 20);
        double[] other = right.scatter().clone();
        other[7] = Math.nextUp(other[7]);
        ClassStatistics wrong = new ClassStatistics(3, right.mean(), other, right.factor());
        assertThat(Plausibility.quick(wrong)).isEmpty();
        refuses(wrong, "its scatter is not what its factor gives: number 7 is " + other[7]);
        double[] values = right.factor().orElseThrow().values().clone();
        values[30] = Double.NaN;
        ClassStatistics broken =
                new ClassStatistics(3, right.mean(), right.scatter(), Optional.of(new ScatterFactor(3, values)));
        assertThat(Plausibility.quick(broken))
                .hasValueSatisfying(text -> assertThat(text).contains("its factor holds NaN (number 30)"));
    }

    @Example
    void looksAtBothSumsOfASharedScatter() {
        double[] right = {4, 1, 9};
        double[] half = {2, 0.5, 4.5};
        assertThat(Plausibility.thorough(new SharedScatter(1, 2, right, half))).isEmpty();
        assertThat(Plausibility.quick(new SharedScatter(1, 2, new double[] {4, 7, 9}, half))
                        .orElseThrow())
                .startsWith("its pooled scatter at (1, 0) is 7.0");
        assertThat(Plausibility.quick(new SharedScatter(1, 2, right, new double[] {2, Double.NaN, 4.5}))
                        .orElseThrow())
                .startsWith("its equal-weight scatter at (1, 0) is NaN");
        assertThat(Plausibility.quick(new SharedScatter(1, 2, right, new double[] {1, 0, 4.5}))
                        .orElseThrow())
                .isEqualTo("its equal-weight scatter at (0, 0) is 1.0, expected between 2.0 and 4.0,"
                        + " which follow from its pooled scatter");
        assertThat(Plausibility.quick(new SharedScatter(1, 2, right, new double[] {5, 0, 4.5})))
                .isPresent();
        double[] indefinite = {1, -0.9, 1, -0.9, -0.9, 1};
        double[] identity = {1, 0, 1, 0, 0, 1};
        assertThat(Plausibility.thorough(new SharedScatter(1, 1, indefinite, identity))
                        .orElseThrow())
                .startsWith("its pooled scatter is not positive semi-definite");
        assertThat(Plausibility.thorough(new SharedScatter(1, 1, identity, indefinite))
                        .orElseThrow())
                .startsWith("its equal-weight scatter is not positive semi-definite");
    }

    private static void accepts(ClassStatistics statistics) {
        assertThat(Plausibility.quick(statistics)).isEmpty();
        assertThat(Plausibility.thorough(statistics)).isEmpty();
    }

    private static void refuses(ClassStatistics statistics, String message) {
        assertThat(Plausibility.thorough(statistics))
                .hasValueSatisfying(text -> assertThat(text).contains(message));
    }

    private static void refusesQuickly(double[] mean, double[] scatter, String message) {
        ClassStatistics statistics = new ClassStatistics(3, mean, scatter);
        assertThat(Plausibility.quick(statistics))
                .hasValueSatisfying(text -> assertThat(text).contains(message));
        assertThat(Plausibility.thorough(statistics)).isEqualTo(Plausibility.quick(statistics));
    }

    private static float[] oddVectors(long seed, int n, int d) {
        Random random = new Random(seed);
        float[] features = Oracle.vectors(seed, n, d, 3, 1);
        for (int j = 0; j < d; j++) {
            int kind = random.nextInt(6);
            double scale = Math.pow(10, random.nextInt(-8, 9));
            for (int i = 0; i < n; i++) {
                int p = i * d + j;
                switch (kind) {
                    case 0 -> features[p] = 0.1f;
                    case 1 -> features[p] = j == 0 ? 0 : features[p - 1];
                    case 2 -> features[p] = Math.max(0, features[p] - 3);
                    case 3 -> features[p] = (float) (1000 + 1e-3 * features[p]);
                    default -> features[p] = (float) (scale * features[p]);
                }
            }
        }
        return features;
    }

    private static ClassStatistics withEigenvalue(long seed, int d, double smallest, double scale) {
        double[] eigenvalues = IntStream.range(0, d)
                .mapToDouble(k -> scale * (k == 0 ? 1 : k == d - 1 ? smallest : 0.5 + 0.5 / k))
                .toArray();
        List<double[]> axes = orthonormal(new Random(seed), d);
        double[] packed = new double[d * (d + 1) / 2];
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                for (int k = 0; k < d; k++) {
                    packed[p] += eigenvalues[k] * axes.get(k)[i] * axes.get(k)[j];
                }
            }
        }
        return new ClassStatistics(50, new double[d], packed);
    }

    /** Gram and Schmidt, twice for good measure. */
    private static List<double[]> orthonormal(Random random, int d) {
        List<double[]> axes = new ArrayList<>();
        while (axes.size() < d) {
            double[] axis = random.doubles(d).map(u -> u - 0.5).toArray();
            for (int twice = 0; twice < 2; twice++) {
                for (double[] other : axes) {
                    double along = IntStream.range(0, d)
                            .mapToDouble(i -> axis[i] * other[i])
                            .sum();
                    Arrays.setAll(axis, i -> axis[i] - along * other[i]);
                }
                double length = Math.sqrt(Arrays.stream(axis).map(x -> x * x).sum());
                Arrays.setAll(axis, i -> axis[i] / length);
            }
            axes.add(axis);
        }
        return axes;
    }

    private static double[] scaled(ClassStatistics statistics, double... scales) {
        double[] packed = statistics.scatter().clone();
        for (int i = 0, p = 0; i < scales.length; i++) {
            for (int j = 0; j <= i; j++, p++) {
                packed[p] *= scales[i] * scales[j];
            }
        }
        return packed;
    }
}
