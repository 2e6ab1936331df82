package dev.accrue.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What programs read is the same in every language. */
@ResourceLock(Resources.LOCALE)
class LanguageOfTablesTests {
    private static final List<String> COMMANDS = List.of(
            "verify",
            "status",
            "classes",
            "history",
            "show",
            "diff 1",
            "snapshots",
            "model list",
            "views",
            "evaluate --limit 5",
            "curve --limit 5",
            "prune --dry-run");

    private final Locale before = Locale.getDefault();

    @TempDir
    Path folder;

    @AfterEach
    void restoresTheLocale() {
        Locale.setDefault(before);
    }

    @Test
    void isEnglish() throws IOException {
        try (PlainShell shell = new PlainShell(folder)) {
            done(shell, "train-base --classes 0-1 --limit 5 --epochs 1");
            done(shell, "snapshot first");
            done(shell, "add-class cross --limit 5");
            done(shell, "add-class star --limit 5");
            done(shell, "undo");
            for (String command : COMMANDS) {
                for (String format : List.of("json", "csv")) {
                    String english = answer(shell, Locale.ENGLISH, command, format);
                    assertThat(english).as(command).isNotEmpty();
                    assertThat(answer(shell, Locale.JAPAN, command, format)).isEqualTo(english);
                }
            }
        }
    }

    private String answer(PlainShell shell, Locale language, String command, String format) throws IOException {
        Locale.setDefault(language);
        Path file = folder.resolve("answer");
        done(shell, command + " --output '" + file + "' --force --output-format " + format);
        return Files.readString(file);
    }

    private static void done(PlainShell shell, String line) {
        PlainShell.Answer answer = shell.run(line);
        assertThat(answer.status()).as(answer.text()).isEqualTo(ExitStatus.DONE);
    }
}
