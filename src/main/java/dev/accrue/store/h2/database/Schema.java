package dev.accrue.store.h2.database;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Brings the tables of a store to the form this release knows.
 *
 * <p>Flyway is started only when there is something to migrate: one look at its own table tells, and opening a
 * store of today's form costs a few milliseconds instead of loading Flyway and scanning the class path. What is
 * given up is Flyway's check at each start that old scripts were not edited.
 */
public final class Schema {
    /** The highest V number below {@code db/migration}. */
    public static final int LATEST = 3;

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final StoreFile file;

    Schema(DataSource dataSource, JdbcClient jdbc, StoreFile file) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.file = file;
    }

    /** @throws AccrueException STORE if the file is not a store of ours or was written by a newer release */
    void bringUpToDate() {
        if (checkedVersion() < LATEST) {
            migrate();
        }
    }

    /** @throws AccrueException STORE also if an older release wrote the file */
    void requireUpToDate() {
        int version = checkedVersion();
        if (version < LATEST) {
            throw new AccrueException(Category.STORE, text("store.schemaOlder", file.database(), version, LATEST));
        }
    }

    private int checkedVersion() {
        int version = version();
        if (version > LATEST) {
            throw new AccrueException(Category.STORE, text("store.schemaNewer", file.database(), version, LATEST));
        }
        return version;
    }

    /** 0 in a new file, and in one whose first migration was cut short. */
    private int version() {
        Set<String> tables = jdbc.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'")
                .query(String.class)
                .set();
        if (tables.isEmpty()) {
            return 0;
        }
        if (!tables.contains("flyway_schema_history")) {
            throw notOurs();
        }
        int version = jdbc.sql("SELECT COALESCE(MAX(CAST(REGEXP_REPLACE(\"version\", '[._].*', '') AS INT)), 0)"
                        + " FROM \"flyway_schema_history\" WHERE \"success\" AND \"version\" IS NOT NULL")
                .query(Integer.class)
                .single();
        if (version > 0 && !tables.contains("MODEL_VERSION")) {
            throw notOurs();
        }
        return version;
    }

    private AccrueException notOurs() {
        return new AccrueException(Category.STORE, text("store.notOurs", file.database()));
    }

    private void migrate() {
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/migration")
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new AccrueException(
                    Category.STORE, text("store.cannotMigrate", file.database(), LATEST, e.getMessage()), e);
        }
    }
}
