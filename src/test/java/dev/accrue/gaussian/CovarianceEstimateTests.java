package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CovarianceEstimateTests {

    @Property(tries = 60)
    void measuresTheDistanceThatAnExplicitInverseGives(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 140) int d) {
        List<ClassStatistics> classes = Oracle.classes(seed, 3, 2 * d + 20, d, 2, 1);
        double[][] inverse = Oracle.inverse(sigma(classes));
        double[] a = classes.get(0).mean();
        double[] b = classes.get(1).mean();
        double squared = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                squared += (a[i] - b[i]) * inverse[i][j] * (a[j] - b[j]);
            }
        }
        CovarianceEstimate covariance = estimate(classes);
        assertThat(covariance.dimension()).isEqualTo(d);
        assertThat(covariance.distance(a, b)).isCloseTo(Math.sqrt(squared), within(1e-9 * Math.sqrt(squared)));
        assertThat(covariance.distance(b, a)).isEqualTo(covariance.distance(a, b));
        assertThat(covariance.distance(a, a)).isZero();
    }

    @Property(tries = 60)
    void comparesAllElementsOfTheFullMatrices(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 30) int d) {
        List<ClassStatistics> before = Oracle.classes(seed, 3, 40, d, 2, 1);
        List<ClassStatistics> after = Oracle.classes(seed + 1, 4, 40, d, 2, 1.5);
        double[][] sigma = sigma(after);
        double[][] from = sigma(before);
        double change = 0;
        double size = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                change += Math.pow(sigma[i][j] - from[i][j], 2);
                size += Math.pow(from[i][j], 2);
            }
        }
        double expected = Math.sqrt(change) / Math.sqrt(size);
        assertThat(estimate(after).relativeChange(estimate(before))).isCloseTo(expected, within(1e-12 * expected));
        assertThat(estimate(after).relativeChange(estimate(after))).isZero();
    }

    @Example
    void countsTheRidge() {
        CovarianceEstimate ridge = estimate(List.of(new ClassStatistics(1, new double[2], new double[3])));
        assertThat(ridge.distance(new double[] {3e-3, 0}, new double[] {0, 4e-3}))
                .isCloseTo(5, within(1e-12));
    }

    @Example
    void refusesACovarianceThatIsNotPositiveDefiniteOnlyWhenItIsNeeded() {
        for (double[] scatter : new double[][] {
            {1, 5, 1}, {-1, 0, 1}, {1, Double.NaN, 1}, {1, 0, Double.POSITIVE_INFINITY}, {Double.NaN, 0, 1}
        }) {
            CovarianceEstimate broken = estimate(List.of(new ClassStatistics(10, new double[2], scatter)));
            assertThatThrownBy(() -> broken.distance(new double[2], new double[] {1, 1}))
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                    .hasMessageContaining("not positive definite");
        }
        CovarianceEstimate notANumber =
                estimate(List.of(new ClassStatistics(10, new double[2], new double[] {1, Double.NaN, 1})));
        assertThatThrownBy(() -> notANumber.relativeChange(notANumber))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessageContaining("is NaN, expected a finite number");
    }

    @Example
    void refusesOtherDimensionsAndVectorsThatAreNotNumbers() {
        CovarianceEstimate one = estimate(List.of(new ClassStatistics(1, new double[1], new double[1])));
        CovarianceEstimate two = estimate(List.of(new ClassStatistics(1, new double[2], new double[3])));
        assertThatThrownBy(() -> two.relativeChange(one)).isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> two.distance(new double[2], new double[1])).isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> two.distance(new double[3], new double[2])).isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> two.distance(new double[2], new double[] {1, Double.NaN}))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
    }

    private static CovarianceEstimate estimate(List<ClassStatistics> classes) {
        Fitting fitting = Method.ARTICLE.fitting(classes.get(0).dimension());
        classes.forEach(fitting::add);
        return fitting.covariance();
    }

    /** The plain mean of the class covariances and the ridge. */
    private static double[][] sigma(List<ClassStatistics> classes) {
        int d = classes.get(0).dimension();
        double[][] sigma = new double[d][d];
        IntStream.range(0, d * d).forEach(p -> {
            int i = Math.max(p / d, p % d);
            int j = Math.min(p / d, p % d);
            sigma[p / d][p % d] = classes.stream()
                            .mapToDouble(c -> c.scatter()[i * (i + 1) / 2 + j] / c.count())
                            .average()
                            .orElseThrow()
                    + (i == j ? 1e-6 : 0);
        });
        return sigma;
    }
}
