package dev.accrue.store.h2.database;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a store lies.
 *
 * @param base absolute path without the suffix that H2 adds
 */
public record StoreFile(Path base) {
    private static final String SUFFIX = ".mv.db";
    private static final String DEFAULT_NAME = "accrue";

    /** Turns what a person may name (a folder, the file, the file without its suffix) into the place of the store. */
    public static StoreFile at(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (absolute.toString().contains(";")) {
            throw new AccrueException(Category.USAGE, text("store.pathWithSemicolon", absolute));
        }
        if (Files.isDirectory(absolute)) {
            return new StoreFile(absolute.resolve(DEFAULT_NAME));
        }
        String name = String.valueOf(absolute.getFileName());
        if (name.endsWith(SUFFIX) && name.length() > SUFFIX.length()) {
            return new StoreFile(absolute.resolveSibling(name.substring(0, name.length() - SUFFIX.length())));
        }
        if (Files.isRegularFile(absolute)) {
            throw new AccrueException(Category.STORE, text("store.fileIsNoStore", absolute, SUFFIX));
        }
        return new StoreFile(absolute);
    }

    /** The one file that holds the store. */
    public Path database() {
        return beside(SUFFIX);
    }

    /** A file of the store's name with another suffix. */
    public Path beside(String suffix) {
        return base.resolveSibling(base.getFileName() + suffix);
    }

    /** Beside it: what takes its place when it is whole. */
    StoreFile rewritten() {
        return new StoreFile(beside("~rewritten"));
    }

    void delete() throws IOException {
        Files.deleteIfExists(database());
    }

    /** To the disk, whatever the system holds back. An interrupted thread may do it too, which a channel would refuse. */
    void force() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            file.getFD().sync();
        }
    }

    /** Takes the place of another file in the same folder, at one stroke. */
    void replace(StoreFile other) throws IOException {
        Files.move(database(), other.database(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Beside it: the file whose lock says that a shell has the store open, and whose text says which. */
    Path lock() {
        return beside(".lock");
    }

    /** Makes the parent folders and refuses a file that may not be written, which H2 would open read-only. */
    void prepare() {
        try {
            Files.createDirectories(base.resolveSibling("."));
        } catch (IOException e) {
            throw unwritable(e);
        }
        if (Files.exists(database()) && !Files.isWritable(database())) {
            throw new AccrueException(Category.STORE, text("store.mayNotBeWritten", database()));
        }
    }

    void requirePresent() {
        if (!Files.isRegularFile(database())) {
            throw new AccrueException(Category.NOT_FOUND, text("store.nothingToRead", database()));
        }
    }

    AccrueException unwritable(IOException cause) {
        return new AccrueException(
                Category.STORE,
                text("store.cannotWriteIn", base.getParent(), cause.getClass().getSimpleName(), cause.getMessage()),
                cause);
    }
}
