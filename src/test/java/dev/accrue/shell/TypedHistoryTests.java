package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines are kept from one session to the next, and where. */
class TypedHistoryTests {
    @TempDir
    Path folder;

    private LineReader shell(String typed) throws IOException {
        Path file = folder.resolve("state/accrue/history");
        TypedHistory.prepare(file);
        return LineReaderBuilder.builder()
                .terminal(TerminalBuilder.builder()
                        .system(false)
                        .dumb(true)
                        .streams(
                                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                                new ByteArrayOutputStream())
                        .build())
                .parser(new LineReading())
                .history(new TypedHistory())
                .variable(LineReader.HISTORY_FILE, file)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    private static void read(LineReader shell, int lines) {
        for (int i = 0; i < lines; i++) {
            shell.readLine();
        }
    }

    private List<String> kept() throws IOException {
        return Files.readAllLines(folder.resolve("state/accrue/history")).stream()
                .map(line -> line.substring(line.indexOf(':') + 1))
                .toList();
    }

    @Test
    void keepsLinesButForThoseWithABlankInFrontAndRepetitions() throws IOException {
        read(shell("classes\n status\nclasses\nhistory\n"), 4);

        assertThat(kept()).containsExactly("classes", "history");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state/accrue/history"))))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsTheLinesOfTwoShellsAtATime() throws IOException {
        LineReader first = shell("one\nthree\n");
        LineReader second = shell("two\nfour\n");
        read(first, 1);
        read(second, 1);
        read(first, 1);
        read(second, 1);

        assertThat(kept()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data fetch x --token abc",
                "import model https://me:secret@example.org/m",
                "snapshot password=1",
                "snapshot api_key=1",
                "snapshot 'KEY: x'",
                "snapshot \"token\"=1"
            })
    void keepsNoSecret(String line) {
        assertThat(TypedHistory.isSecret(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add-class monkey donkey",
                "train-base --data keys --classes token,key",
                "use classifier lda --shrinkage=oas",
                "import model C:/models/m.accrue-model"
            })
    void keepsWhatIsNone(String line) {
        assertThat(TypedHistory.isSecret(line)).isFalse();
    }

    @Test
    void refusesAPlaceThatCannotBeWritten() {
        assertThatThrownBy(() -> TypedHistory.prepare(folder)).isInstanceOf(IOException.class);
    }
}
