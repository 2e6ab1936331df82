package dev.accrue.store.h2;

import dev.accrue.store.Snapshot;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Names that the current model has for versions, in the order in which they were given. */
final class SnapshotTable {
    private final JdbcClient jdbc;

    SnapshotTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Snapshot> all() {
        return jdbc.sql("SELECT name, version, created_at FROM model_snapshot"
                        + " WHERE model = (SELECT current_model FROM store_state) ORDER BY created_at, version, name")
                .query((row, number) -> new Snapshot(
                        row.getString("name"),
                        row.getLong("version"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    void insert(Snapshot snapshot) {
        jdbc.sql("INSERT INTO model_snapshot (model, name, version, created_at)"
                        + " SELECT current_model, ?, ?, ? FROM store_state")
                .param(snapshot.name())
                .param(snapshot.version())
                .param(snapshot.createdAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    void delete(String name) {
        jdbc.sql("DELETE FROM model_snapshot WHERE name = ? AND model = (SELECT current_model FROM store_state)")
                .param(name)
                .update();
    }
}
