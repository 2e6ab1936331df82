package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SharedScatterTests {

    @Property(tries = 60)
    void sumsTheScattersInBothWeights(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int d,
            @ForAll @IntRange(min = 1, max = 8) int count) {
        List<ClassStatistics> classes = Oracle.classes(seed, count, 5, d, 2, 1);
        SharedScatter shared = classes.stream()
                .map(SharedScatter::of)
                .reduce(SharedScatter::plus)
                .orElseThrow();
        assertThat(shared.classes()).isEqualTo(count);
        assertThat(shared.dimension()).isEqualTo(d);
        assertThat(shared.count())
                .isEqualTo(classes.stream().mapToLong(ClassStatistics::count).sum());
        for (int p = 0; p < shared.pooled().length; p++) {
            BigDecimal pooled = BigDecimal.ZERO;
            BigDecimal equal = BigDecimal.ZERO;
            double size = 0;
            for (ClassStatistics c : classes) {
                BigDecimal scatter = new BigDecimal(c.scatter()[p]);
                pooled = pooled.add(scatter);
                equal = equal.add(scatter.divide(BigDecimal.valueOf(c.count()), MathContext.DECIMAL128));
                size += Math.abs(c.scatter()[p]);
            }
            assertThat(shared.pooled()[p]).isCloseTo(pooled.doubleValue(), within(1e-14 * size));
            assertThat(shared.equal()[p]).isCloseTo(equal.doubleValue(), within(1e-14 * size));
        }
    }

    @Property(tries = 60)
    void addingDoesNotDependOnTheOrderOfTwo(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int d) {
        List<ClassStatistics> classes = Oracle.classes(seed, 2, 5, d, 2, 1);
        SharedScatter first = SharedScatter.of(classes.get(0));
        SharedScatter second = SharedScatter.of(classes.get(1));
        assertThat(first.plus(second)).usingRecursiveComparison().isEqualTo(second.plus(first));
    }

    @Example
    void refusesToAddOtherDimensions() {
        SharedScatter one = new SharedScatter(1, 1, new double[1], new double[1]);
        SharedScatter two = new SharedScatter(1, 1, new double[3], new double[3]);
        assertThatThrownBy(() -> one.plus(two))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
    }

    @Example
    void refusesNumbersThatCannotBelongTogether() {
        refuses(0, 1, 3, 3);
        refuses(2, 1, 3, 3);
        refuses(1, 1, 0, 0);
        refuses(1, 1, 3, 6);
        refuses(1, 1, 4, 4);
        refuses(1, -1, 3, 3);
    }

    private static void refuses(int classes, long count, int pooled, int equal) {
        assertThatThrownBy(() -> new SharedScatter(classes, count, new double[pooled], new double[equal]))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
    }

    @Example
    void knowsItsDimensionWhateverItsSize() {
        for (int d : new int[] {1, 2, 3, 64, 1279, 1280, 1281, 3000}) {
            double[] packed = new double[ClassStatistics.packedLength(d)];
            assertThat(new SharedScatter(1, 1, packed, packed).dimension()).isEqualTo(d);
        }
    }
}
