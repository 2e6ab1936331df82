package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ScatterFactorTests {

    @Property(tries = 60)
    void multipliesOutToTheExactProductsWithinRounding(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 1, max = 6) int d) {
        ScatterFactor factor = new ScatterFactor(rows, values(seed, rows * d));
        double[] exact = Oracle.exactProducts(factor.values(), d);
        double[] packed = factor.packed();
        assertThat(packed).hasSameSizeAs(exact);
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                double scale = Math.sqrt(exact[i * (i + 3) / 2]) * Math.sqrt(exact[j * (j + 3) / 2]);
                assertThat(packed[p]).isCloseTo(exact[p], within(1e-14 * scale));
            }
        }
    }

    /** Beyond one stretch of columns, where the order of the additions must not depend on the column. */
    @Example
    void multipliesOutWideRows() {
        int d = 1100;
        ScatterFactor factor = new ScatterFactor(130, values(1, 130 * d));
        double[] packed = factor.packed();
        double[] values = factor.values();
        for (int[] at : new int[][] {{0, 0}, {511, 3}, {512, 511}, {1099, 0}, {1099, 1024}, {1099, 1099}}) {
            double sum = 0;
            for (int r = 0; r < 130; r++) {
                sum += values[r * d + at[0]] * values[r * d + at[1]];
            }
            assertThat(packed[at[0] * (at[0] + 1) / 2 + at[1]]).isCloseTo(sum, within(1e-11));
        }
        assertThat(factor.packed()).isEqualTo(packed);
    }

    @Property(tries = 60)
    void rowsOfZerosAtTheEndOfABlockChangeNoBit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 128) int rows) {
        int d = 5;
        double[] values = values(seed, rows * d);
        double[] padded = new double[128 * d];
        System.arraycopy(values, 0, padded, 0, values.length);
        assertThat(new ScatterFactor(128, padded).packed()).isEqualTo(new ScatterFactor(rows, values).packed());
    }

    @Example
    void paysUpToHalfTheRoomOfTheTriangle() {
        for (int d : new int[] {1, 2, 3, 7, 1280}) {
            for (int rows = 1; rows <= d; rows++) {
                assertThat(ScatterFactor.pays(rows, d))
                        .isEqualTo(rows * (double) d <= ClassStatistics.packedLength(d) / 2.0);
            }
        }
        assertThat(ScatterFactor.pays(Long.MAX_VALUE / 8, 1280)).isFalse();
    }

    @Example
    void refusesValuesThatAreNotRows() {
        for (ThrowingFactor broken : new ThrowingFactor[] {
            () -> new ScatterFactor(0, new double[2]),
            () -> new ScatterFactor(-1, new double[2]),
            () -> new ScatterFactor(3, new double[4]),
            () -> new ScatterFactor(1, new double[0])
        }) {
            assertThatThrownBy(broken::make)
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
        }
    }

    private interface ThrowingFactor {
        ScatterFactor make();
    }

    private static double[] values(long seed, int length) {
        Random random = new Random(seed);
        return random.doubles(length).map(u -> (u - 0.5) * 4).toArray();
    }
}
