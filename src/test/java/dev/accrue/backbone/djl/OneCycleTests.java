package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneCycleTests {
    @ParameterizedTest
    @CsvSource({"0, 0.1", "0.1, 0.55", "0.2, 1", "0.6, 0.505", "1, 0.01"})
    void risesAndFallsInStraightLines(double done, double expected) {
        assertThat(OneCycle.at(done)).isCloseTo(expected, within(1e-12));
    }
}
