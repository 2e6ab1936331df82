package dev.accrue.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFilesTests {

    @TempDir
    private Path folder;

    @Test
    void writesATextAndNothingElse() throws IOException {
        Path file = folder.resolve("m.csv");

        OutputFiles.write(file, "Bär\r\n", false);

        assertThat(file).hasBinaryContent(new byte[] {'B', (byte) 0xC3, (byte) 0xA4, 'r', '\r', '\n'});
        assertThat(folder).isDirectoryNotContaining(neighbour -> !neighbour.equals(file));
    }

    @Test
    void givesTheFileThePermissionsOfAnyOther() throws IOException {
        Path file = folder.resolve("m.csv");
        Path ordinary = Files.writeString(folder.resolve("ordinary"), "");
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no POSIX permissions here");

        OutputFiles.write(file, "a", false);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(ordinary));
    }

    @Test
    void replacesAFileOnlyWhenForced() throws IOException {
        Path file = Files.writeString(folder.resolve("m.csv"), "old");
        String message = file + " is there already; use --force to replace it, or give another name";

        assertRefused(Category.CONFLICT, message, () -> OutputFiles.check(file, false));
        assertRefused(Category.CONFLICT, message, () -> OutputFiles.write(file, "new", false));
        assertThat(file).hasContent("old");

        OutputFiles.check(file, true);
        OutputFiles.write(file, "new", true);
        assertThat(file).hasContent("new");
        assertThat(folder).isDirectoryNotContaining(neighbour -> !neighbour.equals(file));
    }

    @Test
    void makesNoFolders() {
        Path file = folder.resolve("results/m.csv");
        String message = "the folder " + folder.resolve("results") + " of " + file + " does not exist; make it first";

        assertRefused(Category.NOT_FOUND, message, () -> OutputFiles.check(file, true));
        assertRefused(Category.NOT_FOUND, message, () -> OutputFiles.write(file, "a", false));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFolder() {
        assertRefused(
                Category.CONFLICT,
                folder + " is a folder; give the name of a file in it",
                () -> OutputFiles.write(folder, "a", true));
    }

    @Test
    void keepsALinkAndReplacesWhatItNames() throws IOException {
        Path file = Files.writeString(folder.resolve("m.csv"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("latest.csv"), file);

        OutputFiles.write(link, "new", true);

        assertThat(link).isSymbolicLink().hasContent("new");
        assertThat(file).hasContent("new");
    }

    @Test
    void writesStraightIntoAPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(Files.exists(Path.of("/usr/bin/mkfifo")), "no named pipes here");
        new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor();
        CompletableFuture<byte[]> reader = CompletableFuture.supplyAsync(() -> contentOf(pipe));

        OutputFiles.write(pipe, "a", false);

        assertThat(reader.get()).containsExactly('a');
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    private static byte[] contentOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesAFolderThatTakesNoFileBeforeTheWorkAndByTheNameThatWasGiven() {
        Path file = Path.of("/proc/m.csv");
        assumeTrue(Files.isDirectory(file.getParent()), "no /proc here");

        assertThatThrownBy(() -> OutputFiles.check(file, false))
                .isInstanceOf(AccrueException.class)
                .hasMessageStartingWith("/proc/m.csv cannot be written (")
                .hasMessageNotContaining(".accrue-");
    }

    @Test
    void leavesNothingBehindWhenItFails() {
        Path file = folder.resolve("m".repeat(300));

        assertThatThrownBy(() -> OutputFiles.write(file, "a", false))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT))
                .hasMessageStartingWith(file + " cannot be written (")
                .hasMessageEndingWith("); check the folder's permissions and free space");
        assertThat(folder).isEmptyDirectory();
    }

    private static void assertRefused(Category category, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessage(message);
    }
}
