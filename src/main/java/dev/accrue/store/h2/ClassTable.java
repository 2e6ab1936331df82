package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.store.ClassRow;
import dev.accrue.store.NewClass;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Class rows and, apart from them, the statistics: megabytes each, read one class at a time. */
final class ClassTable {
    /** What {@link #row} reads. */
    static final String COLUMNS =
            "c.id, c.label, c.base, c.images, c.dimension, c.sha256, c.source," + " c.created_at AS class_created_at";

    private final JdbcClient jdbc;

    ClassTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static ClassRow row(ResultSet row) throws SQLException {
        return new ClassRow(
                row.getLong("id"),
                row.getString("label"),
                row.getBoolean("base"),
                row.getLong("images"),
                row.getInt("dimension"),
                row.getString("sha256"),
                row.getString("source"),
                row.getObject("class_created_at", OffsetDateTime.class).toInstant());
    }

    List<ClassRow> insert(List<NewClass> classes, String backbone, Instant now) {
        return classes.stream().map(added -> insert(added, backbone, now)).toList();
    }

    private ClassRow insert(NewClass added, String backbone, Instant now) {
        ClassStatistics statistics = added.statistics();
        byte[] mean = Float64Bytes.encode(statistics.mean());
        byte[] scatter = Float64Bytes.encode(statistics.scatter());
        ClassRow row = new ClassRow(
                jdbc.sql("SELECT COALESCE(MAX(id), 0) + 1 FROM class_row")
                        .query(Long.class)
                        .single(),
                added.label(),
                added.base(),
                statistics.count(),
                statistics.dimension(),
                ContentDigest.ofClass(backbone, added.label(), added.base(), statistics.count(), mean, scatter),
                added.source(),
                now);
        jdbc.sql("INSERT INTO class_row (id, backbone, label, base, images, dimension, sha256, source, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(row.id())
                .param(backbone)
                .param(row.label())
                .param(row.base())
                .param(row.count())
                .param(row.dimension())
                .param(row.sha256())
                .param(row.source())
                .param(now.atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("INSERT INTO class_statistics (class_id, mean, scatter) VALUES (?, ?, ?)")
                .param(row.id())
                .param(mean)
                .param(scatter)
                .update();
        return row;
    }

    /** Reads the statistics and checks that they are, bit for bit, what the row's digest was taken from. */
    ClassStatistics statistics(ClassRow row) {
        return jdbc.sql("SELECT c.backbone, s.mean, s.scatter FROM class_row c"
                        + " JOIN class_statistics s ON s.class_id = c.id WHERE c.id = ?")
                .param(row.id())
                .query((result, number) ->
                        checked(row, result.getString("backbone"), result.getBytes("mean"), result.getBytes("scatter")))
                .optional()
                .orElseThrow(() -> damaged(row, "are missing"));
    }

    private ClassStatistics checked(ClassRow row, String backbone, byte[] mean, byte[] scatter) {
        if (mean.length != (long) row.dimension() * Double.BYTES
                || scatter.length != Rules.packedLength(row.dimension()) * Double.BYTES) {
            throw damaged(row, "have the wrong length");
        }
        String actual = ContentDigest.ofClass(backbone, row.label(), row.base(), row.count(), mean, scatter);
        if (!actual.equals(row.sha256())) {
            throw damaged(row, "are not what was written");
        }
        return new ClassStatistics(row.count(), Float64Bytes.decode(mean), Float64Bytes.decode(scatter));
    }

    private AccrueException damaged(ClassRow row, String how) {
        String version = jdbc.sql("SELECT MIN(version) FROM version_class WHERE class_id = ?")
                .param(row.id())
                .query(Long.class)
                .optional()
                .map(first -> " (first in version " + first + ")")
                .orElse("");
        return new AccrueException(
                Category.STORE,
                "the statistics of class \"" + row.label() + "\"" + version + " " + how
                        + ": the store is damaged; go back to a copy of it");
    }
}
