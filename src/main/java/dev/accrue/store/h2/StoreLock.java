package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * The right to have a store open, held from before H2 opens the file until after it has closed and compacted it.
 *
 * <p>H2 locks its file too, but lets go of it while it compacts, and shares an open database with whoever opens
 * it again in the same process. The operating system drops this lock with the process, however that ends; the
 * file stays behind and means nothing by itself.
 */
final class StoreLock implements AutoCloseable {
    /** Behind the text, because a locked region cannot be read on every system. */
    private static final long LOCKED_BYTE = 1 << 20;

    private final RandomAccessFile file;

    private StoreLock(RandomAccessFile file) {
        this.file = file;
    }

    /** @throws AccrueException STORE if another shell holds it, saying which process where that can be known */
    static StoreLock acquire(StoreFile store) {
        RandomAccessFile file;
        try {
            file = new RandomAccessFile(store.lock().toFile(), "rw");
        } catch (IOException e) {
            throw store.unwritable(e);
        }
        boolean held = false;
        try {
            if (tryLock(file) == null) {
                throw inUse(store, holder(store));
            }
            file.setLength(0);
            file.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
            held = true;
            return new StoreLock(file);
        } catch (IOException e) {
            throw store.unwritable(e);
        } finally {
            if (!held) {
                close(file);
            }
        }
    }

    static AccrueException inUse(StoreFile store, String holder) {
        return new AccrueException(
                Category.STORE,
                "the store " + store.database() + " is in use by " + holder
                        + "; quit that shell, or name another store");
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String holder(StoreFile store) throws IOException {
        String pid = Files.readString(store.lock(), StandardCharsets.US_ASCII);
        if (pid.equals(Long.toString(ProcessHandle.current().pid()))) {
            return "this process already";
        }
        return pid.matches("\\d{1,18}") ? "process " + pid : "another process";
    }

    @Override
    public void close() {
        close(file);
    }

    private static void close(RandomAccessFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new AccrueException(Category.STORE, "cannot let go of the store's lock: " + e.getMessage(), e);
        }
    }
}
