package dev.accrue.store.h2.database;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;
import org.h2.jdbcx.JdbcDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one connection to the H2 file: its settings, its transactions, and H2's errors in our words.
 *
 * <p>The settings and why they are so: {@code src/docs/decisions/0001-durability.md}.
 */
public final class StoreDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreDatabase.class);

    /**
     * async: an interrupted thread (Ctrl-C) must not close the file below H2, which a plain channel does. Nothing in the
     * file is overwritten while it is open, because H2 may not find what it wrote into a gap after a crash.
     */
    private static final String URL = "jdbc:h2:async:%s;FILE_LOCK=FS;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
            + ";REUSE_SPACE=FALSE;MAX_COMPACT_TIME=0;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

    private static final String READ_ONLY = ";ACCESS_MODE_DATA=r";

    /** Below this share of live bytes in the file, in percent, closing rewrites it. */
    private static final int COMPACT_BELOW_PERCENT = 75;

    private final StoreFile file;
    private final StoreLock lock;
    private final boolean readOnly;

    /** Stays the same over {@link #rewrite}, which replaces the connection below it. */
    private final DelegatingDataSource dataSource;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private SingleConnectionDataSource connection;
    private boolean closed;

    private StoreDatabase(StoreFile file, StoreLock lock, boolean readOnly) {
        this.file = file;
        this.lock = lock;
        this.readOnly = readOnly;
        this.connection = connect();
        this.dataSource = new DelegatingDataSource(connection);
        this.jdbc = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** @throws AccrueException STORE if the file cannot be opened as a store of this release */
    public static StoreDatabase open(StoreFile file) {
        file.prepare();
        StoreDatabase database = open(file, StoreLock.acquire(file), false);
        discard(file.rewritten());
        return database;
    }

    /**
     * For reading only, beside others who do the same.
     *
     * @throws AccrueException NOT_FOUND if there is no file, STORE if it cannot be opened as a store of this release
     */
    public static StoreDatabase openReadOnly(StoreFile file) {
        file.requirePresent();
        return open(file, StoreLock.share(file), true);
    }

    private static StoreDatabase open(StoreFile file, StoreLock lock, boolean readOnly) {
        try {
            StoreDatabase database = new StoreDatabase(file, lock, readOnly);
            database.prepareSchema();
            return database;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private SingleConnectionDataSource connect() {
        try {
            return connect(file, readOnly ? READ_ONLY : "");
        } catch (SQLException e) {
            throw switch (e.getErrorCode()) {
                case ErrorCode.DATABASE_ALREADY_OPEN_1 -> StoreLock.inUse(file, text("store.anotherProcess"));
                case ErrorCode.FILE_CORRUPTED_1, ErrorCode.GENERAL_ERROR_1 -> damaged(e);
                case ErrorCode.WRONG_USER_OR_PASSWORD, ErrorCode.FILE_VERSION_ERROR_1 ->
                    new AccrueException(
                            Category.STORE, text("store.notOursBecause", file.database(), plainMessage(e)), e);
                default -> endsTooEarly(e) ? damaged(e) : failure(e);
            };
        }
    }

    private static SingleConnectionDataSource connect(StoreFile file, String more) throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(URL.formatted(file.base()) + more);
        source.setUser("sa");
        source.setPassword("");
        return new SingleConnectionDataSource(source.getConnection(), true);
    }

    private AccrueException damaged(SQLException e) {
        return new AccrueException(Category.STORE, text("store.damagedFile", file.database(), plainMessage(e)), e);
    }

    /** As a file does that is shorter than the header of a store. */
    private static boolean endsTooEarly(Throwable e) {
        return e instanceof EOFException || (e.getCause() != null && endsTooEarly(e.getCause()));
    }

    private void prepareSchema() {
        try {
            translated(() -> {
                Schema schema = new Schema(dataSource, jdbc, file);
                if (readOnly) {
                    schema.requireUpToDate();
                } else {
                    schema.bringUpToDate();
                }
                return schema;
            });
        } catch (RuntimeException e) {
            connection.destroy();
            throw e;
        }
    }

    /** To be used within {@link #read} and {@link #write} only. */
    public JdbcClient jdbc() {
        return jdbc;
    }

    public boolean readOnly() {
        return readOnly;
    }

    public synchronized <T> T read(Supplier<T> query) {
        return translated(query);
    }

    /**
     * One transaction; when this returns it is forced to the disk.
     *
     * @throws AccrueException READ_ONLY if the file is open for reading only; what the change refuses by its own rules
     *     comes first, so that a dry run hears of it
     */
    public synchronized <T> T write(Supplier<T> change) {
        return translated(() -> {
            T result = transactions.execute(status -> change.get());
            if (readOnly) {
                throw refusal();
            }
            jdbc.sql("CHECKPOINT SYNC").update();
            return result;
        });
    }

    private <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (NestedRuntimeException e) {
            throw failure(e);
        }
    }

    private AccrueException refusal() {
        return new AccrueException(Category.READ_ONLY, text("store.openForReadingOnly", file.database()));
    }

    private AccrueException failure(Exception e) {
        for (Throwable cause = e; readOnly && cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException h2 && h2.getErrorCode() == ErrorCode.DATABASE_IS_READ_ONLY) {
                return refusal();
            }
        }
        return new AccrueException(
                Category.STORE, text("store.cannotReadOrWrite", file.database(), plainMessage(e)), e);
    }

    /** What the system said ("No space left on device"), or H2 without the statement it hangs below its message. */
    private static String plainMessage(Exception e) {
        String message = String.valueOf(e.getMessage());
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JdbcException h2) {
                message = h2.getOriginalMessage();
            } else if (cause instanceof EOFException) {
                message = text("store.endsTooEarly");
            } else if (cause instanceof IOException) {
                message = String.valueOf(cause.getMessage());
            }
        }
        return message;
    }

    /**
     * Rewrites the file with what its tables hold and nothing else. The new one takes the place of the old when it is
     * whole and on the disk, at one stroke.
     *
     * @throws AccrueException STORE if it could not be written; then the old one stays
     */
    public synchronized void rewrite() {
        StoreFile rewritten = file.rewritten();
        boolean left = false;
        try {
            rewritten.delete();
            SingleConnectionDataSource target = connect(rewritten, "");
            try {
                new TableCopy(dataSource, target).run();
                shutDown(JdbcClient.create(target));
            } finally {
                target.destroy();
            }
            rewritten.force();
            left = true;
            jdbc.sql("SHUTDOWN IMMEDIATELY").update();
            connection.destroy();
            rewritten.replace(file);
        } catch (NestedRuntimeException | SQLException | IOException e) {
            throw failure(e);
        } finally {
            discard(rewritten);
            if (left) {
                connection = connect();
                dataSource.setTargetDataSource(connection);
            }
        }
    }

    /** What a rewriting that was killed has left is in nobody's way. */
    private static void discard(StoreFile rewritten) {
        try {
            rewritten.delete();
        } catch (IOException e) {
            LOG.warn(text("store.notDiscarded", rewritten.database(), e.getMessage()));
        }
    }

    /**
     * Gives unused space back if there is much of it: rewriting a large store to gain little would cost seconds. A
     * failure is only logged, because all that was committed is on the disk already.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            if (readOnly) {
                jdbc.sql("SHUTDOWN").update();
            } else {
                shutDown(jdbc);
            }
        } catch (NestedRuntimeException e) {
            LOG.warn(text("store.notClosedCleanly", file.database(), plainMessage(e)));
        } finally {
            connection.destroy();
        }
    }

    private static void shutDown(JdbcClient jdbc) {
        jdbc.sql(livePercent(jdbc) < COMPACT_BELOW_PERCENT ? "SHUTDOWN COMPACT" : "SHUTDOWN")
                .update();
    }

    private static int livePercent(JdbcClient jdbc) {
        return jdbc
                .sql("SELECT setting_name, setting_value FROM information_schema.settings"
                        + " WHERE setting_name IN ('info.FILL_RATE', 'info.CHUNKS_FILL_RATE')")
                .query((row, number) -> Integer.parseInt(row.getString("setting_value")))
                .list()
                .stream()
                .reduce(100, (a, b) -> a * b / 100);
    }
}
