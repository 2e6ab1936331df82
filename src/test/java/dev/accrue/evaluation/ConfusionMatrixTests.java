package dev.accrue.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTests {

    private static final List<String> DIGITS =
            IntStream.range(0, 10).mapToObj(String::valueOf).toList();

    /** The matrix of the published experiment after all ten classes; its accuracies were published beside it. */
    private static final ConfusionMatrix PUBLISHED = new ConfusionMatrix(DIGITS, DIGITS, new long[][] {
        {635, 1, 18, 4, 2, 14, 9, 36, 260, 21},
        {1, 761, 0, 1, 0, 0, 8, 3, 21, 205},
        {20, 0, 581, 12, 8, 97, 105, 135, 35, 7},
        {5, 0, 22, 450, 13, 256, 147, 60, 29, 18},
        {2, 1, 16, 10, 555, 30, 63, 302, 20, 1},
        {1, 0, 57, 288, 22, 325, 173, 106, 22, 6},
        {5, 0, 49, 139, 36, 182, 350, 161, 35, 43},
        {5, 2, 34, 50, 131, 104, 158, 446, 58, 12},
        {226, 26, 13, 11, 3, 22, 58, 41, 430, 170},
        {17, 250, 6, 5, 0, 8, 69, 16, 188, 441}
    });

    /** Two true classes, one of them not learnt yet, and a learnt class the test set lacks. */
    private static final ConfusionMatrix UNEVEN = new ConfusionMatrix(
            List.of("cat", "frog"), List.of("cat", "dog", "owl"), new long[][] {{6, 2, 0}, {3, 1, 0}});

    @Test
    void givesThePublishedAccuracies() {
        assertThat(PUBLISHED.total()).isEqualTo(10_000);
        assertThat(PUBLISHED.correct()).isEqualTo(4974);
        assertThat(PUBLISHED.accuracy()).isEqualTo(0.4974);
        assertThat(PUBLISHED.accuracy(DIGITS.subList(0, 5))).isCloseTo(0.596, within(5e-4));
        assertThat(PUBLISHED.accuracy(DIGITS.subList(5, 10))).isCloseTo(0.398, within(5e-4));
        assertThat(PUBLISHED.recall("1")).isEqualTo(0.761);
    }

    @Test
    void countsRowsAsTrueAndColumnsAsPredicted() {
        ConfusionMatrix matrix = ConfusionMatrix.of(
                List.of("cat", "frog"), List.of("cat", "dog", "owl"), new int[] {0, 0, 1, 0}, new int[] {0, 1, 1, 0});
        assertThat(matrix.counts()).isDeepEqualTo(new long[][] {{2, 1, 0}, {0, 1, 0}});
        assertThat(matrix.total()).isEqualTo(4);
        assertThat(matrix.correct()).isEqualTo(2);
    }

    @Test
    void givesPrecisionRecallAndF1ByHand() {
        List<String> ab = List.of("a", "b");
        ConfusionMatrix matrix = new ConfusionMatrix(ab, ab, new long[][] {{8, 2}, {4, 16}});
        assertThat(matrix.accuracy()).isEqualTo(24 / 30.0);
        assertThat(matrix.precision("a")).isEqualTo(8 / 12.0);
        assertThat(matrix.recall("a")).isEqualTo(8 / 10.0);
        assertThat(matrix.f1("a")).isCloseTo(8 / 11.0, within(1e-15));
        assertThat(matrix.precision("b")).isEqualTo(16 / 18.0);
        assertThat(matrix.recall("b")).isEqualTo(16 / 20.0);
        assertThat(matrix.f1("b")).isCloseTo(16 / 19.0, within(1e-15));
        assertThat(matrix.macroF1()).isCloseTo((8 / 11.0 + 16 / 19.0) / 2, within(1e-15));
    }

    @Test
    void matchesClassesByNameWhereTheListsDiffer() {
        assertThat(UNEVEN.correct()).isEqualTo(6);
        assertThat(UNEVEN.accuracy()).isEqualTo(0.5);
        assertThat(UNEVEN.accuracy(List.of("cat"))).isEqualTo(0.75);
        assertThat(UNEVEN.accuracy(List.of("frog", "owl"))).isZero();
        assertThat(UNEVEN.precision("cat")).isEqualTo(6 / 9.0);
        assertThat(UNEVEN.recall("cat")).isEqualTo(0.75);
    }

    @Test
    void givesZeroWhereTheDenominatorIsZero() {
        assertThat(UNEVEN.precision("frog")).isZero();
        assertThat(UNEVEN.recall("frog")).isZero();
        assertThat(UNEVEN.f1("frog")).isZero();
        assertThat(UNEVEN.recall("dog")).isZero();
        assertThat(UNEVEN.precision("owl")).isZero();
        assertThat(UNEVEN.f1("owl")).isZero();
        assertThat(UNEVEN.macroF1()).isCloseTo(12 / 17.0 / 2, within(1e-15));
    }

    @Test
    void hasNoAccuracyOverNoImage() {
        ConfusionMatrix empty = ConfusionMatrix.of(List.of("a"), List.of("a"), new int[0], new int[0]);
        assertThat(empty.accuracy()).isNaN();
        assertThat(empty.macroF1()).isZero();
        assertThat(PUBLISHED.accuracy(List.of())).isNaN();
        assertThat(PUBLISHED.accuracy(List.of("cat"))).isNaN();
        assertThat(new ConfusionMatrix(List.of(), List.of(), new long[0][]).macroF1())
                .isNaN();
    }

    @Test
    void refusesAClassItDoesNotHave() {
        assertThatThrownBy(() -> UNEVEN.f1("bee"))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND))
                .hasMessageContaining("no class \"bee\"");
    }

    @Test
    void refusesLabelsWithoutAClass() {
        List<String> a = List.of("a");
        assertThatThrownBy(() -> ConfusionMatrix.of(a, a, new int[] {0, 1}, new int[] {0, 0}))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("image 1 has the true label 1");
        assertThatThrownBy(() -> ConfusionMatrix.of(a, a, new int[] {0}, new int[] {-1}))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("image 0 has the predicted label -1");
        assertThatThrownBy(() -> ConfusionMatrix.of(a, a, new int[] {0}, new int[0]))
                .isInstanceOf(AccrueException.class);
    }

    @Test
    void refusesCountsOfAnotherShapeAndRepeatedNames() {
        List<String> a = List.of("a");
        List<String> aa = List.of("a", "a");
        assertThatThrownBy(() -> new ConfusionMatrix(a, a, new long[][] {{1, 2}}))
                .isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> new ConfusionMatrix(a, a, new long[][] {{-1}})).isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> new ConfusionMatrix(a, aa, new long[][] {{1, 2}}))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("twice");
    }

    @Test
    void isAValueOfItsOwn() {
        long[][] counts = {{1, 2}, {3, 4}};
        ConfusionMatrix matrix = new ConfusionMatrix(List.of("a", "b"), List.of("a", "b"), counts);
        ConfusionMatrix same = new ConfusionMatrix(List.of("a", "b"), List.of("a", "b"), matrix.counts());
        counts[0][0] = 9;
        matrix.counts()[0][0] = 9;
        assertThat(matrix.counts()[0][0]).isEqualTo(1);
        assertThat(matrix).isEqualTo(same).hasSameHashCodeAs(same);
    }
}
