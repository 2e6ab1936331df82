package dev.accrue.store.h2.database;

import static dev.accrue.common.Messages.text;

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
 * The right to have a store open, held from before H2 opens the file until after it has closed and compacted it: by
 * one shell that writes, or by any number that only read.
 *
 * <p>H2 locks its file too, but lets go of it while it compacts, and shares an open database with whoever opens
 * it again in the same process. The operating system drops this lock with the process, however that ends; the
 * file stays behind and means nothing by itself.
 */
final class StoreLock implements AutoCloseable {
    /** Behind the text, because a locked region cannot be read on every system. */
    private static final long LOCKED_BYTE = 1 << 20;

    private final @Nullable RandomAccessFile file;

    private StoreLock(@Nullable RandomAccessFile file) {
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
            if (!tryLock(file, false)) {
                throw tryLock(file, true) ? inUse(store, text("store.readingShell")) : inUse(store, holder(store));
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

    /**
     * The right to read beside other readers. Where not even the lock's file can be made, as on a medium that cannot be
     * written, no writer is to be feared.
     *
     * @throws AccrueException STORE if a shell that writes has it open, saying which process where that can be known
     */
    static StoreLock share(StoreFile store) {
        RandomAccessFile file;
        try {
            boolean onlyReadable = Files.exists(store.lock()) && !Files.isWritable(store.lock());
            file = new RandomAccessFile(store.lock().toFile(), onlyReadable ? "r" : "rw");
        } catch (IOException e) {
            return new StoreLock(null);
        }
        boolean held = false;
        try {
            if (!tryLock(file, true)) {
                if (heldByThisProcess(store)) {
                    throw new AccrueException(Category.CONFLICT, text("store.openInThisShell", store.database()));
                }
                throw new AccrueException(Category.STORE, text("store.beingWritten", store.database(), holder(store)));
            }
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
        return new AccrueException(Category.STORE, text("store.inUse", store.database(), holder));
    }

    private static boolean tryLock(RandomAccessFile file, boolean shared) throws IOException {
        try {
            @Nullable FileLock lock = file.getChannel().tryLock(LOCKED_BYTE, 1, shared);
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static boolean heldByThisProcess(StoreFile store) throws IOException {
        return written(store).equals(Long.toString(ProcessHandle.current().pid()));
    }

    private static String written(StoreFile store) throws IOException {
        return Files.readString(store.lock(), StandardCharsets.US_ASCII);
    }

    private static String holder(StoreFile store) throws IOException {
        String pid = written(store);
        if (heldByThisProcess(store)) {
            return text("store.thisProcess");
        }
        return pid.matches("\\d{1,18}") ? text("store.process", pid) : text("store.anotherProcess");
    }

    @Override
    public void close() {
        if (file != null) {
            close(file);
        }
    }

    private static void close(RandomAccessFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new AccrueException(Category.STORE, text("store.cannotUnlock", e.getMessage()), e);
        }
    }
}
