package dev.accrue.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.shell.CommandShell;
import dev.accrue.shell.Console;
import dev.accrue.shell.ExitStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageOptionsTests {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();
    private final List<DatasetReference> seen = new ArrayList<>();

    private ExitStatus run(String... options) {
        ImageOptions images = new ImageOptions(new DatasetCatalog(Map.of(), folder));
        CommandGroup group = () -> List.of(CommandSpec.command("look", CommandSpec.Group.DATA)
                .with(images::addTo)
                .runs(arguments -> {
                    images.choice(arguments).data().ifPresent(seen::add);
                    return Reply.note();
                }));
        Console console = new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                TableFormat.TABLE,
                TerminalProfile.NONE,
                TerminalProfile.NONE,
                System::nanoTime,
                false,
                false);
        List<String> words = new ArrayList<>(List.of("look"));
        words.addAll(List.of(options));
        return new CommandShell(List.of(group), console, "test").run(words);
    }

    @Test
    void acceptsAReferenceAsItIsPrinted() {
        DatasetReference printed = new DatasetReference("folder", Optional.of(folder.resolve("of: mine")));

        assertThat(run("--data", printed.toString())).isEqualTo(ExitStatus.DONE);
        assertThat(run("--data", "cifar10:/some/dir")).isEqualTo(ExitStatus.DONE);

        assertThat(seen).containsExactly(printed, new DatasetReference("cifar10", Optional.of(Path.of("/some/dir"))));
    }

    @Test
    void prefersAFolderThatIsNamedLikeAReference() throws IOException {
        Path odd = Files.createDirectories(folder.resolve("shapes:1"));

        assertThat(run("--data", odd.toString())).isEqualTo(ExitStatus.DONE);

        assertThat(seen).containsExactly(new DatasetReference("folder", Optional.of(odd)));
    }

    @Test
    void refusesTwoDirectories() {
        assertThat(run("--data", "folder:/x/y", "--data-dir", "/z")).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).contains("\"folder:/x/y\"").contains("--data-dir /z");
    }

    @Test
    void refusesWhatIsNoDataSet() {
        assertThat(run("--data", "nothing:/x/y")).isEqualTo(ExitStatus.USAGE);

        assertThat(err.toString()).contains("nothing:/x/y");
    }
}
