package dev.accrue.output.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;

class DisplayTextTests {

    @Test
    void countsTheCellsOfWideNarrowAndJoinedCharacters() {
        assertThat(DisplayText.width("cat")).isEqualTo(3);
        assertThat(DisplayText.width("\u732b")).isEqualTo(2);
        assertThat(DisplayText.width("e\u0301")).isEqualTo(1);
        assertThat(DisplayText.width("\ud83d\ude00")).isEqualTo(2);
        assertThat(DisplayText.width("\u2591\u28ff\u2502")).isEqualTo(3);
    }

    /**
     * The line editor's table is of an older Unicode: the two differ in emoji, in accents that came later, and in one row
     * of old Korean letters.
     */
    @Test
    void agreesWithTheLineEditorOnLettersOfTheBasicPlane() {
        assertThat(IntStream.rangeClosed(0x20, 0xFFFD)
                        .filter(Character::isLetter)
                        .filter(letter -> letter < 0xA960 || letter > 0xA97F)
                        .filter(letter -> DisplayText.width(Character.toString(letter)) != WCWidth.wcwidth(letter)))
                .isEmpty();
    }

    @Test
    void cutsByCells() {
        assertThat(DisplayText.head("\u732b\u72ac", 3)).isEqualTo("\u732b");
        assertThat(DisplayText.cut("hovercraft", 6, "...")).isEqualTo("hov...");
        assertThat(DisplayText.cut("hovercraft", 10, "...")).isEqualTo("hovercraft");
        assertThat(DisplayText.cut("\u732b\u72ac\u99ac", 5, "\u2026")).isEqualTo("\u732b\u72ac\u2026");
        assertThat(DisplayText.padEnd("\u732b", 4)).isEqualTo("\u732b  ");
        assertThat(DisplayText.padStart("7", 3)).isEqualTo("  7");
    }

    @Test
    void breaksAtBlanksAndWithinTooLongWords() {
        assertThat(DisplayText.wrap("15 bins, images of learnt classes", 12))
                .isEqualTo(List.of("15 bins,", "images of", "learnt", "classes"));
        assertThat(DisplayText.wrap("0123456789abc", 5)).isEqualTo(List.of("01234", "56789", "abc"));
        assertThat(DisplayText.wrap("", 5)).isEqualTo(List.of(""));
        assertThat(DisplayText.wrap("  ab", 3)).isEqualTo(List.of("  a", "b"));
    }

    @Property(tries = 300)
    void keepsEveryLineWithinTheWidthAndEveryWord(
            @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 40) int cells) {
        List<String> lines = DisplayText.wrap(text, cells);

        assertThat(lines).isNotEmpty().allMatch(line -> DisplayText.width(line) <= cells);
        assertThat(String.join("", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    }

    @Property(tries = 300)
    void cutsToTheWidth(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 40) int cells) {
        assertThat(DisplayText.width(DisplayText.cut(text, cells, "..."))).isLessThanOrEqualTo(cells);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars(' ', '\u732b', '\u72ac', '\u0301', '9')
                .ofMaxLength(120);
    }
}
