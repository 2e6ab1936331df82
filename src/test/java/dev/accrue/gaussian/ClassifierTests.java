package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class ClassifierTests {

    @Property
    void posteriorSumsToOneAndFollowsTheScores(
            @ForAll @Size(min = 1, max = 20) double[] scores,
            @ForAll @DoubleRange(min = -1e300, max = 1e300) double extreme) {
        scores[0] = extreme;
        double[] posterior = Classifier.posterior(scores, 1, scores.length);
        assertThat(Arrays.stream(posterior).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(posterior)).allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
        int best = Classifier.argmax(scores, 1, scores.length)[0];
        assertThat(posterior[best]).isEqualTo(Arrays.stream(posterior).max().orElseThrow());
    }

    @Example
    void posteriorStaysFiniteForHugeScores() {
        double[] scores = {1e300, -1e300, 1e300, -1e300, -1e300, -1e300};
        assertThat(Classifier.posterior(scores, 2, 3))
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(0.5, 0, 0.5, 1 / 3.0, 1 / 3.0, 1 / 3.0);
    }

    @Example
    void posteriorIsTheSoftmaxOfEachRow() {
        double[] scores = {0, Math.log(3), 5, 5};
        assertThat(Classifier.posterior(scores, 2, 2))
                .usingComparatorWithPrecision(1e-15)
                .containsExactly(0.25, 0.75, 0.5, 0.5);
    }

    @Example
    void argmaxTakesTheFirstOfEquals() {
        assertThat(Classifier.argmax(new double[] {1, 3, 3, -2, -5, -2}, 2, 3)).containsExactly(1, 0);
        assertThat(Classifier.argmax(new double[0], 0, 3)).isEmpty();
    }

    @Example
    void refusesScoresOfAnotherShape() {
        assertThatThrownBy(() -> Classifier.argmax(new double[5], 2, 3)).isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> Classifier.posterior(new double[0], 2, 0)).isInstanceOf(AccrueException.class);
    }
}
