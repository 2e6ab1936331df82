package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CrossFitTests {
    private static final int D = 30;
    private static final Method LDA = Method.parse("lda");

    @Property(tries = 100)
    void aClassOfFewImagesStillHasItsVectors(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 127) int n,
            @ForAll @IntRange(min = 0, max = 60) int more) {
        int d = 4 * n + more;
        float[] vectors = Oracle.vectors(seed, n, d, 100, 3);
        assertThat(Oracle.accumulated(vectors, d).vectors()).contains(vectors);
    }

    @Example
    void othersHaveThemNoMore() {
        int d = 600;
        assertThat(Oracle.accumulated(Oracle.vectors(1, 128, d, 0, 1), d).vectors())
                .isEmpty();
        assertThat(Oracle.accumulated(Oracle.vectors(1, 20, D, 0, 1), D).vectors())
                .isEmpty();
        ClassStatistics one = Oracle.accumulated(Oracle.vectors(1, 1, d, 0, 1), d);
        ClassStatistics few = Oracle.accumulated(Oracle.vectors(2, 5, d, 0, 1), d);
        assertThat(few.mergedWith(Oracle.accumulated(Oracle.vectors(3, 5, d, 0, 1), d))
                        .vectors())
                .isEmpty();
        // one row of zeros is left out, so there are as many rows as images
        assertThat(one.mergedWith(few).factor().orElseThrow().rows()).isEqualTo(6);
        assertThat(one.mergedWith(few).vectors()).isEmpty();
    }

    @Example
    void scoresEachVectorByAFitWithoutIt() {
        List<float[]> classes =
                List.of(Oracle.vectors(1, 7, D, 0, 1), Oracle.vectors(2, 5, D, 1, 1), Oracle.vectors(3, 1, D, 2, 1));
        CrossFit fit = CrossFit.of(LDA, classes, D, 1000);
        assertThat(fit.n()).isEqualTo(12);
        assertThat(fit.labels()).containsExactly(0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1);
        int next = 0;
        for (int fold = 0; fold < 5; fold++) {
            List<ClassStatistics> others = new ArrayList<>();
            float[] leftOut = {};
            for (float[] vectors : classes) {
                float[] rest = {};
                for (int row = 0; row < vectors.length / D; row++) {
                    float[] vector = Arrays.copyOfRange(vectors, row * D, (row + 1) * D);
                    if (row % 5 == fold && vectors.length > D) {
                        leftOut = joined(leftOut, vector);
                    } else {
                        rest = joined(rest, vector);
                    }
                }
                others.add(Oracle.accumulated(rest, D));
            }
            for (double score : LDA.classifier(others).scores(leftOut, leftOut.length / D)) {
                assertThat(fit.scores()[next++]).isEqualTo(score);
            }
        }
        assertThat(next).isEqualTo(fit.scores().length);
    }

    private static float[] joined(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Example
    void stopsWhenThereAreEnough() {
        List<float[]> classes = List.of(Oracle.vectors(1, 10, D, 0, 1), Oracle.vectors(2, 10, D, 1, 1));
        assertThat(CrossFit.of(LDA, classes, D, 5).n()).isEqualTo(8);
        assertThat(CrossFit.of(LDA, classes, D, 4).n()).isEqualTo(4);
    }

    @Example
    void saysWhenTooLittleIsLeft() {
        List<float[]> ones = List.of(Oracle.vectors(1, 1, D, 0, 1), Oracle.vectors(2, 1, D, 1, 1));
        assertThat(CrossFit.of(LDA, ones, D, 5).n()).isZero();
        List<float[]> twos = List.of(new float[2 * D], new float[2 * D]);
        assertThatThrownBy(() -> CrossFit.of(Method.parse("lda shrinkage=none ridge=0"), twos, D, 5))
                .isInstanceOf(AccrueException.class);
    }
}
