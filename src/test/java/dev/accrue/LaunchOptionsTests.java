package dev.accrue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.output.TableFormat;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchOptionsTests {
    private static LaunchOptions parse(String... arguments) {
        return LaunchOptions.parse(arguments);
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
        assertThat(options.format()).isEqualTo(TableFormat.JSON);
        assertThat(options.variables()).isEqualTo(Map.of("a", "b=c", "d", ""));
        assertThat(options.quiet()).isTrue();
        assertThat(options.words()).containsExactly("status");
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
