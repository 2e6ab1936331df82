package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.script.Words;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jline.reader.EOFError;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;

/** What is typed or pasted, as commands and as words being completed. */
class TypedTextTests {

    @Test
    void takesPastedLinesOneByOne() {
        assertThat(TypedText.commands(
                        "classes\n\n  # a comment with ' in it\nadd-class cat \\\n    dog # two\nhistory"))
                .containsExactly("classes", "add-class cat     dog", "history");
    }

    @Test
    void keepsALineEndBetweenQuotes() {
        assertThat(TypedText.commands("rename-class cat 'two\nlines'\nundo"))
                .containsExactly("rename-class cat 'two\nlines'", "undo");
        assertThat(TypedText.commands("add-class c#3 '# 4'")).containsExactly("add-class c#3 '# 4'");
    }

    @Test
    void goesOnWithTheNextLineWhileAQuoteIsOpen() {
        for (String open : List.of("add-class 'cat", "add-class \"cat", "add-class cat \\", "classes\nadd-class 'x")) {
            assertThatThrownBy(() -> new LineReading().parse(open, open.length(), ParseContext.ACCEPT_LINE))
                    .isInstanceOf(EOFError.class);
            assertThat(new LineReading()
                            .parse(open, open.length(), ParseContext.COMPLETE)
                            .words())
                    .startsWith("add-class");
        }
        for (String whole : List.of("", "add-class 'cat'", "add-class cat # don't", "add-class cat\\'s", "# it's")) {
            assertThat(new LineReading().parse(whole, whole.length(), ParseContext.ACCEPT_LINE))
                    .isNotNull();
        }
    }

    @Test
    void findsTheWordThatTheCursorIsIn() {
        LineReading.Line line = new LineReading().parse("add-class 'my c' x", 14, ParseContext.COMPLETE);
        assertThat(line.words()).containsExactly("add-class", "my c", "x");
        assertThat(line.word()).isEqualTo("my c");
        assertThat(line.wordCursor()).isEqualTo(3);
        assertThat(line.rawWordCursor()).isEqualTo(4);
        assertThat(line.rawWordLength()).isEqualTo(6);

        LineReading.Line between = new LineReading().parse("add-class  x", 10, ParseContext.COMPLETE);
        assertThat(between.words()).containsExactly("add-class", "", "x");
        assertThat(between.wordIndex()).isEqualTo(1);
        assertThat(between.rawWordLength()).isZero();

        LineReading.Line second = new LineReading().parse("classes\nundo\nredo", 10, ParseContext.COMPLETE);
        assertThat(second.words()).containsExactly("undo");
        assertThat(second.wordCursor()).isEqualTo(2);
    }

    @Property
    void readsWordsAsTheyAreReadWhenTheyHaveBeenTyped(@ForAll List<String> words) {
        String line = String.join(" ", words.stream().map(Words::quote).toList());
        LineReading.Line read = new LineReading().parse(line, 0, ParseContext.COMPLETE);

        assertThat(read.words()).isEqualTo(words.isEmpty() ? List.of("") : words);
    }

    @Property
    void writesWordsSoThatTheyAreReadBack(@ForAll String word) {
        LineReading.Line line = new LineReading().parse("", 0, ParseContext.COMPLETE);

        assertThat(Words.split(line.escape(word, true).toString())).containsExactly(word);

        String goingOn = line.escape(word, false).toString();
        assertThat(new LineReading()
                        .parse(goingOn, goingOn.length(), ParseContext.COMPLETE)
                        .word())
                .isEqualTo(word);
    }
}
