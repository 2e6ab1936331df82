package dev.accrue.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTests {

    private static final Map<String, String> VARIABLES = Map.of("epochs", "30", "dir", "my data", "empty", "");

    @Test
    void readsCommandsWithTheLinesTheyStartOn() {
        String text = """
                # the published experiment

                train-base --epochs 3   # short
                  add-class cat \\
                      --limit 10
                evaluate
                """;

        assertThat(parse(text))
                .containsExactly(
                        new ScriptLine("s.accrue", 3, "train-base --epochs 3"),
                        new ScriptLine("s.accrue", 4, "add-class cat --limit 10"),
                        new ScriptLine("s.accrue", 6, "evaluate"));
    }

    @Test
    void readsNothingFromNothing() {
        assertThat(parse("")).isEmpty();
        assertThat(parse("\n \t\n# only words\n\\\n\n")).isEmpty();
    }

    @Test
    void readsLineEndsOfAnySystemAndAByteOrderMark() {
        assertThat(parse("\uFEFFstatus\r\nclasses \\\r\n  --format csv\r\n\r\nhistory"))
                .containsExactly(
                        new ScriptLine("s.accrue", 1, "status"),
                        new ScriptLine("s.accrue", 2, "classes --format csv"),
                        new ScriptLine("s.accrue", 5, "history"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a#b              | a#b",
                "a #b             | a",
                "a '#b' \"#c\" #d | a '#b' \"#c\"",
                "a \\#b           | a \\#b",
                "a \\ #b          | a \\ #b",
                "a 'it''s' # don't| a 'it''s'"
            })
    void takesAHashForACommentOnlyAtTheStartOfAWord(String text, String command) {
        assertThat(texts(parse(text))).containsExactly(command);
    }

    @Test
    void continuesAWordOrACommandButNoComment() {
        assertThat(texts(parse("add-\\\nclass cat"))).containsExactly("add-class cat");
        assertThat(texts(parse("a 'b\\'\nc"))).containsExactly("a 'b\\'", "c");
        assertThat(texts(parse("a # b \\\nc"))).containsExactly("a", "c");
        assertThat(texts(parse("a \\\n# b\nc"))).containsExactly("a", "c");
        assertThat(texts(parse("a \\\\\nc"))).containsExactly("a \\\\", "c");
        assertThat(texts(parse("a \\"))).containsExactly("a");
        assertThat(texts(parse("a \"b \\\n c\""))).containsExactly("a \"b  c\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "train --epochs ${epochs}         | train --epochs 30",
                "train --epochs ${epochs:-1}      | train --epochs 30",
                "train --batch ${batch:-128}      | train --batch 128",
                "train --batch=${batch:-128}x     | train --batch=128x",
                "export \"${dir}/m.csv\"          | export \"my data/m.csv\"",
                "export '${dir}'                  | export '${dir}'",
                "export \\${dir}                  | export \\${dir}",
                "export $dir $ {dir}              | export $dir $ {dir}",
                "add ${classes:-cat dog}          | add cat dog",
                "a ${none:-} b                    | a  b",
                "a ${empty:-x} b                  | a  b",
                "a ${none:-:-x}                   | a :-x",
                "a # ${none}                      | a"
            })
    void fillsInVariables(String text, String command) {
        assertThat(texts(parse(text))).containsExactly(command);
    }

    @Test
    void takesTheCharactersOfAValueForThemselves() {
        Map<String, String> variables = Map.of("v", "C:\\new 'x' \"y\" #1 ${z}; q");

        assertThat(Words.split(Script.parse("s", "a ${v}", variables).get(0).text()))
                .containsExactly("a", "C:\\new", "'x'", "\"y\"", "#1", "${z};", "q");
        assertThat(Words.split(Script.parseCommands("-c", "a \"${v}\"", variables)
                        .get(0)
                        .text()))
                .containsExactly("a", "C:\\new 'x' \"y\" #1 ${z}; q");
    }

    @Test
    void refusesAnUnknownVariableAndSaysWhere() {
        assertThatThrownBy(() -> parse("status\n\ntrain --epochs \\\n  ${epoch}\n"))
                .isInstanceOfSatisfying(ScriptException.class, e -> {
                    assertThat(e.line()).isEqualTo(new ScriptLine("s.accrue", 3, "train --epochs ${epoch}"));
                    assertThat(e.getCause()).isNull();
                })
                .hasMessage("s.accrue:3: the variable epoch is not set; give it a value, or a default as in"
                        + " ${epoch:-value}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${}", "${a", "${1a}", "${a b}", "${a-b}", "${a:b}", "${a:-${b}}", "\"${a:-\n}\""})
    void refusesWhatIsNoVariable(String text) {
        assertThatThrownBy(() -> parse("status\n" + text))
                .isInstanceOf(ScriptException.class)
                .hasMessageStartingWith("s.accrue:2: \"")
                .hasMessageEndingWith("is not a variable; write ${name} or ${name:-default}, or '${' where the"
                        + " characters themselves are meant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"add-class 'polar bear\nstatus", "add-class \"polar bear\nstatus\"", "a \"b\\\""})
    void refusesAQuoteThatIsNotClosedOnItsLine(String text) {
        assertThatThrownBy(() -> parse("status\n" + text))
                .isInstanceOf(ScriptException.class)
                .hasMessageStartingWith("s.accrue:2: the quote ")
                .hasMessageContaining(" is opened and not closed: ");
    }

    @Test
    void splitsCommandsAtSemicolonsOutsideQuotes() {
        assertThat(Script.parseCommands("-c", "status; add-class 'a;b' \"c;d\" e\\;f;;\nclasses ;", VARIABLES))
                .containsExactly(
                        new ScriptLine("-c", 1, "status"),
                        new ScriptLine("-c", 2, "add-class 'a;b' \"c;d\" e\\;f"),
                        new ScriptLine("-c", 3, "classes"));
        assertThatThrownBy(() -> Script.parseCommands("-c", "status; classes 'x", VARIABLES))
                .hasMessageStartingWith("-c:2: the quote ' is opened");
    }

    @Test
    void leavesASemicolonInAFileAlone() {
        assertThat(texts(parse("a; b"))).containsExactly("a; b");
    }

    @Test
    void readsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("run.accrue"), "\uFEFFadd-class Bär\n");

        assertThat(Script.read(file, Map.of())).containsExactly(new ScriptLine(file.toString(), 1, "add-class Bär"));
    }

    @Test
    void refusesAFileThatIsNotThere(@TempDir Path folder) {
        Path file = folder.resolve("none.accrue");

        assertRefused(Category.NOT_FOUND, "there is no script " + file + "; check the path", () -> read(file));
    }

    @Test
    void refusesAFolder(@TempDir Path folder) {
        assertRefused(Category.BAD_DATA, folder + " is a folder; give the path of a script file", () -> read(folder));
    }

    @Test
    void refusesWhatIsNoText(@TempDir Path folder) throws IOException {
        Path picture = Files.write(folder.resolve("cat.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        Path wide = Files.write(folder.resolve("wide.accrue"), "status\n".getBytes(StandardCharsets.UTF_16LE));
        String message = " is not a text in UTF-8; give a script file, one command a line";

        assertRefused(Category.BAD_DATA, picture + message, () -> read(picture));
        assertRefused(Category.BAD_DATA, wide + message, () -> read(wide));
    }

    @Test
    void refusesAFileFarTooLarge(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("archive.tar"), new byte[(4 << 20) + 1]);

        assertRefused(
                Category.BAD_DATA,
                file + " is larger than 4 MiB, too large for a script; check the path",
                () -> read(file));
    }

    private static void assertRefused(Category category, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessage(message);
    }

    private static List<ScriptLine> parse(String text) {
        return Script.parse("s.accrue", text, VARIABLES);
    }

    private static List<ScriptLine> read(Path file) {
        return Script.read(file, VARIABLES);
    }

    private static List<String> texts(List<ScriptLine> lines) {
        return lines.stream().map(ScriptLine::text).toList();
    }
}
