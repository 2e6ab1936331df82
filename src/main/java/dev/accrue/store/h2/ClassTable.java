package dev.accrue.store.h2;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float32Bytes;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.Footprint;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.NewSealedClass;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Class rows and, apart from them, the statistics: megabytes each, read one class at a time. */
final class ClassTable {
    /** What {@link #row} reads, from {@link #TABLES}. */
    static final String COLUMNS = "c.id, c.label, c.base, c.images, c.dimension, c.sha256, c.source,"
            + " sc.scatter AS shared_scatter, COALESCE(cv.id, '" + ModelView.LAST + "') AS view_id,"
            + " COALESCE(cv.pooled, FALSE) AS pooled, c.created_at AS class_created_at";

    static final String TABLES = "class_row c LEFT JOIN sealed_class sc ON sc.class_id = c.id"
            + " LEFT JOIN class_view cv ON cv.class_id = c.id";

    private final JdbcClient jdbc;

    ClassTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static ClassRow row(ResultSet row) throws SQLException {
        return new ClassRow(
                row.getLong("id"),
                row.getString("label"),
                row.getString("view_id"),
                row.getBoolean("base"),
                row.getLong("images"),
                row.getInt("dimension"),
                row.getString("sha256"),
                row.getBoolean("pooled"),
                Optional.ofNullable(row.getString("shared_scatter")),
                row.getString("source"),
                row.getObject("class_created_at", OffsetDateTime.class).toInstant());
    }

    List<ClassRow> all() {
        return jdbc.sql("SELECT " + COLUMNS + " FROM " + TABLES + " ORDER BY c.id")
                .query((row, number) -> row(row))
                .list();
    }

    /** @param statistics of the class, checked */
    ClassRow insert(NewClass added, ClassStatistics statistics, String backbone, Instant now) {
        byte[] mean = Float64Bytes.encode(statistics.mean());
        byte[] scatter = Float64Bytes.encode(statistics.scatter());
        ClassRow row = new ClassRow(
                nextId(),
                added.label(),
                added.view(),
                added.base(),
                statistics.count(),
                statistics.dimension(),
                ContentDigest.ofClass(
                        backbone, added.view(), added.label(), added.base(), statistics.count(), mean, scatter),
                false,
                Optional.empty(),
                added.source(),
                now);
        insertRow(row, backbone);
        Optional<ScatterFactor> factor = statistics.factor();
        insertStatistics(row.id(), mean, factor.isPresent() ? null : scatter);
        factor.ifPresent(rows -> jdbc.sql("INSERT INTO class_factor (class_id, row_count, factor) VALUES (?, ?, ?)")
                .param(row.id())
                .param(rows.rows())
                .param(Float64Bytes.encode(rows.values()))
                .update());
        return row;
    }

    /** The shared scatter is there already, and the mean checked. */
    ClassRow insert(NewSealedClass added, String backbone, Instant now) {
        byte[] mean = Float64Bytes.encode(added.mean());
        ClassRow row = new ClassRow(
                nextId(),
                added.label(),
                added.view(),
                added.base(),
                added.count(),
                added.mean().length,
                ContentDigest.ofSealedClass(
                        backbone,
                        added.view(),
                        added.label(),
                        added.base(),
                        added.count(),
                        mean,
                        added.sharedScatter()),
                false,
                Optional.of(added.sharedScatter()),
                added.source(),
                now);
        insertRow(row, backbone);
        insertStatistics(row.id(), mean, null);
        jdbc.sql("INSERT INTO sealed_class (class_id, scatter) VALUES (?, ?)")
                .param(row.id())
                .param(added.sharedScatter())
                .update();
        return row;
    }

    /** The mean is checked. */
    ClassRow insert(NewPooledClass added, String backbone, Instant now) {
        byte[] mean = Float64Bytes.encode(added.mean());
        ClassRow row = new ClassRow(
                nextId(),
                added.label(),
                added.view(),
                added.base(),
                added.count(),
                added.mean().length,
                ContentDigest.ofPooledClass(backbone, added.view(), added.label(), added.base(), added.count(), mean),
                true,
                Optional.empty(),
                added.source(),
                now);
        insertRow(row, backbone);
        insertStatistics(row.id(), mean, null);
        return row;
    }

    private long nextId() {
        return jdbc.sql("SELECT COALESCE(MAX(id), 0) + 1 FROM class_row")
                .query(Long.class)
                .single();
    }

    private void insertRow(ClassRow row, String backbone) {
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
                .param(row.createdAt().atOffset(ZoneOffset.UTC))
                .update();
        if (row.pooled() || !row.view().equals(ModelView.LAST)) {
            jdbc.sql("INSERT INTO class_view (class_id, id, pooled) VALUES (?, ?, ?)")
                    .param(row.id())
                    .param(row.view())
                    .param(row.pooled())
                    .update();
        }
    }

    private void insertStatistics(long id, byte[] mean, byte @Nullable [] scatter) {
        jdbc.sql("INSERT INTO class_statistics (class_id, mean, scatter) VALUES (?, ?, ?)")
                .param(id)
                .param(mean)
                .param(scatter)
                .update();
    }

    /**
     * Reads the statistics and checks that they are, bit for bit, what the row's digest was taken from.
     *
     * @throws AccrueException CONFLICT for a class that has no scatter of its own
     */
    ClassStatistics statistics(ClassRow row) {
        if (row.pooled()) {
            throw new AccrueException(Category.CONFLICT, text("store.classPooled", row.label()));
        }
        if (row.isSealed()) {
            throw new AccrueException(Category.CONFLICT, text("store.classSealed", row.label()));
        }
        return read(row, result -> {
            byte[] scatter = result.getBytes("scatter");
            if (scatter != null) {
                return checked(row, result.getString("backbone"), mean(row, result), scatter);
            }
            byte[] factor = result.getBytes("factor");
            int rows = result.getInt("row_count");
            if (factor == null || rows < 1 || factor.length != (long) rows * row.dimension() * Double.BYTES) {
                throw damaged(row, text("store.haveWrongLength"));
            }
            return checked(
                    row,
                    result.getString("backbone"),
                    mean(row, result),
                    new ScatterFactor(rows, Float64Bytes.decode(factor)));
        });
    }

    /** Of any class; that of one without a scatter of its own is checked as {@link #statistics} checks. */
    double[] mean(ClassRow row) {
        return read(row, result -> {
            byte[] mean = mean(row, result);
            if (row.sharesItsScatter()
                    && !digestWithoutScatter(row, result.getString("backbone"), mean)
                            .equals(row.sha256())) {
                throw damaged(row, text("store.areNotWhatWasWritten"));
            }
            return Float64Bytes.decode(mean);
        });
    }

    private static String digestWithoutScatter(ClassRow row, String backbone, byte[] mean) {
        return row.sharedScatter().isPresent()
                ? ContentDigest.ofSealedClass(
                        backbone,
                        row.view(),
                        row.label(),
                        row.base(),
                        row.count(),
                        mean,
                        row.sharedScatter().get())
                : ContentDigest.ofPooledClass(backbone, row.view(), row.label(), row.base(), row.count(), mean);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(ResultSet result) throws SQLException;
    }

    private <T> T read(ClassRow row, Reading<T> reading) {
        return jdbc.sql("SELECT c.backbone, s.mean, s.scatter, f.row_count, f.factor FROM class_row c"
                        + " JOIN class_statistics s ON s.class_id = c.id"
                        + " LEFT JOIN class_factor f ON f.class_id = c.id WHERE c.id = ?")
                .param(row.id())
                .query((result, number) -> reading.from(result))
                .optional()
                .orElseThrow(() -> damaged(row, text("store.areMissing")));
    }

    private byte[] mean(ClassRow row, ResultSet result) throws SQLException {
        byte[] mean = result.getBytes("mean");
        if (mean.length != (long) row.dimension() * Double.BYTES) {
            throw damaged(row, text("store.haveWrongLength"));
        }
        return mean;
    }

    private ClassStatistics checked(ClassRow row, String backbone, byte[] mean, byte[] scatter) {
        if (scatter.length != (long) ClassStatistics.packedLength(row.dimension()) * Double.BYTES) {
            throw damaged(row, text("store.haveWrongLength"));
        }
        requireDigest(row, backbone, mean, scatter);
        return new ClassStatistics(row.count(), Float64Bytes.decode(mean), Float64Bytes.decode(scatter));
    }

    /** The digest is that of the scatter, so it also proves that the factor gives it. */
    private ClassStatistics checked(ClassRow row, String backbone, byte[] mean, ScatterFactor factor) {
        double[] scatter = factor.packed();
        requireDigest(row, backbone, mean, Float64Bytes.encode(scatter));
        return new ClassStatistics(row.count(), Float64Bytes.decode(mean), scatter, Optional.of(factor));
    }

    private void requireDigest(ClassRow row, String backbone, byte[] mean, byte[] scatter) {
        String actual =
                ContentDigest.ofClass(backbone, row.view(), row.label(), row.base(), row.count(), mean, scatter);
        if (!actual.equals(row.sha256())) {
            throw damaged(row, text("store.areNotWhatWasWritten"));
        }
    }

    /** The room the classes take, without the scatters that some of them share. */
    Footprint footprint(List<ClassRow> rows, List<ClassRow> first, long sharedBytes) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        first.forEach(row -> bytes.put(row.label(), 0L));
        int factors = 0;
        int sealed = 0;
        for (ClassRow row : rows) {
            long mean = (long) row.dimension() * Double.BYTES;
            int factorRows = row.sharesItsScatter() ? 0 : factorRows(row.id());
            long own = row.sharesItsScatter()
                    ? 0
                    : factorRows > 0
                            ? factorRows * mean
                            : (long) ClassStatistics.packedLength(row.dimension()) * Double.BYTES;
            bytes.merge(row.label(), mean + own + heldOutBytes(row.id()), Long::sum);
            factors += factorRows > 0 ? 1 : 0;
            sealed += row.isSealed() ? 1 : 0;
        }
        return new Footprint(List.copyOf(bytes.values()), factors, sealed, sharedBytes);
    }

    private long heldOutBytes(long id) {
        return jdbc.sql("SELECT LENGTH(features) FROM held_out WHERE class_id = ?")
                .param(id)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    private int factorRows(long id) {
        return jdbc.sql("SELECT row_count FROM class_factor WHERE class_id = ?")
                .param(id)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    void insertHeldOut(ClassRow row, HeldOut heldOut) {
        byte[] features = Float32Bytes.encode(heldOut.features());
        jdbc.sql("INSERT INTO held_out (class_id, vectors, sha256, features) VALUES (?, ?, ?, ?)")
                .param(row.id())
                .param(heldOut.count())
                .param(ContentDigest.ofWeights(features))
                .param(features)
                .update();
    }

    /** @throws AccrueException STORE if it is not what was written */
    Optional<HeldOut> heldOut(ClassRow row) {
        return jdbc.sql("SELECT * FROM held_out WHERE class_id = ?")
                .param(row.id())
                .query((result, number) -> {
                    byte[] features = result.getBytes("features");
                    int vectors = result.getInt("vectors");
                    if (features.length != (long) vectors * row.dimension() * Float.BYTES
                            || !ContentDigest.ofWeights(features).equals(result.getString("sha256"))) {
                        throw damaged(row, text("store.haveOtherHeldOut"));
                    }
                    return new HeldOut(vectors, Float32Bytes.decode(features));
                })
                .optional();
    }

    private AccrueException damaged(ClassRow row, String how) {
        Optional<Long> first = jdbc.sql("SELECT MIN(version) FROM version_class WHERE class_id = ?")
                .param(row.id())
                .query(Long.class)
                .optional();
        return new AccrueException(
                Category.STORE,
                first.isPresent()
                        ? text("store.statisticsDamagedSince", row.label(), first.get(), how)
                        : text("store.statisticsDamaged", row.label(), how));
    }
}
