package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.store.StoredBackbone;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Backbones, addressed by the SHA-256 of their weights. */
final class BackboneTable {
    private final JdbcClient jdbc;

    BackboneTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes the backbone unless the same weights are there: then the first row stays, with its training. */
    void insertIfAbsent(StoredBackbone backbone) {
        String actual = ContentDigest.ofWeights(backbone.weights());
        if (!actual.equals(backbone.sha256())) {
            throw new AccrueException(
                    Category.BAD_DATA,
                    "the backbone's weights have SHA-256 " + actual + " and not " + backbone.sha256()
                            + ", as was said; take its description and its weights together");
        }
        boolean there = jdbc.sql("SELECT COUNT(*) FROM backbone WHERE sha256 = ?")
                        .param(backbone.sha256())
                        .query(Integer.class)
                        .single()
                > 0;
        if (there) {
            return;
        }
        jdbc.sql("INSERT INTO backbone (sha256, architecture, input_size, feature_dimension, parameters, training,"
                        + " weights) VALUES (?, ?, ?, ?, ?, ?, ?)")
                .param(backbone.sha256())
                .param(backbone.architecture())
                .param(backbone.inputSize())
                .param(backbone.featureDimension())
                .param(backbone.parameters())
                .param(backbone.training())
                .param(backbone.weights())
                .update();
        int position = 0;
        for (String label : backbone.baseClasses()) {
            jdbc.sql("INSERT INTO backbone_class (backbone, position, label) VALUES (?, ?, ?)")
                    .param(backbone.sha256())
                    .param(position++)
                    .param(label)
                    .update();
        }
    }

    int featureDimension(String sha256) {
        return jdbc.sql("SELECT feature_dimension FROM backbone WHERE sha256 = ?")
                .param(sha256)
                .query(Integer.class)
                .single();
    }

    StoredBackbone find(String sha256) {
        List<String> labels = jdbc.sql("SELECT label FROM backbone_class WHERE backbone = ? ORDER BY position")
                .param(sha256)
                .query(String.class)
                .list();
        StoredBackbone backbone = jdbc.sql("SELECT * FROM backbone WHERE sha256 = ?")
                .param(sha256)
                .query((row, number) -> new StoredBackbone(
                        row.getString("sha256"),
                        row.getString("architecture"),
                        row.getInt("input_size"),
                        row.getInt("feature_dimension"),
                        labels,
                        row.getLong("parameters"),
                        row.getString("training"),
                        row.getBytes("weights")))
                .optional()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND, "there is no backbone " + sha256 + " in the store; see history"));
        if (!ContentDigest.ofWeights(backbone.weights()).equals(sha256)) {
            throw new AccrueException(
                    Category.STORE,
                    "the weights of backbone " + sha256 + " are not what was written: the store is damaged;"
                            + " go back to a copy of it");
        }
        return backbone;
    }
}
