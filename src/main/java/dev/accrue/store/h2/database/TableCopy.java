package dev.accrue.store.h2.database;

import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tables of one database, and all that is in them, written to an empty one. What the file of the first holds beside
 * its tables stays behind: large objects whose rows are gone, which H2 never finds again when it is killed between the
 * deletion of a row and the removal of its objects (2.5.252 keeps the list of those in memory).
 */
final class TableCopy {
    private static final String TABLES = "SELECT table_name FROM information_schema.tables"
            + " WHERE table_schema = 'PUBLIC' AND table_type = 'BASE TABLE' ORDER BY table_name";

    private final JdbcTemplate from;
    private final JdbcTemplate to;
    private final TransactionTemplate transaction;

    TableCopy(DataSource from, DataSource to) {
        this.from = new JdbcTemplate(from);
        this.to = new JdbcTemplate(to);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(to));
    }

    /** @throws org.springframework.dao.DataAccessException if one cannot be read or the other not be written */
    void run() {
        from.queryForList("SCRIPT NODATA", String.class).forEach(to::execute);
        to.execute("SET REFERENTIAL_INTEGRITY FALSE"); // the rows refer to each other as they did
        from.queryForList(TABLES, String.class)
                .forEach(table -> transaction.executeWithoutResult(status -> copy('"' + table + '"')));
        to.execute("SET REFERENTIAL_INTEGRITY TRUE");
    }

    private void copy(String table) {
        from.query("SELECT * FROM " + table, rows -> {
            List<String> places = Collections.nCopies(rows.getMetaData().getColumnCount(), "?");
            to.update("INSERT INTO " + table + " VALUES (" + String.join(", ", places) + ")", values(rows));
        });
    }

    /** Large objects are streamed. */
    private static PreparedStatementSetter values(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        return insert -> {
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                if (columns.getColumnType(i) == JDBCType.BLOB.getVendorTypeNumber() && row.getBlob(i) != null) {
                    insert.setBinaryStream(
                            i, row.getBinaryStream(i), row.getBlob(i).length());
                } else {
                    insert.setObject(i, row.getObject(i));
                }
            }
        };
    }
}
