package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.store.portable.ModelFile.Summary;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file that comes to be wholly or not at all, and is on the disk when it does. */
final class NewFile {
    private final Path file;
    private final boolean force;

    NewFile(Path file, boolean force) {
        this.file = file;
        this.force = force;
    }

    /** Writes what it is given. Not closed by the one who is called. */
    @FunctionalInterface
    interface Body {
        void to(OutputStream out) throws IOException;
    }

    /** @throws AccrueException NOT_FOUND without a folder, CONFLICT if the file may not or cannot be written */
    Summary write(Body body) {
        check();
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path half = target.resolveSibling(".accrue-" + UUID.randomUUID());
            try {
                Summary summary = fill(half, body);
                check();
                rename(half, target);
                return summary;
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            throw new AccrueException(
                    Category.CONFLICT,
                    text("modelFile.cannotBeWritten", file, e.getClass().getSimpleName(), e.getMessage()),
                    e);
        }
    }

    private void check() {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new AccrueException(Category.NOT_FOUND, text("modelFile.noFolder", folder, file));
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new AccrueException(Category.CONFLICT, text("modelFile.targetIsNoFile", file));
        }
        if (Files.exists(file) && !force) {
            throw new AccrueException(Category.CONFLICT, text("modelFile.targetIsThere", file));
        }
    }

    /** Through a plain stream: a channel would be closed by the interruption that cancels a command. */
    private static Summary fill(Path half, Body body) throws IOException {
        try (FileOutputStream raw = new FileOutputStream(half.toFile());
                Digesting digesting = new Digesting(raw);
                OutputStream out = new BufferedOutputStream(digesting, 1 << 16)) {
            body.to(out);
            out.flush();
            raw.getFD().sync();
            return new Summary(digesting.bytes, digesting.sha256.hex());
        }
    }

    private static void rename(Path half, Path target) throws IOException {
        try {
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Counts and digests what passes. */
    private static final class Digesting extends OutputStream {
        private final OutputStream out;
        private final Sha256 sha256 = new Sha256();
        private long bytes;

        private Digesting(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            sha256.update(from, offset, length);
            bytes += length;
        }
    }
}
