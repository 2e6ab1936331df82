package dev.accrue.shell;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.output.OutputFiles;
import dev.accrue.script.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.command.CommandRegistration;

/**
 * Writes the lines that succeeded to a file, as a script that does the same again: each line as it was typed, for it is
 * part of the history's hashes. It is on the disk before the next one is asked for. Lines that failed are left out, and
 * of a script the lines it ran are kept instead of its name, for it may have stopped in the middle.
 */
final class Recording {
    private static final Set<String> NOT_KEPT = Set.of("record", "run", "exit", "quit");

    private final Consumer<String> notes;
    private @Nullable Path file;
    private int commands;

    /** @param notes told what could not be recorded */
    Recording(Consumer<String> notes) {
        this.notes = notes;
    }

    /**
     * @param head the first line, a comment
     * @param force whether a file that is there may be replaced
     * @throws AccrueException CONFLICT if something is being recorded already, or as {@link OutputFiles#write} does
     */
    void begin(Path target, String head, boolean force) {
        check(target, force);
        OutputFiles.write(target, "# " + head.replace('\n', ' ') + "\n", force);
        file = target;
        commands = 0;
    }

    /** Refuses what {@link #begin} would refuse. */
    void check(Path target, boolean force) {
        if (file != null) {
            throw new AccrueException(Category.CONFLICT, text("script.recordingAlready", file));
        }
        OutputFiles.check(target, force);
    }

    /**
     * @return what was recorded, for people
     * @throws AccrueException CONFLICT if nothing is being recorded
     */
    String end() {
        if (file == null) {
            throw new AccrueException(Category.CONFLICT, text("script.recordingNothing"));
        }
        String recorded = text("script.recorded", commands, file);
        file = null;
        return recorded;
    }

    /** Keeps a line if something is being recorded. The command has done its work: no failure here is its own. */
    void succeeded(String line, CommandRegistration command) {
        if (file == null || NOT_KEPT.contains(command.getCommand())) {
            return;
        }
        if (!Script.keeps(line)) {
            notes.accept(text("script.notRecorded", line));
            return;
        }
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
            commands++;
        } catch (IOException e) {
            notes.accept(text("script.recordingStopped", file, e.getMessage()));
            file = null;
        }
    }
}
