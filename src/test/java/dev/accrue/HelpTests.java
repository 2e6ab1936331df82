package dev.accrue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.backbone.djl.DjlBackboneEngine;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.learner.ModelSession;
import dev.accrue.learner.Versions;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.shell.CommandShell;
import dev.accrue.shell.Console;
import dev.accrue.shell.ExitStatus;
import dev.accrue.shell.command.CommandSpec;
import dev.accrue.shell.command.HelpTexts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandRegistration;

/** Help for all commands as they are wired, in every language. Nothing of it opens a store. */
@ResourceLock(Resources.LOCALE)
class HelpTests {
    private final Locale before = Locale.getDefault();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void restoresTheLocale() {
        Locale.setDefault(before);
    }

    private CommandShell shell(String language) {
        Locale.setDefault(Locale.forLanguageTag(language));
        DatasetCatalog catalog = new DatasetCatalog(Map.of(), Path.of("."));
        DjlBackboneEngine engine = new DjlBackboneEngine();
        ModelSession session = new ModelSession(
                () -> {
                    throw new AssertionError("help opened the store");
                },
                other -> {
                    throw new AssertionError("help opened " + other);
                },
                engine,
                catalog,
                Clock.systemUTC(),
                System::nanoTime);
        Console console = new Console(
                new PrintWriter(out),
                new PrintWriter(err),
                TableFormat.TABLE,
                TerminalProfile.NONE,
                TerminalProfile.NONE,
                System::nanoTime,
                false,
                false);
        return new Accrue(Map.of(), Path.of("."))
                .shell(session, new Versions(session), engine, catalog, console, Path.of("store"), Map.of(), false);
    }

    private String help(CommandShell shell, String... words) {
        out.getBuffer().setLength(0);
        List<String> line = new ArrayList<>(List.of("help"));
        line.addAll(List.of(words));
        assertThat(shell.run(line)).as(err.toString()).isEqualTo(ExitStatus.DONE);
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void saysWhatEveryCommandAndOptionIsFor(String language) {
        for (CommandRegistration command : shell(language).registrations()) {
            assertThat(command.getDescription()).as(command.getCommand()).isNotBlank();
            assertThat(command.getGroup()).isNotBlank();
            for (CommandOption option : command.getOptions()) {
                assertThat(option.getDescription())
                        .as(command.getCommand() + " " + option.getLongNames()[0])
                        .isNotBlank()
                        .doesNotContain("%s");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void fits80Columns(String language) {
        CommandShell shell = shell(language);
        List<String> pages = new ArrayList<>(List.of(help(shell), help(shell, "model")));
        shell.registrations()
                .forEach(command -> pages.add(help(shell, command.getCommand().split(" ", -1))));

        for (String page : pages) {
            assertThat(page.lines())
                    .allSatisfy(line -> assertThat(new AttributedString(line).columnLength())
                            .as(line)
                            .isLessThanOrEqualTo(80));
        }
    }

    @Test
    void saysFirstWhereToBeginAndGroupsByTask() {
        String overview = help(shell("en"));

        assertThat(overview.lines().findFirst().orElseThrow()).contains("train-base --data shapes");
        for (CommandSpec.Group group : CommandSpec.Group.values()) {
            assertThat(overview).contains("\n" + group.title() + "\n");
        }
        assertThat(overview.indexOf("\n  train-base ")).isLessThan(overview.indexOf("\n  add-class "));
    }

    @Test
    void givesTwoExamplesOfEachCommand() {
        for (CommandRegistration command : shell("en").registrations()) {
            List<String> examples = new ArrayList<>(HelpTexts.examples(command.getCommand()));
            examples.addAll(HelpTexts.samples(command.getCommand()));
            assertThat(examples)
                    .as(command.getCommand())
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .allMatch(example -> example.startsWith(command.getCommand()));
        }
    }

    @Test
    void givesSynopsisDefaultsValuesCostAndExamples() {
        assertThat(help(shell("en"), "use-backbone"))
                .startsWith("""
                Start a model with a network that was made elsewhere

                  use-backbone FILE [options]

                Arguments
                  FILE                  a TorchScript (.pt) or ONNX (.onnx) file that turns
                                        pictures into vectors, or its address:
                                        https://HOST/PATH, or djl://GROUP/ARTIFACT in DJL's
                                        model zoo

                Options
                  --input PIXELS        side of its input; left out: what the file says
                  --channels rgb|bgr    order of the colours; default: rgb
                """)
                .contains("\n  As every command takes: --output-format FORMAT, --output FILE, --force\n");
        assertThat(help(shell("en"), "train-base"))
                .contains("network to train; one of: resnet10, ")
                .contains("\nWhat it costs\n  the dear one")
                .endsWith("""

                Examples
                  train-base --classes circle,triangle,cross,ring,star --limit 50 --epochs 1
                  train-base --limit 150 --epochs 2 --features last --also 'last normalize=l2'
                """);
    }

    @Test
    void namesTheOptionsOfAllCommandsOnceUnlessACommandHasItsOwn() {
        assertThat(help(shell("en"), "undo"))
                .contains("\nOptions\n  As every command takes: --output-format FORMAT, --output FILE, --force\n");
        assertThat(help(shell("en"), "export", "confusion"))
                .contains("\n  As every command takes: --output-format FORMAT\n");
    }

    @Test
    void listsTheCommandsOfAFirstWord() {
        assertThat(help(shell("en"), "export").lines()).hasSize(3).allMatch(line -> line.startsWith("  export "));
        assertThat(help(shell("en"), "data")).startsWith("List the data sets and where they lie\n");
    }

    @Test
    void namesWhatAMistypedCommandMayHaveMeant() {
        CommandShell shell = shell("en");
        for (List<String> typed : List.of(
                List.of("evalaute"),
                List.of("exprot", "confusion"),
                List.of("model", "lsit"),
                List.of("use-view", "2"))) {
            assertThat(shell.run(typed)).isEqualTo(ExitStatus.USAGE);
        }
        assertThat(err.toString().lines().filter(line -> line.startsWith("error")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("did you mean \"evaluate\"?"),
                        line -> assertThat(line).contains("did you mean \"export confusion\"?"),
                        line -> assertThat(line).contains("did you mean \"model list\"?"),
                        line -> assertThat(line).contains("did you mean \"use view\"?"));
    }

    /** Every key below help. belongs to a command, an option, a group, or an option that commands share. */
    @Test
    void hasNoTextLeftOver() throws IOException {
        Set<String> used = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        for (CommandRegistration command : shell("en").registrations()) {
            String key = "help." + command.getCommand().replace(' ', '-');
            used.addAll(List.of(
                    key, key + ".example1", key + ".example2", key + ".sample1", key + ".sample2", key + ".cost"));
            for (CommandOption option : command.getOptions()) {
                used.add(key + "." + option.getLongNames()[0]);
                names.add(option.getLongNames()[0]);
            }
        }
        names.forEach(name -> used.add("help.option." + name));
        for (CommandSpec.Group group : CommandSpec.Group.values()) {
            used.add("help.group." + group.name().toLowerCase(Locale.ROOT));
        }
        Properties bundle = new Properties();
        try (Reader reader = Files.newBufferedReader(
                Path.of("src/main/resources/dev/accrue/messages.properties"), StandardCharsets.UTF_8)) {
            bundle.load(reader);
        }
        assertThat(bundle.stringPropertyNames().stream().filter(key -> key.startsWith("help.")))
                .isSubsetOf(used);
    }
}
