package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.Arrays;
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
    }
}
