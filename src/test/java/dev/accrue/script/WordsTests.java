package dev.accrue.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTests {

    @Test
    void splitsAtBlanks() {
        assertThat(Words.split("  add-class\tcat   --limit 5 ")).containsExactly("add-class", "cat", "--limit", "5");
        assertThat(Words.split("")).isEmpty();
        assertThat(Words.split(" \t ")).isEmpty();
    }

    @Test
    void keepsWhatStandsBetweenQuotes() {
        assertThat(Words.split("a 'b  c' \"d  e\"")).containsExactly("a", "b  c", "d  e");
        assertThat(Words.split("'it said \"no\"' \"don't\"")).containsExactly("it said \"no\"", "don't");
        assertThat(Words.split("--name='polar bear'x")).containsExactly("--name=polar bearx");
        assertThat(Words.split("'' \"\" a''b")).containsExactly("", "", "ab");
    }

    @Test
    void takesTheMeaningFromACharacterBehindABackslash() {
        assertThat(Words.split("polar\\ bear \\\"a\\' \\\\")).containsExactly("polar bear", "\"a'", "\\");
        assertThat(Words.split("\"say \\\"no\\\" \\\\ \\$\"")).containsExactly("say \"no\" \\ $");
    }

    @Test
    void leavesABackslashAloneWhereItHasNothingToDo() {
        assertThat(Words.split("\"C:\\data\\new\"")).containsExactly("C:\\data\\new");
        assertThat(Words.split("'C:\\data\\'")).containsExactly("C:\\data\\");
        assertThat(Words.split("C:\\")).containsExactly("C:\\");
    }

    @Test
    void saysWhereAWordStandsWithItsQuotes() {
        String line = "  add 'polar bear' --x=\"1 2\"";

        assertThat(Words.parse(line))
                .extracting(word -> word.text() + " | "
                        + line.substring(word.place().start(), word.place().end()))
                .containsExactly("add | add", "polar bear | 'polar bear'", "--x=1 2 | --x=\"1 2\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classes \"polar bear", "classes 'polar bear", "classes \"polar bear\\\"", "\"", "a\"'b'"})
    void refusesAQuoteThatIsNotClosed(String line) {
        assertThatThrownBy(() -> Words.split(line))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(AccrueException.Category.USAGE))
                .hasMessageContaining("is opened and not closed");
    }

    @Test
    void saysWhichQuoteIsNotClosed() {
        assertThatThrownBy(() -> Words.split("classes 'polar bear"))
                .hasMessage("the quote ' is opened and not closed: 'polar bear; close it, or write \\' where the"
                        + " character itself is meant");
    }

    @Test
    void quotesOnlyWhatNeedsIt() {
        assertThat(Words.quote("cat")).isEqualTo("cat");
        assertThat(Words.quote("--seed=7")).isEqualTo("--seed=7");
        assertThat(Words.quote("Bär")).isEqualTo("Bär");
        assertThat(Words.quote("polar bear")).isEqualTo("'polar bear'");
        assertThat(Words.quote("driver's")).isEqualTo("'driver'\\''s'");
        assertThat(Words.quote("")).isEqualTo("''");
        assertThat(Words.quote("#1")).isEqualTo("'#1'");
    }

    @Property
    void splitUndoesQuote(@ForAll String word) {
        assertThat(Words.split(Words.quote(word))).containsExactly(word);
    }

    @Property
    void aLineOfQuotedWordsSplitsIntoThem(@ForAll("words") List<String> words) {
        assertThat(Words.split(quoted(words))).isEqualTo(words);
    }

    @Property
    void aScriptLeavesQuotedWordsAlone(@ForAll("words") List<String> words) {
        List<ScriptLine> fromFile = Script.parse("s", quoted(words) + " # done", Map.of());
        List<ScriptLine> fromOption = Script.parseCommands("-c", quoted(words) + "; status", Map.of());

        assertThat(Words.split(fromFile.get(0).text())).isEqualTo(words);
        assertThat(fromFile).hasSize(1);
        assertThat(Words.split(fromOption.get(0).text())).isEqualTo(words);
        assertThat(fromOption).hasSize(2);
    }

    @Property
    void aVariableBetweenDoubleQuotesIsOneWordWhateverItHolds(@ForAll("word") String value) {
        List<ScriptLine> lines = Script.parse("s", "a \"${v}\" b", Map.of("v", value));

        assertThat(Words.split(lines.get(0).text())).containsExactly("a", value, "b");
    }

    @Property
    void aBareVariableIsSplitAtItsBlanksOnly(@ForAll("words") List<String> words) {
        List<String> solid = words.stream()
                .map(word -> word.replace(' ', '_'))
                .filter(word -> !word.isEmpty())
                .toList();
        List<ScriptLine> lines = Script.parse("s", "a ${v} b", Map.of("v", String.join(" ", solid)));

        List<String> split = Words.split(lines.get(0).text());
        assertThat(split.subList(1, split.size() - 1)).isEqualTo(solid);
    }

    private static String quoted(List<String> words) {
        return words.stream().map(Words::quote).collect(Collectors.joining(" "));
    }

    @Provide
    Arbitrary<String> word() {
        return Arbitraries.strings().withChars("ab#$\\'\"{};: -ä}").ofMaxLength(8);
    }

    @Provide
    Arbitrary<List<String>> words() {
        return word().list().ofMinSize(1).ofMaxSize(6);
    }
}
