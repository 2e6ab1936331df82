package dev.accrue.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AccuracyMatrixTests {

    /** Worked by hand: accuracies 0.9; 0.8, 0.5; 0.85, 0.3, 0.6 of 100, 50 and 50 images. */
    private final AccuracyMatrix matrix =
            new AccuracyMatrix(new long[][] {{90}, {80, 25}, {85, 15, 30}}, new long[] {100, 50, 50});

    @Test
    void averagesTheAccuracyOverSeenClassesOfEveryStep() {
        assertThat(matrix.seen(0)).isEqualTo(0.9);
        assertThat(matrix.seen(1)).isEqualTo(0.7);
        assertThat(matrix.seen(2)).isEqualTo(0.65);
        assertThat(matrix.averageIncremental()).isCloseTo(0.75, within(1e-15));
    }

    @Test
    void measuresForgettingAgainstTheBestOfBefore() {
        assertThat(matrix.forgetting()).isCloseTo((0.05 + 0.2) / 2, within(1e-15));
    }

    @Test
    void isNegativeForgettingWhereLaterIncrementsHelp() {
        assertThat(new AccuracyMatrix(new long[][] {{5}, {7, 10}}, new long[] {10, 10}).forgetting())
                .isCloseTo(-0.2, within(1e-15));
    }

    @Test
    void leavesOutWhatHasNoImages() {
        AccuracyMatrix noBase = new AccuracyMatrix(new long[][] {{0}, {0, 8}, {0, 6, 10}}, new long[] {0, 10, 10});
        assertThat(noBase.seen(0)).isNaN();
        assertThat(noBase.averageIncremental()).isCloseTo((0.8 + 0.8) / 2, within(1e-15));
        assertThat(noBase.forgetting()).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void hasNoForgettingAfterTheBaseAlone() {
        AccuracyMatrix base = new AccuracyMatrix(new long[][] {{7}}, new long[] {10});
        assertThat(base.averageIncremental()).isEqualTo(0.7);
        assertThat(base.forgetting()).isNaN();
        assertThat(new AccuracyMatrix(new long[][] {{0}}, new long[] {0}).averageIncremental())
                .isNaN();
    }

    @Test
    void refusesCountsThatCannotBe() {
        for (long[][] wrong : new long[][][] {{{1}}, {{1}, {1}}, {{1, 1}, {1, 1}}, {{11}, {1, 1}}, {{-1}, {1, 1}}}) {
            assertThatThrownBy(() -> new AccuracyMatrix(wrong, new long[] {10, 10}))
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
        }
    }

    /** Written as the papers do: a full matrix of accuracies, and max over the tasks before the last. */
    @Property(tries = 200)
    void agreesWithTheFormulasOfThePapers(@ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int increments) {
        Random random = new Random(seed);
        long[] images = random.longs(increments, 1, 50).toArray();
        long[][] correct = new long[increments][];
        double[][] a = new double[increments + 1][increments + 1];
        for (int k = 0; k < increments; k++) {
            correct[k] = new long[k + 1];
            for (int j = 0; j <= k; j++) {
                correct[k][j] = random.nextLong(images[j] + 1);
                a[k + 1][j + 1] = (double) correct[k][j] / images[j];
            }
        }
        double forgetting = IntStream.range(1, increments)
                .mapToDouble(j -> IntStream.range(1, increments)
                                .mapToDouble(l -> a[l][j])
                                .max()
                                .orElseThrow()
                        - a[increments][j])
                .average()
                .orElseThrow();
        AccuracyMatrix matrix = new AccuracyMatrix(correct, images);
        assertThat(matrix.forgetting()).isCloseTo(forgetting, within(1e-12));
        assertThat(matrix.averageIncremental()).isBetween(0.0, 1.0);
        assertThat(matrix.accuracy(increments - 1, 0)).isEqualTo(a[increments][1]);
    }
}
