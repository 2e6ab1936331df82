package dev.accrue.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * Lines typed, from one session to the next: each is added to the end of the file at once, so that two shells at a time
 * keep each other's. What looks like a secret is kept out.
 */
final class TypedHistory extends DefaultHistory {
    private static final Pattern SECRET = Pattern.compile(
            "(?i)\\b(pass(word|wd|phrase)?|pwd|secret|((api|access|private)[-_]?)?(token|key)|credentials?)\\b[\"']?\\s*[=:]"
                    + "|--(password|passphrase|secret|token|(api|access|private)-?key)\\b"
                    + "|://[^/\\s:@]+:[^/\\s@]+@");

    /**
     * Makes the file where it is missing; only the person may read it.
     *
     * @throws IOException if it cannot be written
     */
    static void prepare(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        if (!Files.isRegularFile(file) || !Files.isWritable(file)) {
            throw new IOException("it is no file that may be written");
        }
    }

    @Override
    public void add(Instant time, String line) {
        if (!isSecret(line)) {
            super.add(time, line);
        }
    }

    static boolean isSecret(String line) {
        return SECRET.matcher(line).find();
    }
}
