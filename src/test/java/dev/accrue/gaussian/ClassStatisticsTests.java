package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.Arrays;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ClassStatisticsTests {

    @Property(tries = 200)
    void mergingIsTheSameAsHavingSeenAllVectors(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int d,
            @ForAll @IntRange(min = 1, max = 40) int cut) {
        float[] features = Oracle.vectors(seed, 41, d, 3, 1);
        ClassStatistics first = Oracle.twoPass(Arrays.copyOf(features, cut * d), d);
        ClassStatistics second = Oracle.twoPass(Arrays.copyOfRange(features, cut * d, 41 * d), d);
        Oracle.assertClose(first.mergedWith(second), Oracle.twoPass(features, d), 1e-12);
    }

    @Property(tries = 200)
    void mergingIsCommutativeAndAssociative(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int d, @ForAll @IntRange(min = 1, max = 50) int n) {
        ClassStatistics a = Oracle.twoPass(Oracle.vectors(seed, n, d, 3, 1), d);
        ClassStatistics b = Oracle.twoPass(Oracle.vectors(seed + 1, 30, d, 30, 1), d);
        ClassStatistics c = Oracle.twoPass(Oracle.vectors(seed + 2, 51 - n, d, -3, 1), d);
        Oracle.assertClose(a.mergedWith(b), b.mergedWith(a), 1e-12);
        Oracle.assertClose(a.mergedWith(b).mergedWith(c), a.mergedWith(b.mergedWith(c)), 1e-12);
    }

    @Property(tries = 100)
    void mergingFactorsIsTheSameAsHavingSeenAllVectors(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int first,
            @ForAll @IntRange(min = 1, max = 12) int second,
            @ForAll @IntRange(min = 12, max = 120) int d) {
        float[] features = Oracle.vectors(seed, first + second, d, 3, 1);
        ClassStatistics a = Oracle.accumulated(Arrays.copyOf(features, first * d), d);
        ClassStatistics b = Oracle.accumulated(Arrays.copyOfRange(features, first * d, features.length), d);
        ClassStatistics merged = a.mergedWith(b);
        Oracle.assertClose(merged, Oracle.twoPass(features, d), 1e-12);
        Oracle.assertClose(
                merged,
                new ClassStatistics(a.count(), a.mean(), a.scatter())
                        .mergedWith(new ClassStatistics(b.count(), b.mean(), b.scatter())),
                1e-12);
        merged.factor().ifPresent(factor -> {
            assertThat(ScatterFactor.pays(factor.rows(), d)).isTrue();
            assertThat(factor.packed()).isEqualTo(merged.scatter());
        });
        if (ScatterFactor.pays(first + second + 1, d)) {
            assertThat(merged.factor()).isPresent();
        }
    }

    /** Three blocks of rows, the merged ones cut elsewhere than the parts. */
    @Example
    void mergesFactorsOfSeveralBlocks() {
        int d = 1280;
        float[] features = Oracle.vectors(1, 300, d, 3, 1);
        ClassStatistics merged = Oracle.accumulated(Arrays.copyOf(features, 150 * d), d)
                .mergedWith(Oracle.accumulated(Arrays.copyOfRange(features, 150 * d, 300 * d), d));
        assertThat(merged.factor())
                .hasValueSatisfying(factor -> assertThat(factor.packed()).isEqualTo(merged.scatter()));
        Oracle.assertClose(merged, Oracle.accumulated(features, d), 1e-12);
    }

    /** Each image alone is a row of zeros and a step: n images take n - 1 rows. */
    @Example
    void takesOneRowForEachImageThatIsAppended() {
        int d = 60;
        float[] features = Oracle.vectors(1, 16, d, 3, 1);
        ClassStatistics merged = Oracle.accumulated(Arrays.copyOf(features, d), d);
        for (int i = 1; i < 16; i++) {
            merged = merged.mergedWith(Oracle.accumulated(Arrays.copyOfRange(features, i * d, (i + 1) * d), d));
            assertThat(merged.factor().orElseThrow().rows()).isEqualTo(i);
        }
        Oracle.assertClose(merged, Oracle.twoPass(features, d), 1e-12);
    }

    @Example
    void mergesTheSameImageTwiceToNoScatter() {
        ClassStatistics image = Oracle.accumulated(Oracle.vectors(1, 1, 20, 3, 1), 20);
        ClassStatistics merged = image.mergedWith(image);
        assertThat(merged.scatter()).containsOnly(0);
        assertThat(merged.factor().orElseThrow().rows()).isEqualTo(1);
    }

    @Example
    void mergesWithoutAFactorWhereOneSideHasNone() {
        ClassStatistics with = Oracle.accumulated(Oracle.vectors(1, 2, 20, 3, 1), 20);
        ClassStatistics without = Oracle.twoPass(Oracle.vectors(2, 2, 20, 3, 1), 20);
        assertThat(with.mergedWith(without).factor()).isEmpty();
        assertThat(without.mergedWith(with).factor()).isEmpty();
    }

    @Example
    void leavesBothPartsAsTheyWere() {
        ClassStatistics a = new ClassStatistics(1, new double[] {1}, new double[] {0});
        ClassStatistics b = new ClassStatistics(3, new double[] {5}, new double[] {6});
        ClassStatistics both = a.mergedWith(b);
        assertThat(both.count()).isEqualTo(4);
        assertThat(both.mean()).containsExactly(4);
        assertThat(both.scatter()).containsExactly(18);
        assertThat(a.mean()).containsExactly(1);
        assertThat(b.scatter()).containsExactly(6);
    }

    @Example
    void refusesToMergeOtherDimensions() {
        ClassStatistics a = new ClassStatistics(1, new double[1], new double[1]);
        ClassStatistics b = new ClassStatistics(1, new double[2], new double[3]);
        assertThatThrownBy(() -> a.mergedWith(b))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
    }

    @Example
    void refusesSizesThatDoNotFitTogether() {
        assertThatThrownBy(() -> new ClassStatistics(1, new double[2], new double[4]))
                .isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> new ClassStatistics(1, new double[0], new double[0]))
                .isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> new ClassStatistics(0, new double[2], new double[3]))
                .isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> new ClassStatistics(
                        1, new double[2], new double[3], Optional.of(new ScatterFactor(1, new double[3]))))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("a mean of 2 numbers and a factor of 3 columns");
    }

    @Example
    void takesTheScatterFromAFactor() {
        ScatterFactor factor = new ScatterFactor(2, new double[] {1, 2, 3, 4});
        ClassStatistics statistics = ClassStatistics.ofFactor(5, new double[2], factor);
        assertThat(statistics.scatter()).containsExactly(10, 14, 20);
        assertThat(statistics.factor()).containsSame(factor);
    }
}
