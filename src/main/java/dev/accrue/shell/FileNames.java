package dev.accrue.shell;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Files and folders that a path being typed may mean. */
final class FileNames {
    /** A folder of many pictures is not worth the wait. */
    private static final int MOST = 1000;

    private FileNames() {}

    /** Written on from what is typed; folders end in a slash. Hidden ones are proposed when a dot is typed. */
    static List<String> startingWith(String typed) {
        String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
        String start = typed.substring(folder.length());
        List<String> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(folder))) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(start) && (!name.startsWith(".") || start.startsWith("."))) {
                    paths.add(folder + name + (Files.isDirectory(entry) ? "/" : ""));
                }
                if (paths.size() == MOST) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
            return List.of(); // no folder to look into
        }
        Collections.sort(paths);
        return paths;
    }

    private static Path path(String folder) {
        return folder.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), folder.substring(2))
                : Path.of(folder.isEmpty() ? "." : folder);
    }
}
