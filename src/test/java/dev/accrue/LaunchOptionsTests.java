package dev.accrue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.output.TableFormat;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaunchOptionsTests {
    private static LaunchOptions parse(String... arguments) {
        return LaunchOptions.parse(arguments, Set.of("status", "evaluate")::contains);
    }

    @Test
    void tellsScriptsCommandsAndWordsApart() {
        assertThat(parse("a.accrue", "b.accrue").scripts()).containsExactly(Path.of("a.accrue"), Path.of("b.accrue"));
        assertThat(parse("pom.xml").scripts())
                .describedAs("a file that is there")
                .containsExactly(Path.of("pom.xml"));
        assertThat(parse("evaluate", "--limit", "5").words()).containsExactly("evaluate", "--limit", "5");
        assertThat(parse("-c", "status; history").commands()).contains("status; history");
        assertThat(parse().words()).isEmpty();
    }

    @Test
    void readsItsOwnOptionsBeforeTheFirstWord() {
        LaunchOptions options =
                parse("--store", "x", "--output-format", "json", "--set", "a=b=c", "--set", "d=", "--quiet", "status");
        assertThat(options.store()).contains(Path.of("x"));
        assertThat(options.format()).contains(TableFormat.JSON);
        assertThat(options.variables()).isEqualTo(Map.of("a", "b=c", "d", ""));
        assertThat(options.quiet()).isTrue();
        assertThat(options.words()).containsExactly("status");
    }

    @Test
    void readsAValueAfterAnEqualsSign() {
        LaunchOptions options = parse("--store=a=b", "--output-format=csv", "--set=n=3", "-c=status");

        assertThat(options.store()).contains(Path.of("a=b"));
        assertThat(options.format()).contains(TableFormat.CSV);
        assertThat(options.variables()).isEqualTo(Map.of("n", "3"));
        assertThat(options.commands()).contains("status");
        assertThatThrownBy(() -> parse("--quiet=yes")).hasMessage("--quiet takes no value, so \"yes\" is too much");
        assertThatThrownBy(() -> parse("--stroe=x")).hasMessageContaining("no option --stroe;");
        assertThatThrownBy(() -> parse("--store=")).hasMessage("--store needs a value: a path");
    }

    @Test
    void readsItsOwnOptionsAfterAScriptButNotAfterACommand() {
        LaunchOptions options = parse("a.accrue", "--quiet", "--set=n=3", "b", "--store", "x");

        assertThat(options.scripts()).containsExactly(Path.of("a.accrue"), Path.of("b"));
        assertThat(options.quiet()).isTrue();
        assertThat(options.variables()).isEqualTo(Map.of("n", "3"));
        assertThat(options.store()).contains(Path.of("x"));
        assertThat(parse("status", "--quiet").words()).containsExactly("status", "--quiet");
        assertThatThrownBy(() -> parse("a.accrue", "--limit", "5")).hasMessageContaining("no option --limit");
        assertThatThrownBy(() -> parse("a.accrue", "-c", "status")).hasMessageContaining("\"a.accrue\"");
    }

    @Test
    void takesACommandForACommandWhateverFilesThereAre() {
        assertThat(LaunchOptions.parse(new String[] {"pom.xml"}, "pom.xml"::equals)
                        .words())
                .describedAs("a command that is named like a file")
                .containsExactly("pom.xml");
        assertThat(parse("./status").scripts()).containsExactly(Path.of("./status"));
        assertThat(parse("nowhere").words()).containsExactly("nowhere");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> parse("--stroe", "x"))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("--stroe");
        assertThatThrownBy(() -> parse("--store")).hasMessage("--store needs a value: a path");
        assertThatThrownBy(() -> parse("--set", "novalue")).hasMessageContaining("expected NAME=VALUE");
        assertThatThrownBy(() -> parse("--output-format", "xml")).hasMessageContaining("xml");
        assertThatThrownBy(() -> parse("-c", "status", "history")).hasMessageContaining("\"history\"");
    }
}
