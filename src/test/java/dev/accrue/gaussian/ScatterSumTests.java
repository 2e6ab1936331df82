package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ScatterSumTests {

    /** Not only up to rounding: what was learnt in one command or in several has one digest. */
    @Property(tries = 60)
    void isBitForBitWhatAddingTwoByTwoGives(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int d,
            @ForAll @IntRange(min = 1, max = 8) int count) {
        List<ClassStatistics> classes = Oracle.classes(seed, count, 5, d, 2, 1);
        ScatterSum sum = new ScatterSum(d);
        classes.forEach(sum::add);
        assertThat(sum.finish())
                .usingRecursiveComparison()
                .isEqualTo(classes.stream()
                        .map(SharedScatter::of)
                        .reduce(SharedScatter::plus)
                        .orElseThrow());
    }

    @Property(tries = 60)
    void goesOnWhereAnotherEnded(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int d,
            @ForAll @IntRange(min = 1, max = 7) int first) {
        List<ClassStatistics> classes = Oracle.classes(seed, 8, 5, d, 2, 1);
        ScatterSum whole = new ScatterSum(d);
        classes.forEach(whole::add);
        ScatterSum begun = new ScatterSum(d);
        classes.subList(0, first).forEach(begun::add);
        ScatterSum ended = new ScatterSum(begun.finish());
        classes.subList(first, 8).forEach(ended::add);
        assertThat(ended.finish()).usingRecursiveComparison().isEqualTo(whole.finish());
    }

    @Example
    void growsInPlace() {
        SharedScatter begun = SharedScatter.of(new ClassStatistics(2, new double[2], new double[] {4, 2, 6}));
        ScatterSum sum = new ScatterSum(begun);
        sum.add(new ClassStatistics(4, new double[2], new double[] {8, 0, 4}));
        SharedScatter ended = sum.finish();
        assertThat(ended.classes()).isEqualTo(2);
        assertThat(ended.count()).isEqualTo(6);
        assertThat(ended.pooled()).isSameAs(begun.pooled()).containsExactly(12, 2, 10);
        assertThat(ended.equal()).isSameAs(begun.equal()).containsExactly(4, 1, 4);
    }

    @Example
    void refusesOtherDimensionsAndStaysAsItWas() {
        ScatterSum sum = new ScatterSum(1);
        sum.add(new ClassStatistics(3, new double[1], new double[] {6}));
        assertThatThrownBy(() -> sum.add(new ClassStatistics(3, new double[2], new double[3])))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
        assertThat(sum.finish())
                .usingRecursiveComparison()
                .isEqualTo(new SharedScatter(1, 3, new double[] {6}, new double[] {2}));
    }

    @Example
    void isNoSumOfNothing() {
        assertThatThrownBy(() -> new ScatterSum(3).finish())
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
    }
}
