package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;

class CholeskyFactorTests {

    @Property(tries = 40)
    void multipliesOutToTheMatrix(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int d) {
        double[] matrix = positiveDefinite(seed, d);
        double[] lower = CholeskyFactor.of(matrix, d).orElseThrow().triangular().lower();
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k <= j; k++) {
                    sum += at(lower, i, k) * at(lower, j, k);
                }
                assertThat(sum).isCloseTo(at(matrix, i, j), within(1e-12 * d));
            }
        }
    }

    @Property(tries = 40)
    void solves(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int d,
            @ForAll @IntRange(min = 1, max = 300) int columns) {
        double[] matrix = positiveDefinite(seed, d);
        DMatrixRMaj b = new DMatrixRMaj(d, columns, true, values(seed + 1, d * columns));
        DMatrixRMaj x = CholeskyFactor.of(matrix, d).orElseThrow().solve(b);
        for (int c : new int[] {0, columns / 2, columns - 1}) {
            for (int i = 0; i < d; i++) {
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    sum += at(matrix, Math.max(i, j), Math.min(i, j)) * x.get(j, c);
                }
                assertThat(sum).isCloseTo(b.get(i, c), within(1e-11 * d));
            }
        }
    }

    @Example
    void givesTheSameBitsOnOneThreadAndOnMany() throws Exception {
        int d = 700;
        double[] matrix = positiveDefinite(1, d);
        ForkJoinPool one = new ForkJoinPool(1);
        ForkJoinPool many = new ForkJoinPool(7);
        try {
            double[] alone = one.submit(() -> lower(matrix, d)).get();
            assertThat(many.submit(() -> lower(matrix, d)).get()).isEqualTo(alone);
        } finally {
            one.shutdown();
            many.shutdown();
        }
    }

    /** In the first and in later panels, on the diagonal and beside it. */
    @Example
    void refusesWhatIsNotPositiveDefinite() {
        int d = 300;
        for (int row : List.of(0, 127, 128, 200, 299)) {
            for (double broken : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1, 0}) {
                double[] matrix = positiveDefinite(2, d);
                matrix[row * (row + 3) / 2] = broken;
                assertThat(CholeskyFactor.of(matrix, d))
                        .as("%f at %d", broken, row)
                        .isEmpty();
            }
            for (double broken : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e9}) {
                double[] matrix = positiveDefinite(2, d);
                matrix[299 * 300 / 2 + Math.min(row, 298)] = broken;
                assertThat(CholeskyFactor.of(matrix, d))
                        .as("%f at 299, %d", broken, row)
                        .isEmpty();
            }
        }
    }

    @Example
    void leavesTheMatrixAsItIs() {
        double[] matrix = positiveDefinite(3, 150);
        double[] before = matrix.clone();
        assertThat(CholeskyFactor.of(matrix, 150)).isPresent();
        assertThat(CholeskyFactor.withJitter(matrix, 150)).isPresent();
        assertThat(matrix).isEqualTo(before);
    }

    private static double[] lower(double[] matrix, int d) {
        return CholeskyFactor.of(matrix, d).orElseThrow().triangular().lower();
    }

    /** Diagonally dominant, and the numbers at most d. */
    private static double[] positiveDefinite(long seed, int d) {
        double[] packed = values(seed, ClassStatistics.packedLength(d));
        for (int i = 0; i < d; i++) {
            packed[i * (i + 3) / 2] = d + 1;
        }
        return packed;
    }

    private static double at(double[] packed, int i, int j) {
        return packed[i * (i + 1) / 2 + j];
    }

    private static double[] values(long seed, int length) {
        return new Random(seed).doubles(length, -1, 1).toArray();
    }
}
