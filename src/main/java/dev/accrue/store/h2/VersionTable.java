package dev.accrue.store.h2;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.Provenance;
import dev.accrue.store.VersionKind;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Versions, which are lists of references to class rows. */
final class VersionTable {
    private static final String SELECT_VERSIONS = """
            SELECT v.*, COALESCE(p.hash, s.parent_hash) AS parent_hash, r.hash AS restored_hash, s.version AS seal,
                   b.feature_dimension
            FROM model_version v
            JOIN backbone b ON b.sha256 = v.backbone
            LEFT JOIN model_version p ON p.number = v.parent
            LEFT JOIN model_version r ON r.number = v.restored_from
            LEFT JOIN seal s ON s.version = v.number
            """;
    private static final String SELECT_CLASSES = "SELECT vc.version, " + ClassTable.COLUMNS
            + " FROM version_class vc JOIN (" + ClassTable.TABLES + ") ON c.id = vc.class_id ";

    private final JdbcClient jdbc;

    VersionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A version and what else its row says.
     *
     * @param parentHash empty text for a first version; still there where the parent was pruned
     * @param restoredHash empty text where nothing was restored
     * @param seal whether it sealed classes
     */
    record Entry(ModelVersion version, VersionKind kind, String parentHash, String restoredHash, boolean seal) {

        boolean isWhatWasWritten() {
            return ContentDigest.ofVersion(
                            version.number(),
                            kind,
                            parentHash,
                            restoredHash,
                            version.backbone(),
                            version.method(),
                            version.provenance(),
                            version.views())
                    .equals(version.hash());
        }

        ModelVersion checked() {
            if (!isWhatWasWritten()) {
                throw new AccrueException(Category.STORE, text("store.versionDamaged", version.number()));
            }
            return version;
        }
    }

    /** @throws AccrueException NOT_FOUND */
    ModelVersion get(long number) {
        return entry(number)
                .orElseThrow(() -> new AccrueException(Category.NOT_FOUND, text("store.noVersion", number)))
                .checked();
    }

    Optional<Entry> entry(long number) {
        List<ClassRow> rows = jdbc.sql(SELECT_CLASSES + "WHERE vc.version = ? ORDER BY vc.position")
                .param(number)
                .query((row, index) -> ClassTable.row(row))
                .list();
        List<ModelView> views = jdbc.sql("SELECT * FROM version_view WHERE version = ? ORDER BY position")
                .param(number)
                .query((row, index) -> emptyView(row))
                .list();
        return jdbc.sql(SELECT_VERSIONS + "WHERE v.number = ?")
                .param(number)
                .query((row, index) -> entry(row, seen(views, rows, row.getInt("feature_dimension"))))
                .optional();
    }

    private static ModelView emptyView(ResultSet row) throws SQLException {
        return new ModelView(
                row.getString("id"),
                row.getInt("dimension"),
                row.getBoolean("pools"),
                Optional.ofNullable(row.getString("scatter")),
                List.of());
    }

    /**
     * @param views without their classes; none for the one view {@link ModelView#LAST}
     * @param rows what is of none of the views goes to the first, whose hash it breaks
     */
    private static List<ModelView> seen(List<ModelView> views, List<ClassRow> rows, int lastDimension) {
        List<ModelView> empty = views.isEmpty()
                ? List.of(new ModelView(ModelView.LAST, lastDimension, false, Optional.empty(), List.of()))
                : views;
        List<String> ids = empty.stream().map(ModelView::id).toList();
        return empty.stream()
                .map(view -> new ModelView(
                        view.id(),
                        view.dimension(),
                        view.pools(),
                        view.scatter(),
                        rows.stream()
                                .filter(row -> row.view().equals(view.id())
                                        || (view.id().equals(ids.get(0)) && !ids.contains(row.view())))
                                .toList()))
                .toList();
    }

    /** A version, its parent, and so on. */
    List<ModelVersion> history(long head) {
        Map<Long, Entry> all = all();
        List<ModelVersion> history = new ArrayList<>();
        for (Entry entry = all.get(head);
                entry != null;
                entry = at(entry.version().parent(), all)) {
            history.add(entry.checked());
        }
        return history;
    }

    /** From the beginning of a model to a version of it; a restore stands for the version it restored. */
    List<ModelVersion> lineage(long head) {
        Map<Long, Entry> all = all();
        ArrayList<ModelVersion> lineage = new ArrayList<>();
        @Nullable Entry entry = all.get(head);
        while (entry != null) {
            entry.checked();
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

    private static @Nullable Entry at(OptionalLong number, Map<Long, Entry> all) {
        return number.isPresent() ? all.get(number.getAsLong()) : null;
    }

    /** Everything in three queries, by number, unchecked; versions that list the same class share one row object. */
    Map<Long, Entry> all() {
        Map<Long, ClassRow> rows = new HashMap<>();
        Map<Long, List<ClassRow>> classes = new HashMap<>();
        jdbc.sql(SELECT_CLASSES + "ORDER BY vc.version, vc.position").query(row -> {
            ClassRow read = ClassTable.row(row);
            classes.computeIfAbsent(row.getLong("version"), version -> new ArrayList<>())
                    .add(rows.computeIfAbsent(read.id(), id -> read));
        });
        Map<Long, List<ModelView>> views = new HashMap<>();
        jdbc.sql("SELECT * FROM version_view ORDER BY version, position").query(row -> {
            views.computeIfAbsent(row.getLong("version"), version -> new ArrayList<>())
                    .add(emptyView(row));
        });
        Map<Long, Entry> all = new TreeMap<>();
        jdbc.sql(SELECT_VERSIONS).query(row -> {
            long number = row.getLong("number");
            all.put(
                    number,
                    entry(
                            row,
                            seen(
                                    views.getOrDefault(number, List.of()),
                                    classes.getOrDefault(number, List.of()),
                                    row.getInt("feature_dimension"))));
        });
        return all;
    }

    /** Writes a version; gives its number. */
    long append(
            VersionKind kind,
            Optional<ModelVersion> parent,
            Optional<ModelVersion> restoredFrom,
            String backbone,
            List<ModelView> views,
            String method,
            Provenance provenance,
            Instant now) {
        jdbc.sql("UPDATE store_state SET last_version = last_version + 1").update();
        long number = jdbc.sql("SELECT last_version FROM store_state")
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
                views);
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
        for (ModelView view : views) {
            for (ClassRow row : view.classes()) {
                jdbc.sql("INSERT INTO version_class (version, position, class_id) VALUES (?, ?, ?)")
                        .param(number)
                        .param(position++)
                        .param(row.id())
                        .update();
            }
        }
        insertViews(number, views);
        return number;
    }

    private void insertViews(long number, List<ModelView> views) {
        if (views.size() == 1
                && views.get(0).id().equals(ModelView.LAST)
                && !views.get(0).pools()) {
            return;
        }
        for (int position = 0; position < views.size(); position++) {
            ModelView view = views.get(position);
            jdbc.sql("INSERT INTO version_view (version, position, id, dimension, pools, scatter)"
                            + " VALUES (?, ?, ?, ?, ?, ?)")
                    .param(number)
                    .param(position)
                    .param(view.id())
                    .param(view.dimension())
                    .param(view.pools())
                    .param(view.scatter().orElse(null))
                    .update();
        }
    }

    void markSeal(long number) {
        jdbc.sql("INSERT INTO seal (version) VALUES (?)").param(number).update();
    }

    private static Entry entry(ResultSet row, List<ModelView> views) throws SQLException {
        ModelVersion version = new ModelVersion(
                row.getLong("number"),
                optionalLong(row, "parent"),
                optionalLong(row, "restored_from"),
                row.getString("backbone"),
                views,
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
        return new Entry(
                version,
                VersionKind.valueOf(row.getString("kind")),
                orEmpty(row, "parent_hash"),
                orEmpty(row, "restored_hash"),
                optionalLong(row, "seal").isPresent());
    }

    private static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static String orEmpty(ResultSet row, String column) throws SQLException {
        @Nullable String value = row.getString(column);
        return value == null ? "" : value;
    }
}
