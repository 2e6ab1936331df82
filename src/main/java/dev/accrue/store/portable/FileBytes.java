package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The bytes of a file, read where they are wanted. Not a channel: that would be closed by the interruption that
 * cancels a command.
 */
final class FileBytes implements Closeable {
    private final RandomAccessFile file;
    private final long length;
    private final Refusal refusal;
    private boolean closed;

    private FileBytes(RandomAccessFile file, long length, Refusal refusal) {
        this.file = file;
        this.length = length;
        this.refusal = refusal;
    }

    /** @throws AccrueException NOT_FOUND, or BAD_DATA for what is no file or may not be read */
    static FileBytes open(Path path) {
        Refusal refusal = Refusal.ofReading(path);
        try {
            if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
                throw refusal.because(
                        Files.isDirectory(path) ? text("modelFile.isAFolder") : text("modelFile.isNoOrdinaryFile"),
                        text("modelFile.nameAnExportedOne"));
            }
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
            return new FileBytes(file, file.length(), refusal);
        } catch (NoSuchFileException e) {
            throw new AccrueException(Category.NOT_FOUND, text("modelFile.notThere", path), e);
        } catch (IOException e) {
            throw unreadable(refusal, e);
        }
    }

    long length() {
        return length;
    }

    Refusal refusal() {
        return refusal;
    }

    /**
     * The caller has made sure that so many bytes are there.
     *
     * @throws IllegalStateException after {@link #close}
     */
    byte[] read(long position, int bytes) {
        byte[] read = new byte[bytes];
        read(position, read, bytes);
        return read;
    }

    synchronized void read(long position, byte[] into, int bytes) {
        if (closed) {
            throw new IllegalStateException("a model file is closed; its content can be read only while it is open");
        }
        try {
            file.seek(position);
            file.readFully(into, 0, bytes);
        } catch (IOException e) {
            throw unreadable(refusal, e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            file.close();
        } catch (IOException e) {
            throw unreadable(refusal, e);
        }
    }

    private static AccrueException unreadable(Refusal refusal, IOException e) {
        return refusal.because(
                text("modelFile.readingFails", e.getClass().getSimpleName(), e.getMessage()),
                text("modelFile.checkTheDisk"),
                e);
    }
}
