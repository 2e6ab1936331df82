package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowWidthTests {

    @Test
    void takesWhatTheEnvironmentFixes() {
        assertThat(new WindowWidth(Map.of("COLUMNS", "132")).getAsInt()).isEqualTo(132);
    }

    @Test
    void asksTheSystemWhereTheEnvironmentSaysNothingOfUse() {
        assertThat(new WindowWidth(Map.of()).getAsInt()).isNotNegative();
        assertThat(new WindowWidth(Map.of("COLUMNS", "wide")).getAsInt()).isNotNegative();
    }
}
