package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FittingTests {

    @Property(tries = 60)
    void oneMoreClassGivesBitForBitWhatAllClassesGive(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 40) int d,
            @ForAll @IntRange(min = 1, max = 8) int count) {
        List<ClassStatistics> classes = Oracle.classes(seed, count, d + 5, d, 2, 1);
        Fitting growing = Method.ARTICLE.fitting(d);
        for (int c = 0; c < count; c++) {
            growing.add(classes.get(c));
            Fitting fresh = Method.ARTICLE.fitting(d);
            classes.subList(0, c + 1).forEach(fresh::add);
            assertThat(growing.classifier().parameters())
                    .isEqualTo(fresh.classifier().parameters())
                    .isEqualTo(
                            Method.ARTICLE.classifier(classes.subList(0, c + 1)).parameters());
            assertThat(growing.covariance().relativeChange(fresh.covariance())).isZero();
        }
    }

    @Property(tries = 60)
    void sealingSomeClassesChangesNoScoreBeyondRounding(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 40) int d,
            @ForAll @IntRange(min = 1, max = 63) int sealed) {
        List<ClassStatistics> classes = Oracle.classes(seed, 6, 3 * d + 20, d, 2, 1);
        SharedScatter shared = classes.stream()
                .filter(c -> isSealed(sealed, classes.indexOf(c)))
                .map(SharedScatter::of)
                .reduce(SharedScatter::plus)
                .orElseThrow();
        Fitting fitting = Method.ARTICLE.fitting(d);
        for (int c = 0; c < 6; c++) {
            if (isSealed(sealed, c)) {
                fitting.add(classes.get(c).count(), classes.get(c).mean());
            } else {
                fitting.add(classes.get(c));
            }
        }
        fitting.add(shared);
        float[] probes = Oracle.vectors(seed, 10, d, 2, 2);
        double[] expected = Method.ARTICLE.classifier(classes).scores(probes, 10);
        double[] scores = fitting.classifier().scores(probes, 10);
        for (int p = 0; p < scores.length; p++) {
            assertThat(scores[p]).isCloseTo(expected[p], within(1e-9 * (1 + Math.abs(expected[p]))));
        }
    }

    private static boolean isSealed(int sealed, int c) {
        return (sealed >> c & 1) == 1;
    }

    /** A sealed class that has left the model has left its scatter behind: three scatters, two classes. */
    @Example
    void weighsASharedScatterByTheClassesThatWereSealed() {
        ClassStatistics a = new ClassStatistics(2, new double[] {0}, new double[] {4});
        ClassStatistics b = new ClassStatistics(4, new double[] {3}, new double[] {4});
        ClassStatistics left = new ClassStatistics(1, new double[] {9}, new double[] {6});
        Fitting fitting = Method.ARTICLE.fitting(1);
        fitting.add(a);
        fitting.add(b.count(), b.mean());
        fitting.add(SharedScatter.of(b).plus(SharedScatter.of(left)));
        // (4/2 + 4/4 + 6/1) / 3 = 3
        assertThat(fitting.covariance().distance(new double[] {0}, new double[] {1}))
                .isCloseTo(1 / Math.sqrt(3 + 1e-6), within(1e-15));
        assertThat(fitting.classifier().classes()).isEqualTo(2);
    }

    @Example
    void askingInBetweenChangesNothing() {
        List<ClassStatistics> classes = Oracle.classes(3, 4, 30, 8, 2, 1);
        Fitting fitting = Method.ARTICLE.fitting(8);
        classes.forEach(c -> {
            fitting.add(c);
            assertThat(fitting.classifier().parameters())
                    .isEqualTo(fitting.classifier().parameters());
        });
        assertThat(fitting.classifier().parameters())
                .isEqualTo(Method.ARTICLE.classifier(classes).parameters());
    }

    @Example
    void anEarlierClassifierAndCovarianceStayAsTheyWere() {
        List<ClassStatistics> classes = Oracle.classes(3, 2, 30, 8, 2, 1);
        Fitting fitting = Method.ARTICLE.fitting(8);
        fitting.add(classes.get(0));
        CovarianceEstimate covariance = fitting.covariance();
        Classifier classifier = fitting.classifier();
        fitting.add(classes.get(1));
        Classifier alone = Method.ARTICLE.classifier(classes.subList(0, 1));
        assertThat(classifier.parameters()).isEqualTo(alone.parameters());
        assertThat(covariance.relativeChange(fitting.covariance())).isPositive();
    }

    @Property(tries = 60)
    void aClassifierFromParametersGivesTheSameBits(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 40) int d,
            @ForAll @IntRange(min = 1, max = 8) int count) {
        Classifier classifier = Method.ARTICLE.classifier(Oracle.classes(seed, count, d + 5, d, 2, 1));
        Classifier again = Method.ARTICLE.classifier(classifier.parameters());
        float[] probes = Oracle.vectors(seed, 10, d, 2, 2);
        assertThat(again.dimension()).isEqualTo(d);
        assertThat(again.classes()).isEqualTo(count);
        assertThat(again.scores(probes, 10)).isEqualTo(classifier.scores(probes, 10));
        assertThat(again.parameters()).isEqualTo(classifier.parameters());
    }

    @Example
    void parametersAreCopies() {
        Classifier classifier = Method.ARTICLE.classifier(Oracle.classes(1, 2, 9, 3, 2, 1));
        double[] parameters = classifier.parameters();
        Classifier again = Method.ARTICLE.classifier(parameters);
        Arrays.fill(parameters, 7);
        assertThat(again.parameters()).isEqualTo(classifier.parameters());
    }

    @Example
    void refusesParametersThatCannotBeThoseOfAClassifier() {
        double[] parameters =
                Method.ARTICLE.classifier(Oracle.classes(1, 2, 9, 3, 2, 1)).parameters();
        refuses(new double[0]);
        refuses(Arrays.copyOf(parameters, 2));
        refuses(Arrays.copyOf(parameters, 3));
        refuses(Arrays.copyOf(parameters, parameters.length - 1));
        refuses(Arrays.copyOf(parameters, parameters.length + 1));
        for (int p = 0; p < parameters.length; p++) {
            for (double broken : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                refuses(with(parameters, p, broken));
            }
        }
        for (int p = 0; p < 3; p++) {
            for (double broken : new double[] {0, -1, 1.5, 4, 1e300, 2147483648.0}) {
                refuses(with(parameters, p, broken));
            }
        }
        // of the right length, but for a number of features or classes that is none
        refuses(new double[] {1, 0, 4, 0, 0, 0, 0, 0});
        refuses(new double[] {1, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }

    private static double[] with(double[] parameters, int position, double value) {
        double[] changed = parameters.clone();
        changed[position] = value;
        return changed;
    }

    private static void refuses(double[] parameters) {
        assertThatThrownBy(() -> Method.ARTICLE.classifier(parameters))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessageContaining("fit the classifier again");
    }

    @Example
    void refusesToClassifyWithoutClassesOrScatters() {
        Fitting fitting = Method.ARTICLE.fitting(2);
        assertThatThrownBy(fitting::classifier)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT))
                .hasMessageContaining("no classes");
        fitting.add(3, new double[2]);
        assertThatThrownBy(fitting::classifier)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT))
                .hasMessageContaining("no scatter");
        assertThatThrownBy(fitting::covariance).isInstanceOf(AccrueException.class);
    }

    @Example
    void refusesOtherDimensionsAndClassesWithoutImages() {
        Fitting fitting = Method.ARTICLE.fitting(2);
        for (Runnable addition : List.<Runnable>of(
                () -> fitting.add(new ClassStatistics(1, new double[1], new double[1])),
                () -> fitting.add(1, new double[3]),
                () -> fitting.add(new SharedScatter(1, 1, new double[6], new double[6])),
                () -> Method.ARTICLE.fitting(0))) {
            assertThatThrownBy(addition::run)
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
        }
        assertThatThrownBy(() -> fitting.add(0, new double[2]))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
        assertThatThrownBy(fitting::classifier).hasMessageContaining("no classes");
    }
}
