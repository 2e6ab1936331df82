package dev.accrue.output;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writing results to files: whole or not at all, and never over something that is there unless that was asked for.
 *
 * <p>The text goes to a hidden neighbour of the file, which is then renamed. What is no ordinary file (a pipe,
 * {@code /dev/stdout}) is written straight to.
 */
public final class OutputFiles {

    private OutputFiles() {}

    /**
     * Writes a text in UTF-8.
     *
     * @param force whether a file that is there may be replaced
     * @throws AccrueException as {@link #check} does, and of category CONFLICT if the file cannot be written
     */
    public static void write(Path file, String content, boolean force) {
        refuse(file, force);
        replace(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Refuses a file that {@link #write} would refuse: to be asked before long work, not after it.
     *
     * @throws AccrueException of category CONFLICT for a folder, or a file that is there and {@code force} is not
     *     given, and where the folder takes no file; NOT_FOUND if the folder of the file does not exist
     */
    public static void check(Path file, boolean force) {
        refuse(file, force);
        if (Files.isRegularFile(file) || !Files.exists(file)) {
            tryNeighbour(file);
        }
    }

    /** What can be told without touching the folder. */
    private static void refuse(Path file, boolean force) {
        Path folder = folderOf(file);
        if (!Files.isDirectory(folder)) {
            throw new AccrueException(Category.NOT_FOUND, text("output.folderMissing", folder, file));
        }
        if (Files.isDirectory(file)) {
            throw new AccrueException(Category.CONFLICT, text("output.isFolder", file));
        }
        if (Files.isRegularFile(file) && !force) {
            throw new AccrueException(Category.CONFLICT, text("output.fileExists", file));
        }
    }

    /** Permissions do not tell: root has them all, and some file systems take no file from anybody. */
    private static void tryNeighbour(Path file) {
        try {
            Path trial = neighbour(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath());
            Files.createFile(trial);
            Files.delete(trial);
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    private static Path neighbour(Path file) {
        return file.resolveSibling(".accrue-" + UUID.randomUUID());
    }

    /**
     * Puts the content in the place of what is there.
     *
     * @throws AccrueException as {@link #write} does
     */
    public static void replace(Path file, byte[] content) {
        refuse(file, true);
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                Files.write(file, content, StandardOpenOption.WRITE);
                return;
            }
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path half = neighbour(target);
            try {
                Files.write(half, content, StandardOpenOption.CREATE_NEW);
                rename(half, target);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    private static AccrueException notWritten(Path file, IOException e) {
        return new AccrueException(Category.CONFLICT, text("output.notWritten", file, reason(e)), e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return text("output.permissionDenied");
        }
        if (e instanceof FileSystemException system) { // whose message begins with the hidden neighbour's name
            return system.getReason() == null ? text("output.refused") : system.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    private static void rename(Path half, Path target) throws IOException {
        try {
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }
}
