package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;
import org.h2.jdbcx.JdbcDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one connection to the H2 file: its settings, its transactions, and H2's errors in our words.
 *
 * <p>The settings and why they are so: {@code src/docs/decisions/0001-durability.md}.
 */
final class StoreDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreDatabase.class);

    /** async: an interrupted thread (Ctrl-C) must not close the file below H2, which a plain channel does. */
    private static final String URL = "jdbc:h2:async:%s;FILE_LOCK=FS;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
            + ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

    /** Below this share of live bytes in the file, in percent, closing rewrites it. */
    private static final int COMPACT_BELOW_PERCENT = 75;

    private final StoreFile file;
    private final StoreLock lock;
    private final SingleConnectionDataSource dataSource;
    private final JdbcClient jdbc;
    private final StoreTables tables;
    private final TransactionTemplate transactions;
    private boolean closed;

    private StoreDatabase(StoreFile file, StoreLock lock, SingleConnectionDataSource dataSource) {
        this.file = file;
        this.lock = lock;
        this.dataSource = dataSource;
        this.jdbc = JdbcClient.create(dataSource);
        this.tables = new StoreTables(jdbc);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** @throws AccrueException STORE if the file cannot be opened as a store of this release */
    static StoreDatabase open(StoreFile file) {
        file.prepare();
        StoreLock lock = StoreLock.acquire(file);
        try {
            StoreDatabase database = new StoreDatabase(file, lock, new SingleConnectionDataSource(connect(file), true));
            database.prepareSchema();
            return database;
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Connection connect(StoreFile file) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(URL.formatted(file.base()));
        source.setUser("sa");
        source.setPassword("");
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw switch (e.getErrorCode()) {
                case ErrorCode.DATABASE_ALREADY_OPEN_1 -> StoreLock.inUse(file, "another process");
                case ErrorCode.FILE_CORRUPTED_1, ErrorCode.GENERAL_ERROR_1 ->
                    new AccrueException(
                            Category.STORE,
                            file.database() + " is damaged or no store at all (" + plainMessage(e)
                                    + "); restore a copy of it or name another store",
                            e);
                case ErrorCode.WRONG_USER_OR_PASSWORD, ErrorCode.FILE_VERSION_ERROR_1 ->
                    new AccrueException(
                            Category.STORE,
                            file.database() + " is an H2 database, but not a store of Accrue (" + plainMessage(e)
                                    + "); name another store",
                            e);
                default -> failure(file, e);
            };
        }
    }

    private void prepareSchema() {
        try {
            translated(() -> {
                new Schema(dataSource, jdbc, file).bringUpToDate();
                return file;
            });
        } catch (RuntimeException e) {
            dataSource.destroy();
            throw e;
        }
    }

    synchronized <T> T read(Function<StoreTables, T> query) {
        return translated(() -> query.apply(tables));
    }

    /** One transaction; when this returns it is forced to the disk. */
    synchronized <T> T write(Function<StoreTables, T> change) {
        return translated(() -> {
            T result = transactions.execute(status -> change.apply(tables));
            jdbc.sql("CHECKPOINT SYNC").update();
            return result;
        });
    }

    private <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (NestedRuntimeException e) {
            throw failure(file, e);
        }
    }

    private static AccrueException failure(StoreFile file, Exception e) {
        return new AccrueException(
                Category.STORE,
                "cannot read or write the store " + file.database() + " (" + plainMessage(e)
                        + "); what was committed before is safe: mend the cause, then start again",
                e);
    }

    /** What the system said ("No space left on device"), or H2 without the statement it hangs below its message. */
    private static String plainMessage(Exception e) {
        String message = String.valueOf(e.getMessage());
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JdbcException h2) {
                message = h2.getOriginalMessage();
            } else if (cause instanceof IOException) {
                message = String.valueOf(cause.getMessage());
            }
        }
        return message;
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
            jdbc.sql(livePercent() < COMPACT_BELOW_PERCENT ? "SHUTDOWN COMPACT" : "SHUTDOWN")
                    .update();
        } catch (NestedRuntimeException e) {
            LOG.warn("the store {} did not close cleanly ({}); nothing is lost", file.database(), plainMessage(e));
        } finally {
            dataSource.destroy();
        }
    }

    private int livePercent() {
        return jdbc
                .sql("SELECT setting_name, setting_value FROM information_schema.settings"
                        + " WHERE setting_name IN ('info.FILL_RATE', 'info.CHUNKS_FILL_RATE')")
                .query((row, number) -> Integer.parseInt(row.getString("setting_value")))
                .list()
                .stream()
                .reduce(100, (a, b) -> a * b / 100);
    }
}
