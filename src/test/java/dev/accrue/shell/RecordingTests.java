package dev.accrue.shell;

import static dev.accrue.shell.command.CommandSpec.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.learner.AddClasses;
import dev.accrue.learner.ChangeClasses;
import dev.accrue.learner.Compare;
import dev.accrue.learner.ModelSession;
import dev.accrue.learner.Models;
import dev.accrue.learner.QuadrantEngine;
import dev.accrue.learner.TrainBase;
import dev.accrue.learner.UseBackbone;
import dev.accrue.learner.Versions;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.shell.command.BeginCommands;
import dev.accrue.shell.command.CommandSpec.Group;
import dev.accrue.shell.command.LearningCommands;
import dev.accrue.shell.command.Reply;
import dev.accrue.shell.command.Values;
import dev.accrue.shell.command.VersionCommands;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.h2.H2ModelStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.shell.context.InteractionMode;

/** A session that is recorded, and what its script does in another store. */
class RecordingTests {
    private static final String TRAIN =
            "train-base --data shapes --classes 0-2 --limit 20 --features last --mirror no --method article";

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private void on(String store, Consumer<CommandShell> work) {
        DatasetCatalog catalog = new DatasetCatalog(Map.of(), folder);
        try (ModelSession session = new ModelSession(
                () -> H2ModelStore.open(folder.resolve(store), Clock.systemUTC()),
                other -> H2ModelStore.openReadOnly(other, Clock.systemUTC()),
                new QuadrantEngine(),
                catalog,
                Clock.systemUTC(),
                System::nanoTime)) {
            Versions versions = new Versions(session);
            Console console = new Console(
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(err),
                    TableFormat.TABLE,
                    TerminalProfile.NONE,
                    TerminalProfile.NONE,
                    System::nanoTime,
                    false,
                    false);
            work.accept(new CommandShell(
                    List.of(
                            new BeginCommands(
                                    new TrainBase(session),
                                    new UseBackbone(session),
                                    versions,
                                    new Models(session),
                                    catalog),
                            new LearningCommands(
                                    new AddClasses(session), new ChangeClasses(session), versions, catalog),
                            new VersionCommands(versions, new Compare(session), ZoneOffset.UTC)),
                    console,
                    "test"));
        }
    }

    private void run(CommandShell shell, String... lines) {
        for (String line : lines) {
            ExitStatus status = shell.run(reader -> reader.parse("typed", line), new ScriptPolicy(false, true, false));
            assertThat(status).isIn(ExitStatus.DONE, ExitStatus.SCRIPT_STOPPED);
        }
    }

    private List<String> hashes(String store) {
        try (H2ModelStore opened = H2ModelStore.openReadOnly(folder.resolve(store), Clock.systemUTC())) {
            return opened.history().stream().map(ModelVersion::hash).toList();
        }
    }

    @Test
    void replaysToTheSameVersions() throws IOException {
        Path script = folder.resolve("session.accrue");
        Path part = Files.writeString(
                folder.resolve("part.accrue"), "rename-class 'my square' \"${name:-box}\"\nrestore nowhere\nclasses\n");
        on(
                "first",
                shell -> run(
                        shell,
                        "record " + script,
                        TRAIN,
                        "snapshot three",
                        "add-class square  --limit 20",
                        "rename-class square 'my square'",
                        "remove-class circle",
                        "undo",
                        "add-class nobody",
                        "run " + part,
                        "undo",
                        "redo",
                        "restore three --output-format json",
                        "redo # nothing",
                        "record off",
                        "snapshot later"));

        assertThat(Files.readAllLines(script))
                .first()
                .asString()
                .startsWith("# recorded by Accrue test; relative paths are from /");
        assertThat(Files.readAllLines(script).stream().skip(1))
                .containsExactly(
                        TRAIN,
                        "snapshot three",
                        "add-class square  --limit 20",
                        "rename-class square 'my square'",
                        "remove-class circle",
                        "undo",
                        "rename-class 'my square' \"box\"",
                        "classes",
                        "undo",
                        "redo",
                        "restore three --output-format json");

        on(
                "second",
                shell -> assertThat(shell.run(reader -> reader.read(script), new ScriptPolicy(false, false, false)))
                        .describedAs(err.toString())
                        .isEqualTo(ExitStatus.DONE));
        assertThat(hashes("second")).hasSize(5).isEqualTo(hashes("first"));
    }

    @Test
    void refusesAFileThatIsThereAndASecondRecording() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken.accrue"), "mine\n");
        on("store", shell -> {
            assertThat(shell.run(List.of("record", taken.toString()))).isEqualTo(ExitStatus.FAILED);
            assertThat(err.toString()).contains("is there already; use --force");
            assertThat(shell.run(List.of("record", "off"))).isEqualTo(ExitStatus.FAILED);
            assertThat(err.toString()).contains("nothing is being recorded");

            assertThat(shell.run(List.of("record", taken.toString(), "--force")))
                    .isEqualTo(ExitStatus.DONE);
            assertThat(shell.run(List.of("record", folder.resolve("other").toString())))
                    .isEqualTo(ExitStatus.FAILED);
            assertThat(err.toString()).contains("being recorded in " + taken + " already");
            assertThat(shell.run(List.of("version"))).isEqualTo(ExitStatus.DONE);
        });
        assertThat(Files.readAllLines(taken)).hasSize(2).last().isEqualTo("version");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void keepsWhatWasAnsweredAtThePrompt() throws IOException {
        Path script = folder.resolve("session.accrue");
        Commands commands = new Commands();
        commands.register(List.of(command("lose it", Group.STORE)
                .optionalArgument("what", Values.ANY)
                .destroys()
                .runs(arguments -> {
                    arguments.confirm(() -> Optional.of("all"));
                    return Reply.note("lost");
                })));
        Console console = new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                TableFormat.TABLE,
                TerminalProfile.NONE,
                TerminalProfile.NONE,
                System::nanoTime,
                false,
                false);
        Recording recording = new Recording(console::note);
        try (Terminal terminal = TerminalBuilder.builder()
                .system(false)
                .dumb(true)
                .streams(
                        new ByteArrayInputStream("y\nn\n".getBytes(StandardCharsets.UTF_8)),
                        new ByteArrayOutputStream())
                .build()) {
            recording.begin(script, "head", false);
            Interpreter interpreter =
                    new Interpreter(commands, console, InteractionMode.INTERACTIVE, terminal, recording);
            interpreter.execute(" lose  it 'now' ");
            assertThatThrownBy(() -> interpreter.execute("lose it later"))
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
            interpreter.execute("lose it --yes");
        }
        assertThat(err.toString()).isEqualTo("lost\nlost\n");
        assertThat(Files.readAllLines(script)).containsExactly("# head", "lose  it 'now' --yes", "lose it --yes");
    }
}
