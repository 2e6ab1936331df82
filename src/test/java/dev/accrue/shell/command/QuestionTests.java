package dev.accrue.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuestionTests {
    private static final String LOSS = "Versions 1 to 3 and their statistics will go. Do it? (y/N) ";

    @Test
    void breaksBetweenWordsAndLeavesACellForTheAnswer() {
        assertThat(Question.fitted(LOSS, 30))
                .isEqualTo("Versions 1 to 3 and their\nstatistics will go. Do it?\n(y/N) ");
        assertThat(Question.fitted(LOSS, 80)).isEqualTo(LOSS);
    }

    @Test
    void staysAsItIsWhereTheWidthIsUnknown() {
        assertThat(Question.fitted(LOSS, 0)).isEqualTo(LOSS);
    }
}
