package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Provenance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Versions, which are lists of references to class rows, and the head, which is a reference to a version. */
final class VersionTable {
    private static final String SELECT_VERSIONS = """
            SELECT v.*, p.hash AS parent_hash, r.hash AS restored_hash
            FROM model_version v
            LEFT JOIN model_version p ON p.number = v.parent
            LEFT JOIN model_version r ON r.number = v.restored_from
            """;
    private static final String SELECT_CLASSES = "SELECT vc.version, " + ClassTable.COLUMNS
            + " FROM version_class vc JOIN class_row c ON c.id = vc.class_id ";

    private final JdbcClient jdbc;

    VersionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A version and by which way it came to be. */
    record Entry(ModelVersion version, VersionKind kind) {}

    Optional<ModelVersion> head() {
        return headNumber().map(this::get);
    }

    private Optional<Long> headNumber() {
        return jdbc.sql("SELECT version FROM model_head").query(Long.class).optional();
    }

    /** @throws AccrueException NOT_FOUND */
    ModelVersion get(long number) {
        List<ClassRow> classes = jdbc.sql(SELECT_CLASSES + "WHERE vc.version = ? ORDER BY vc.position")
                .param(number)
                .query((row, index) -> ClassTable.row(row))
                .list();
        return jdbc.sql(SELECT_VERSIONS + "WHERE v.number = ?")
                .param(number)
                .query((row, index) -> entry(row, classes))
                .optional()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND, "there is no version " + number + "; see history for those there are"))
                .version();
    }

    /** The head, its parent, and so on. */
    List<ModelVersion> history() {
        Map<Long, Entry> all = all();
        List<ModelVersion> history = new ArrayList<>();
        for (Entry entry = headOf(all);
                entry != null;
                entry = at(entry.version().parent(), all)) {
            history.add(entry.version());
        }
        return history;
    }

    /** From the last trained base to the head; a restore stands for the version it restored. */
    List<ModelVersion> lineage() {
        Map<Long, Entry> all = all();
        ArrayList<ModelVersion> lineage = new ArrayList<>();
        Entry entry = headOf(all);
        while (entry != null) {
            switch (entry.kind()) {
                case RESTORED -> entry = at(entry.version().restoredFrom(), all);
                case CHANGED -> {
                    lineage.add(0, entry.version());
                    entry = at(entry.version().parent(), all);
                }
                case TRAINED -> {
                    lineage.add(0, entry.version());
                    entry = null;
                }
            }
        }
        return lineage;
    }

    private @Nullable Entry headOf(Map<Long, Entry> all) {
        return headNumber().map(all::get).orElse(null);
    }

    private static @Nullable Entry at(OptionalLong number, Map<Long, Entry> all) {
        return number.isPresent() ? all.get(number.getAsLong()) : null;
    }

    /** Everything in two queries; versions that list the same class share one row object. */
    private Map<Long, Entry> all() {
        Map<Long, ClassRow> rows = new HashMap<>();
        Map<Long, List<ClassRow>> classes = new HashMap<>();
        jdbc.sql(SELECT_CLASSES + "ORDER BY vc.version, vc.position").query(row -> {
            ClassRow read = ClassTable.row(row);
            classes.computeIfAbsent(row.getLong("version"), version -> new ArrayList<>())
                    .add(rows.computeIfAbsent(read.id(), id -> read));
        });
        Map<Long, Entry> all = new HashMap<>();
        jdbc.sql(SELECT_VERSIONS).query(row -> {
            long number = row.getLong("number");
            all.put(number, entry(row, classes.getOrDefault(number, List.of())));
        });
        return all;
    }

    /** Writes a version whose parent is the head, and makes it the head. */
    ModelVersion append(
            VersionKind kind,
            Optional<ModelVersion> parent,
            Optional<ModelVersion> restoredFrom,
            String backbone,
            List<ClassRow> classes,
            String method,
            Provenance provenance,
            Instant now) {
        long number = jdbc.sql("SELECT COALESCE(MAX(number), 0) + 1 FROM model_version")
                .query(Long.class)
                .single();
        String hash = ContentDigest.ofVersion(
                number,
                kind,
                parent.map(ModelVersion::hash).orElse(""),
                restoredFrom.map(ModelVersion::hash).orElse(""),
                backbone,
                method,
                provenance,
                classes);
        jdbc.sql("INSERT INTO model_version (number, kind, parent, restored_from, backbone, method, command, summary,"
                        + " data, data_digest, seed, engine, duration_nanos, created_at, hash)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(number)
                .param(kind.name())
                .param(parent.map(ModelVersion::number).orElse(null))
                .param(restoredFrom.map(ModelVersion::number).orElse(null))
                .param(backbone)
                .param(method)
                .param(provenance.command())
                .param(provenance.summary())
                .param(provenance.data())
                .param(provenance.dataDigest())
                .param(provenance.seed())
                .param(provenance.engine())
                .param(provenance.duration().toNanos())
                .param(now.atOffset(ZoneOffset.UTC))
                .param(hash)
                .update();
        int position = 0;
        for (ClassRow row : classes) {
            jdbc.sql("INSERT INTO version_class (version, position, class_id) VALUES (?, ?, ?)")
                    .param(number)
                    .param(position++)
                    .param(row.id())
                    .update();
        }
        jdbc.sql("DELETE FROM undone").update();
        return makeHead(number);
    }

    private ModelVersion makeHead(long number) {
        jdbc.sql("MERGE INTO model_head (id, version) KEY (id) VALUES (1, ?)")
                .param(number)
                .update();
        return get(number);
    }

    /** Moves the head to its parent and remembers where it was. */
    ModelVersion undo(ModelVersion head) {
        long parent = head.parent()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND,
                        "version " + head.number() + " is the first of the store; there is nothing before it"));
        jdbc.sql("INSERT INTO undone (position, version) SELECT COALESCE(MAX(position), 0) + 1, ? FROM undone")
                .param(head.number())
                .update();
        return makeHead(parent);
    }

    /** Moves the head to where the last undo took it from. */
    ModelVersion redo() {
        long version = jdbc.sql("SELECT version FROM undone ORDER BY position DESC LIMIT 1")
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND,
                        "nothing was undone since the last change; history lists the versions, and restore takes their"
                                + " numbers"));
        jdbc.sql("DELETE FROM undone WHERE version = ?").param(version).update();
        return makeHead(version);
    }

    private static Entry entry(ResultSet row, List<ClassRow> classes) throws SQLException {
        VersionKind kind = VersionKind.valueOf(row.getString("kind"));
        ModelVersion version = new ModelVersion(
                row.getLong("number"),
                optionalLong(row, "parent"),
                optionalLong(row, "restored_from"),
                row.getString("backbone"),
                classes,
                row.getString("method"),
                new Provenance(
                        row.getString("command"),
                        row.getString("summary"),
                        row.getString("data"),
                        row.getString("data_digest"),
                        row.getLong("seed"),
                        row.getString("engine"),
                        Duration.ofNanos(row.getLong("duration_nanos"))),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("hash"));
        check(version, kind, text(row, "parent_hash"), text(row, "restored_hash"));
        return new Entry(version, kind);
    }

    private static void check(ModelVersion version, VersionKind kind, String parentHash, String restoredHash) {
        String actual = ContentDigest.ofVersion(
                version.number(),
                kind,
                parentHash,
                restoredHash,
                version.backbone(),
                version.method(),
                version.provenance(),
                version.classes());
        if (!actual.equals(version.hash())) {
            throw new AccrueException(
                    Category.STORE,
                    "version " + version.number() + " is not what was written: the store is damaged;"
                            + " go back to a copy of it");
        }
    }

    private static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        @Nullable String value = row.getString(column);
        return value == null ? "" : value;
    }
}
