package dev.accrue.shell;

import static dev.accrue.shell.command.CommandSpec.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.output.Table;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.shell.command.Arguments;
import dev.accrue.shell.command.CommandSpec.Group;
import dev.accrue.shell.command.Reply;
import dev.accrue.shell.command.Values;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.shell.command.CommandRegistration;

/** How scripts go on or stop, what a dry run reports, and where the answers go. */
class ScriptPolicyTests {
    private static final ScriptPolicy USUAL = new ScriptPolicy(false, false, false);
    private static final ScriptPolicy KEEP_GOING = new ScriptPolicy(false, true, false);
    private static final ScriptPolicy DRY_RUN = new ScriptPolicy(false, false, true);

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> done = new ArrayList<>();
    private final Console console = new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            Optional.empty(),
            TerminalProfile.NONE,
            TerminalProfile.NONE,
            System::nanoTime,
            false,
            false);
    private final CommandShell shell =
            new CommandShell(List.of(this::commands), console, "test", Map.of("dir", "/somewhere"), false);

    private List<CommandRegistration> commands() {
        return List.of(
                named("look", Group.MEASURE, arguments -> rows()),
                named("begin", Group.LEARN, arguments -> {
                    arguments.beforeWork();
                    return rows();
                }),
                named("write", Group.LEARN, arguments -> failed(Category.READ_ONLY)),
                named("miss", Group.KEEP, arguments -> failed(Category.NOT_FOUND)),
                named("stop", Group.KEEP, arguments -> failed(Category.CANCELLED)));
    }

    private CommandRegistration named(String name, Group group, Function<Arguments, Reply> action) {
        return command(name, group)
                .optionalArgument("what", Values.ANY)
                .flag("fast")
                .runs(arguments -> {
                    Reply reply = action.apply(arguments);
                    done.add(name);
                    return reply;
                });
    }

    private static Reply rows() {
        return new Reply(List.of(Table.titled("t").text("name").row("cat").build()), List.of("noted"));
    }

    private static Reply failed(Category category) {
        throw new AccrueException(category, category.name());
    }

    private ExitStatus run(String script, ScriptPolicy policy) {
        return shell.run(reader -> reader.parse("s", script), policy);
    }

    @Test
    void stopsAtTheFirstFailure() {
        assertThat(run("look\nmiss\nlook\n", USUAL)).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(done).containsExactly("look");
        assertThat(err.toString()).endsWith("error: s:2: NOT_FOUND\n    miss\n");
    }

    @Test
    void keepsGoingAndCountsWhatFailed() {
        assertThat(run("look\nmiss\nlok\nlook\nexit\nmiss\n", KEEP_GOING)).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(done).containsExactly("look", "look");
        assertThat(err.toString())
                .contains("error: s:2: NOT_FOUND\n", "error: s:3: there is no command \"lok\"")
                .endsWith("error: 2 of 5 commands failed\n");

        assertThat(run("look\nlook\n", KEEP_GOING)).isEqualTo(ExitStatus.DONE);
        assertThat(run("look\nstop\nlook\n", KEEP_GOING)).isEqualTo(ExitStatus.DONE); // exit still holds
    }

    @Test
    void stopsForCtrlCEvenWhenItKeepsGoing() {
        assertThat(run("stop\nlook\n", KEEP_GOING)).isEqualTo(ExitStatus.INTERRUPTED);
        assertThat(done).isEmpty();
    }

    @Test
    void checksEveryLineInADryRunAndAnswersNothing() {
        assertThat(run("look\nlook --fsat\nmiss\nrun none.accrue\nlok ${dir}\n", DRY_RUN))
                .isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("s:2: look has no option --fsat")
                .contains("s:3: NOT_FOUND")
                .contains("s:4: there is no script none.accrue")
                .contains("s:5: there is no command \"lok\"")
                .endsWith("error: 4 of 5 commands would fail; nothing was run\n");

        assertThat(run("look\nlook\n", DRY_RUN)).isEqualTo(ExitStatus.DONE);
        assertThat(err.toString()).endsWith("2 commands checked, nothing wrong found; nothing was run\n");
    }

    @Test
    void leavesNamesAloneBehindTheFirstChangeInADryRun() {
        for (String change : List.of("begin", "write")) {
            assertThat(run("look\n" + change + "\nmiss\n", DRY_RUN)).isEqualTo(ExitStatus.DONE);
            assertThat(err.toString()).contains("s:2 would change the model; the names");
        }
        assertThat(done).doesNotContain("begin");
        assertThat(run("begin\nmiss\nlook --fsat", DRY_RUN)).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString()).endsWith("error: 1 of 3 commands would fail; nothing was run\n");
    }

    @Test
    void namesTheScriptsThatRunTheOneThatFailed() throws IOException {
        Path inner = Files.writeString(folder.resolve("inner.accrue"), "look\nmiss\n");
        Path outer = Files.writeString(folder.resolve("outer.accrue"), "run inner.accrue\n");

        assertThat(shell.run(List.of("run", outer.toString()))).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(done).containsExactly("look");
        assertThat(err.toString())
                .endsWith(
                        "error: " + inner + ":2: NOT_FOUND\n    miss\n    run by " + outer + ":1: run inner.accrue\n");
    }

    @Test
    void putsACaretUnderTheWordThatIsWrong() {
        assertThat(shell.run(List.of("look", "猫 1", "--fsat"))).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString())
                .endsWith("\n    look '猫 1' --fsat\n" + " ".repeat(4 + "look '猫 1' ".length() + 1) + "^~~~~~\n");

        assertThat(run("look\n  lok it\n", USUAL)).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString()).endsWith("\n    lok it\n    ^~~\n");
        assertThat(run("look a 'b c'", USUAL)).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString()).endsWith("\n    look a 'b c'\n           ^~~~~\n");
        assertThat(run("timing of", USUAL)).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(run("look --fast=1", USUAL)).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString()).endsWith("\n    look --fast=1\n         ^~~~~~~~\n");
        assertThat(run("look \"${", USUAL)).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString()).endsWith("\n    look \"${\n          ^~\n");
    }

    @Test
    void answersInTheFormatThatTheLineAsksFor() {
        assertThat(run("look --output-format=csv\nversion --output-format json\nexit --output-format json\n", USUAL))
                .isEqualTo(ExitStatus.DONE);
        assertThat(out.toString()).isEqualTo("name\r\ncat\r\n{\"text\":\"accrue test\\n\"}\n");

        assertThat(shell.run(List.of("look", "--output-format", "xml"))).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("xml").endsWith("                         ^~~\n");
    }

    @Test
    void writesTheRowsToAFileInTheFormatOfItsEnding() throws IOException {
        Path file = folder.resolve("rows.csv");
        List<String> words = List.of("look", "--output", file.toString());
        assertThat(shell.run(words)).isEqualTo(ExitStatus.DONE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("wrote " + file, "noted");
        assertThat(file).hasContent("name\r\ncat\r\n");

        done.clear();
        assertThat(shell.run(words)).isEqualTo(ExitStatus.FAILED);
        assertThat(done).describedAs("refused before the work").isEmpty();
        assertThat(shell.run(List.of("look", "--output", file.toString(), "--force", "--output-format", "json")))
                .isEqualTo(ExitStatus.DONE);
        assertThat(Files.readString(file)).startsWith("{\"title\": \"t\"");
        assertThat(shell.run(List.of("look", "--force"))).isEqualTo(ExitStatus.USAGE);
        assertThat(shell.run(List.of("look", "--output"))).isEqualTo(ExitStatus.USAGE);
        assertThat(shell.run(List.of("look", "--output", "a", "--output=b"))).isEqualTo(ExitStatus.USAGE);
        assertThat(shell.run(List.of("timing", "--output", folder.resolve("t").toString())))
                .isEqualTo(ExitStatus.DONE);
        assertThat(folder.resolve("t")).doesNotExist();
    }

    @Test
    void saysHowLongEachCommandTookWhereItIsAskedTo() {
        assertThat(run("timing on\nlook\nlok\n", KEEP_GOING)).isEqualTo(ExitStatus.SCRIPT_STOPPED);
        assertThat(err.toString().lines().filter(line -> line.matches("time: \\d+\\.\\d{3} s")))
                .hasSize(1);
        run("timing off\nlook\n", USUAL);
        assertThat(err.toString().lines().filter(line -> line.startsWith("time: ")))
                .hasSize(1);
    }
}
