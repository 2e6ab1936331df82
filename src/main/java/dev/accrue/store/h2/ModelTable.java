package dev.accrue.store.h2;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.store.Labels;
import dev.accrue.store.StoredModel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The models, which are references to versions: the head, and where undo took it from. One of them is current. */
final class ModelTable {
    private static final String SELECT = "SELECT m.name, m.head, m.created_at, s.id IS NOT NULL AS is_current"
            + " FROM model m LEFT JOIN store_state s ON s.current_model = m.id ";
    private static final String CURRENT = "(SELECT current_model FROM store_state)";

    private final JdbcClient jdbc;

    ModelTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<StoredModel> all() {
        return jdbc.sql(SELECT + "ORDER BY m.name")
                .query((row, index) -> model(row))
                .list();
    }

    /** @throws AccrueException NOT_FOUND */
    StoredModel get(String name) {
        return find(name)
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND,
                        text(
                                "store.noModel",
                                Labels.quoted(name),
                                all().stream().map(StoredModel::name).collect(Collectors.joining(", ")))));
    }

    Optional<StoredModel> find(String name) {
        return jdbc.sql(SELECT + "WHERE m.name = ?")
                .param(name)
                .query((row, index) -> model(row))
                .optional();
    }

    void insert(String name, OptionalLong head, Instant now) {
        jdbc.sql("INSERT INTO model (id, name, head, created_at) SELECT MAX(id) + 1, ?, ?, ? FROM model")
                .param(name)
                .param(head.isPresent() ? head.getAsLong() : null)
                .param(now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void makeCurrent(String name) {
        jdbc.sql("UPDATE store_state SET current_model = (SELECT id FROM model WHERE name = ?)")
                .param(name)
                .update();
    }

    void rename(String name, String newName) {
        jdbc.sql("UPDATE model SET name = ? WHERE name = ?")
                .param(newName)
                .param(name)
                .update();
    }

    /** With its snapshots and its trail. */
    void delete(String name) {
        for (String statement : List.of(
                "DELETE FROM model_snapshot WHERE model = (SELECT id FROM model WHERE name = ?)",
                "DELETE FROM undone_version WHERE model = (SELECT id FROM model WHERE name = ?)",
                "DELETE FROM model WHERE name = ?")) {
            jdbc.sql(statement).param(name).update();
        }
    }

    /** Of the current model. */
    Optional<Long> head() {
        return jdbc.sql("SELECT head FROM model WHERE head IS NOT NULL AND id = " + CURRENT)
                .query(Long.class)
                .optional();
    }

    /** A new version of the current model: nothing is left to redo. */
    void advance(long version) {
        jdbc.sql("DELETE FROM undone_version WHERE model = " + CURRENT).update();
        makeHead(version);
    }

    private void makeHead(long version) {
        jdbc.sql("UPDATE model SET head = ? WHERE id = " + CURRENT)
                .param(version)
                .update();
    }

    /** Moves the head back and remembers where it was. */
    void undo(long head, long parent) {
        jdbc.sql("INSERT INTO undone_version (model, position, version)"
                        + " SELECT s.current_model, COALESCE(MAX(u.position), 0) + 1, CAST(? AS BIGINT) FROM store_state s"
                        + " LEFT JOIN undone_version u ON u.model = s.current_model GROUP BY s.current_model")
                .param(head)
                .update();
        makeHead(parent);
    }

    /** Moves the head to where the last undo took it from; gives its number. */
    long redo() {
        long version = jdbc.sql("SELECT version FROM undone_version WHERE model = " + CURRENT
                        + " ORDER BY position DESC LIMIT 1")
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new AccrueException(Category.NOT_FOUND, text("store.nothingUndone")));
        jdbc.sql("DELETE FROM undone_version WHERE model = " + CURRENT + " AND version = ?")
                .param(version)
                .update();
        makeHead(version);
        return version;
    }

    private static StoredModel model(ResultSet row) throws SQLException {
        long number = row.getLong("head");
        OptionalLong head = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
        return new StoredModel(
                row.getString("name"),
                head,
                row.getBoolean("is_current"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
