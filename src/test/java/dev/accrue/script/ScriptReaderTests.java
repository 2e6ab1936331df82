package dev.accrue.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptReaderTests {

    @TempDir
    Path folder;

    private final ScriptReader reader = new ScriptReader(Map.of("name", "dog", "part", "inner"));

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void putsTheLinesOfAScriptInThePlaceOfTheLineThatRunsIt() throws IOException {
        Path outer = write("outer.accrue", "status\nrun parts/${part}.accrue\nhistory\n");
        Path inner = write("parts/inner.accrue", "# a part\nadd-class ${name}\nrun last.accrue\n");
        Path last = write("parts/last.accrue", "classes\n");

        ScriptLine runsInner = new ScriptLine(outer.toString(), 2, "run parts/inner.accrue");
        ScriptLine runsLast = new ScriptLine(inner.toString(), 3, "run last.accrue", runsInner);
        assertThat(reader.read(outer))
                .containsExactly(
                        new ScriptLine(outer.toString(), 1, "status"),
                        new ScriptLine(inner.toString(), 2, "add-class dog", runsInner),
                        new ScriptLine(last.toString(), 1, "classes", runsLast),
                        new ScriptLine(outer.toString(), 3, "history"));
    }

    @Test
    void findsAScriptByAnAbsolutePathFromAnywhere() throws IOException {
        Path inner = write("inner.accrue", "classes\n");

        assertThat(reader.parseCommands("-c", "status; run '" + inner + "'; history"))
                .extracting(ScriptLine::text)
                .containsExactly("status", "classes", "history");
    }

    @Test
    void runsAScriptTwiceButNotInACircle() throws IOException {
        write("c.accrue", "status\n");
        assertThat(reader.read(write("twice.accrue", "run c.accrue\nrun c.accrue\n")))
                .hasSize(2);

        Path a = write("a.accrue", "status\nrun b.accrue\n");
        Path b = write("b.accrue", "run ./a.accrue\n");
        assertThatThrownBy(() -> reader.read(a))
                .isInstanceOfSatisfying(ScriptException.class, e -> {
                    assertThat(e.line().where()).isEqualTo(b + ":1");
                    assertThat(e.line().from()).isEqualTo(new ScriptLine(a.toString(), 2, "run b.accrue"));
                    assertThat(e.place())
                            .hasValueSatisfying(place -> assertThat(place.line().substring(place.start(), place.end()))
                                    .isEqualTo("./a.accrue"));
                })
                .hasMessageContaining("in a circle: " + a + " -> " + b + " -> " + a);
    }

    @Test
    void findsACircleThroughALink() throws IOException {
        Path script = write("real.accrue", "run link.accrue\n");
        Files.createSymbolicLink(folder.resolve("link.accrue"), script);

        assertThatThrownBy(() -> reader.read(script)).hasMessageContaining("in a circle");
    }

    @Test
    void namesTheLineThatRunsAScriptWhichIsNotThere() throws IOException {
        Path outer = write("outer.accrue", "status\n\nrun none.accrue\n");

        assertThatThrownBy(() -> reader.read(outer))
                .isInstanceOf(ScriptException.class)
                .hasMessage(outer + ":3: there is no script " + folder.resolve("none.accrue") + "; check the path")
                .cause()
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND));
    }

    @Test
    void endsWhatIsTooDeepOrTooLong() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("deep" + i + ".accrue", "run deep" + (i + 1) + ".accrue\n");
        }
        write("deep20.accrue", "status\n");
        assertThatThrownBy(() -> reader.read(folder.resolve("deep0.accrue")))
                .hasMessageContaining("is more than 16 scripts deep");

        write("much3.accrue", "status\n".repeat(1000));
        for (int i = 0; i < 3; i++) {
            write("much" + i + ".accrue", ("run much" + (i + 1) + ".accrue\n").repeat(1000));
        }
        assertThatThrownBy(() -> reader.read(folder.resolve("much0.accrue")))
                .hasMessageContaining("more than 100,000 lines together");
    }

    @Test
    void goesOnBehindEachProblemWhereItIsAskedTo() throws IOException {
        Path script = write(
                "s.accrue",
                "add-class ${nobody} \\\n  --limit 3\nstatus\nclasses 'x\nrun none.accrue\nrun bad.accrue\nhistory\n");
        write("bad.accrue", "show \"\nsnapshots\n");
        List<ScriptException> problems = new ArrayList<>();

        List<ScriptLine> lines = new ScriptReader(Map.of(), problems::add).read(script);

        assertThat(lines).extracting(ScriptLine::text).containsExactly("status", "snapshots", "history");
        assertThat(lines).extracting(ScriptLine::line).containsExactly(3, 2, 7);
        assertThat(problems)
                .extracting(problem -> problem.line().where())
                .containsExactly(script + ":1", script + ":4", script + ":5", folder.resolve("bad.accrue") + ":1");
    }

    @Test
    void saysWhichPartOfALineIsMeant() {
        assertThat(part("add-class cat ${nobody} dog")).isEqualTo("${nobody}");
        assertThat(part("add-class 'polar bear")).isEqualTo("'polar bear");
        assertThat(part("add-class ${")).isEqualTo("${");
    }

    private String part(String text) {
        try {
            throw new AssertionError(reader.parse("s", text) + " was read");
        } catch (ScriptException e) {
            return e.place()
                    .map(place -> place.line().substring(place.start(), place.end()))
                    .orElse("");
        }
    }
}
