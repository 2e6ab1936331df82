package dev.accrue.store.h2;

import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.StoredEvaluation;
import dev.accrue.store.StoredTemperature;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What follows from a version, or was measured on it. None of it is part of the version's content. */
final class DerivedTable {
    private final JdbcClient jdbc;

    DerivedTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param damaged what is kept is not what was written */
    record Fitted(long version, double[] parameters, boolean damaged) {}

    Optional<Fitted> classifier(long version) {
        return jdbc.sql("SELECT * FROM fitted_classifier WHERE version = ?")
                .param(version)
                .query((row, number) -> fitted(row))
                .optional();
    }

    List<Long> classifiers() {
        return jdbc.sql("SELECT version FROM fitted_classifier ORDER BY version")
                .query(Long.class)
                .list();
    }

    private static Fitted fitted(ResultSet row) throws SQLException {
        byte[] content = row.getBytes("content");
        boolean damaged = !ContentDigest.ofWeights(content).equals(row.getString("sha256"));
        return new Fitted(row.getLong("version"), Float64Bytes.decode(content), damaged);
    }

    /** Keeps one for each head: others can be derived again. */
    void keepClassifier(long version, double[] parameters) {
        byte[] content = Float64Bytes.encode(parameters);
        jdbc.sql("DELETE FROM fitted_classifier WHERE version = ?"
                        + " OR NOT EXISTS (SELECT 1 FROM model m WHERE m.head = fitted_classifier.version)")
                .param(version)
                .update();
        jdbc.sql("INSERT INTO fitted_classifier (version, sha256, content) VALUES (?, ?, ?)")
                .param(version)
                .param(ContentDigest.ofWeights(content))
                .param(content)
                .update();
    }

    /** One that cannot be a temperature counts as none, and is fitted again. */
    Optional<StoredTemperature> temperature(long version) {
        return jdbc.sql("SELECT * FROM temperature WHERE version = ?")
                .param(version)
                .query((row, number) -> temperature(row))
                .optional()
                .flatMap(found -> found);
    }

    private static Optional<StoredTemperature> temperature(ResultSet row) throws SQLException {
        double value = row.getDouble("temperature");
        return StoredTemperature.isTemperature(value)
                ? Optional.of(new StoredTemperature(value, row.getLong("vectors")))
                : Optional.empty();
    }

    void keepTemperature(long version, StoredTemperature temperature) {
        jdbc.sql("MERGE INTO temperature (version, temperature, vectors) KEY (version) VALUES (?, ?, ?)")
                .param(version)
                .param(temperature.temperature())
                .param(temperature.vectors())
                .update();
    }

    void record(StoredEvaluation evaluation) {
        jdbc.sql("MERGE INTO evaluation (version, data, data_digest, images, accuracy, old_accuracy, new_accuracy,"
                        + " created_at) KEY (version, data_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .param(evaluation.version())
                .param(evaluation.data())
                .param(evaluation.dataDigest())
                .param(evaluation.images())
                .param(evaluation.accuracy())
                .param(nullable(evaluation.oldAccuracy()))
                .param(nullable(evaluation.newAccuracy()))
                .param(evaluation.createdAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    List<StoredEvaluation> evaluations(long version) {
        return jdbc.sql("SELECT * FROM evaluation WHERE version = ? ORDER BY created_at DESC, data_digest")
                .param(version)
                .query((row, number) -> new StoredEvaluation(
                        row.getLong("version"),
                        row.getString("data"),
                        row.getString("data_digest"),
                        row.getLong("images"),
                        row.getDouble("accuracy"),
                        optional(row, "old_accuracy"),
                        optional(row, "new_accuracy"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static @Nullable Double nullable(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static OptionalDouble optional(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
