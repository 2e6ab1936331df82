package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.script.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.shell.command.CommandParser.CommandParserResult;
import org.springframework.shell.command.CommandRegistration;

class LineParserTests {
    private final CommandRegistration command = CommandRegistration.builder()
            .command("learn it")
            .withOption()
            .longNames("name")
            .label("NAME...")
            .description("what")
            .position(0)
            .required()
            .arity(1, Integer.MAX_VALUE)
            .and()
            .withOption()
            .longNames("limit")
            .label("N")
            .description("how many")
            .arity(1, 1)
            .and()
            .withOption()
            .longNames("seed")
            .label("N")
            .defaultValue("1")
            .arity(1, 1)
            .and()
            .withOption()
            .longNames("force")
            .type(boolean.class)
            .arity(0, 0)
            .and()
            .withTarget()
            .function(context -> "done")
            .and()
            .build();

    private Map<String, Object> parse(String... words) {
        Map<String, Object> values = new HashMap<>();
        for (CommandParserResult result : new LineParser()
                .parse(command, Words.parse(CommandShell.line(List.of(words))))
                .results()
                .results()) {
            values.put(LineParser.nameOf(result.option()), result.value());
        }
        return values;
    }

    @Test
    void takesOptionsAndWordsInAnyOrder() {
        assertThat(parse("cat", "--limit", "5", "--force", "dog", "--seed=7"))
                .isEqualTo(Map.of("name", List.of("cat", "dog"), "limit", "5", "force", true, "seed", "7"));
    }

    @Test
    void fillsInDefaults() {
        assertThat(parse("cat")).isEqualTo(Map.of("name", List.of("cat"), "seed", "1"));
    }

    @Test
    void takesValuesThatLookLikeOptions() {
        assertThat(parse("cat", "--seed", "-5")).containsEntry("seed", "-5");
        assertThat(parse("--", "--force", "cat")).containsEntry("name", List.of("--force", "cat"));
        assertThat(parse("cat", "--seed", "--odd")).containsEntry("seed", "--odd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--limit 5|NAME... is missing (what)",
                "cat --limit|--limit needs a value (N)",
                "cat --limit --force|--limit needs a value (N)",
                "cat --limt 5|learn it has no option --limt; did you mean \"--limit\"?",
                "cat --force=yes|--force takes no value, so \"yes\" is too much",
                "cat --limit 5 --limit 6|--limit is given twice; give it once",
                "cat --name dog|learn it has no option --name"
            })
    void saysWhatIsWrong(String line, String message) {
        assertThatThrownBy(() -> parse(line.split(" ", -1)))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageStartingWith(message)
                .hasMessageEndingWith("usage: learn it NAME... [options]");
    }

    @Test
    void refusesWordsTooMany() {
        CommandRegistration bare = CommandRegistration.builder()
                .command("status")
                .withTarget()
                .function(context -> "done")
                .and()
                .build();
        assertThatThrownBy(() -> new LineParser().parse(bare, Words.parse("now")))
                .hasMessage("\"now\" is one word too many; usage: status");
    }

    @Test
    void findsWhatWasMeant() {
        assertThat(Similar.hint("evalute", List.of("evaluate", "export"))).contains("\"evaluate\"");
        assertThat(Similar.hint("xyz", List.of("evaluate", "export"))).isEmpty();
    }
}
