package dev.accrue.shell;

import static dev.accrue.shell.command.CommandSpec.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.shell.command.CommandSpec;
import dev.accrue.shell.command.CommandSpec.Group;
import dev.accrue.shell.command.Reply;
import dev.accrue.shell.command.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proposed for a line, and what a line becomes when Tab is pressed. */
class CommandCompleterTests {
    @TempDir
    Path folder;

    private final Commands commands = new Commands();

    CommandCompleterTests() {
        commands.register(List.of(
                spec("learn")
                        .arguments("name", Values.stored(() -> List.of("cat", "dog", "tabby cat")))
                        .option(
                                "data",
                                "NAME",
                                null,
                                Values.oneOf("shapes", "cifar10").orFiles())
                        .option(
                                "classes",
                                "LIST",
                                null,
                                Values.oneOf("cat", "cow", "dog").inList())
                        .flag("force")
                        .runs(arguments -> Reply.none()),
                spec("model use")
                        .argument(
                                "name",
                                Values.explained(() -> new TreeMap<>(Map.of("first", "the first", "second", ""))))
                        .runs(arguments -> Reply.none()),
                spec("model list").runs(arguments -> Reply.none()),
                spec("broken")
                        .argument("name", Values.stored(() -> {
                            throw new AccrueException(Category.STORE, "held by another process");
                        }))
                        .runs(arguments -> Reply.none())));
    }

    private static CommandSpec spec(String name) {
        return command(name, Group.LEARN);
    }

    private List<Candidate> candidates(String line) {
        List<Candidate> candidates = new ArrayList<>();
        new CommandCompleter(commands)
                .complete(
                        LineReaderBuilder.builder().terminal(terminal("")).build(),
                        new LineReading().parse(line, line.length(), ParseContext.COMPLETE),
                        candidates);
        return candidates;
    }

    private List<String> values(String line) {
        return candidates(line).stream().map(Candidate::value).toList();
    }

    /** What is in the line after these keys and Enter. */
    private String typed(String keys) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal(keys + "\n"))
                .parser(new LineReading())
                .completer(new CommandCompleter(commands))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        return reader.readLine();
    }

    private static Terminal terminal(String keys) {
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(false)
                    .dumb(true)
                    .streams(
                            new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                            new ByteArrayOutputStream())
                    .build();
            terminal.setSize(new Size(80, 24));
            return terminal;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void proposesCommandsAndWhatTheyGoOnWith() {
        assertThat(values("")).containsExactly("learn", "model", "broken");
        assertThat(candidates("").get(1).descr()).isNull();
        assertThat(candidates("m").get(1).descr()).isEqualTo("2 commands");
        assertThat(values("model ")).containsExactly("use", "list");
    }

    @Test
    void proposesOptionsThatAreNotGivenYet() {
        assertThat(values("learn cat --data x --"))
                .contains("--classes", "--force", "--output-format")
                .doesNotContain("--data");
        assertThat(values("learn cat --data=x --cl")).contains("--classes").doesNotContain("--data");
    }

    @Test
    void proposesValuesBehindAnOptionAndBehindAnEqualsSign() {
        assertThat(values("learn --data s")).contains("shapes", "cifar10");
        assertThat(values("learn --data=s")).contains("--data=shapes");
        assertThat(values("learn --output-format ")).contains("json", "csv");
    }

    @Test
    void proposesWhatIsLeftOfAList() {
        assertThat(values("learn --classes cat,")).containsExactly("cat,cow", "cat,dog");
        assertThat(values("learn --classes=cat,d")).contains("--classes=cat,dog");
    }

    @Test
    void proposesForEachPlaceItsOwnAndNothingTwice() {
        assertThat(values("learn ")).contains("cat", "dog", "tabby cat");
        assertThat(values("learn cat --force ")).contains("dog").doesNotContain("cat");
        assertThat(values("model use ")).containsExactly("first", "second");
        assertThat(candidates("model use ").get(0).descr()).isEqualTo("the first");
        assertThat(values("model use first ")).doesNotContain("second");
    }

    @Test
    void proposesNothingFromAStoreThatCannotBeRead() {
        assertThat(values("broken x")).isEmpty();
    }

    @Test
    void proposesFilesAndFolders() throws IOException {
        Files.createDirectories(folder.resolve("my pictures"));
        Files.createFile(folder.resolve("model.pt"));
        Files.createFile(folder.resolve(".hidden"));

        assertThat(values("learn --data " + folder + "/"))
                .contains(folder + "/my pictures/", folder + "/model.pt")
                .doesNotContain(folder + "/.hidden");
        assertThat(values("learn --data " + folder + "/.h")).contains(folder + "/.hidden");
        assertThat(values("learn --data " + folder + "/nowhere/")).doesNotContain(folder + "/nowhere/");
    }

    @Test
    void writesWhatIsReadBackAsItWasMeant() throws IOException {
        Files.createDirectories(folder.resolve("my pictures/cats"));

        assertThat(typed("lea\tca\t")).isEqualTo("learn cat ");
        assertThat(typed("learn ta\t")).isEqualTo("learn 'tabby cat' ");
        assertThat(typed("learn 'ta\t")).isEqualTo("learn 'tabby cat' ");
        assertThat(typed("mod\tu\tf\t")).isEqualTo("model use first ");
        assertThat(typed("learn --data=" + folder + "/m\tc\t'"))
                .isEqualTo("learn '--data=" + folder + "/my pictures/cats/'");
    }

    @Test
    void joinsLinesWhileAQuoteIsOpen() {
        assertThat(TypedText.commands(typed("learn 'a\nb' \\\n dog"))).containsExactly("learn 'a\nb'  dog");
    }
}
