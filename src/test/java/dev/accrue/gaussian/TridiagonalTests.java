package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TridiagonalTests {

    private static final int COLUMNS = 3;

    @Property(tries = 40)
    void solvesWhatAnExplicitInverseSolves(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 25) int d) {
        solvesWhatAnExplicitInverseSolves(psd(seed, d, d + 5), seed);
    }

    @Example
    void solvesAcrossSeveralBlocksOfTheReduction() {
        for (int d : new int[] {59, 60, 61, 120, 131}) {
            solvesWhatAnExplicitInverseSolves(psd(d, d, d + 5), d);
        }
    }

    @Property(tries = 20)
    void solvesMatricesThatAreSingularWithoutLambda(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 70) int d) {
        solvesWhatAnExplicitInverseSolves(psd(seed, d, Math.max(1, d / 3)), seed);
        double[][] gaps = psd(seed, d, d);
        for (int i = 0; i < d; i += 2) {
            Arrays.fill(gaps[i], 0);
            for (int j = 0; j < d; j++) {
                gaps[j][i] = 0;
            }
        }
        solvesWhatAnExplicitInverseSolves(gaps, seed);
        solvesWhatAnExplicitInverseSolves(new double[d][d], seed);
    }

    @Example
    void hasNoNumberForWhatIsNotPositiveDefinite() {
        Tridiagonal reduced = new Tridiagonal(new double[] {1, 5, 1}, 2);
        assertThat(reduced.traceOfInverse(0.5)).isNaN();
        assertThat(reduced.solve(0.5, new double[2][1], new double[2][1]).along())
                .isNaN();
    }

    private static void solvesWhatAnExplicitInverseSolves(double[][] matrix, int seed) {
        int d = matrix.length;
        Random random = new Random(seed);
        double[][] b = new double[d][COLUMNS];
        for (double[] row : b) {
            Arrays.setAll(row, c -> random.nextGaussian());
        }
        double[] packed = new double[d * (d + 1) / 2];
        for (int i = 0, p = 0; i < d; i++) {
            for (int j = 0; j <= i; j++, p++) {
                packed[p] = matrix[i][j];
            }
        }
        Tridiagonal reduced = new Tridiagonal(packed, d);
        double[][] rotated = Arrays.stream(b).map(double[]::clone).toArray(double[][]::new);
        reduced.rotate(rotated);
        for (double lambda : new double[] {1e-3, 1, 100}) {
            double[][] shifted = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
            for (int i = 0; i < d; i++) {
                shifted[i][i] += lambda;
            }
            double[][] inverse = Oracle.inverse(shifted);
            double along = 0;
            double squares = 0;
            for (int c = 0; c < COLUMNS; c++) {
                for (int i = 0; i < d; i++) {
                    double x = 0;
                    for (int j = 0; j < d; j++) {
                        x += inverse[i][j] * b[j][c];
                    }
                    along += b[i][c] * x;
                    squares += x * x;
                }
            }
            Tridiagonal.Solved solved = reduced.solve(lambda, rotated, new double[d][COLUMNS]);
            assertThat(solved.along()).isCloseTo(along, within(1e-9 * along));
            assertThat(solved.squares()).isCloseTo(squares, within(1e-9 * squares));
            double trace = Oracle.trace(inverse);
            assertThat(reduced.traceOfInverse(lambda)).isCloseTo(trace, within(1e-9 * trace));
        }
    }

    /** X^T X / n of n random rows. */
    private static double[][] psd(long seed, int d, int n) {
        Random random = new Random(seed);
        double[] rows = random.doubles((long) n * d, -1, 1).toArray();
        double[][] matrix = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int r = 0; r < n; r++) {
                    matrix[i][j] += rows[r * d + i] * rows[r * d + j] / n;
                }
            }
        }
        return matrix;
    }
}
