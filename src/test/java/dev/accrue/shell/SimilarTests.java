package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarTests {

    /** Worked out by hand. */
    @ParameterizedTest
    @CsvSource({
        "evaluate,evaluate,0",
        "evalaute,evaluate,1",
        "lsit,list,1",
        "ca,abc,3",
        "kitten,sitting,3",
        "'',abc,3",
        "UNDO,undo,0"
    })
    void countsInsertionsDeletionsReplacementsAndSwaps(String a, String b, int distance) {
        assertThat(Similar.distance(a, b)).isEqualTo(distance);
        assertThat(Similar.distance(b, a)).isEqualTo(distance);
    }

    @Property
    void aSwapOfNeighboursIsOneStep(
            @ForAll @AlphaChars @StringLength(min = 2, max = 12) String word, @ForAll int place) {
        int i = Math.floorMod(place, word.length() - 1);
        String swapped = word.substring(0, i) + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2);

        assertThat(Similar.distance(word, swapped)).isLessThanOrEqualTo(1);
    }

    @Test
    void proposesNothingThatIsFarOff() {
        assertThat(Similar.hint("xyz", List.of("evaluate", "undo"))).isEmpty();
        assertThat(Similar.hint("unod", List.of("evaluate", "undo", "redo"))).isEqualTo("; did you mean \"undo\"?");
    }
}
