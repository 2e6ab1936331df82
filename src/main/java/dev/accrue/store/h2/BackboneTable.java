package dev.accrue.store.h2;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.ModelView;
import dev.accrue.store.StoredBackbone;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Backbones, addressed by the SHA-256 of their weights. */
final class BackboneTable {
    private final JdbcClient jdbc;

    BackboneTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Writes the backbone unless it is there: then the first row stays, with its training.
     *
     * @throws AccrueException BAD_DATA if the digest is not that of the weights, CONFLICT if the same weights are there
     *     as another network, or with other classes or another input size
     */
    void insertIfAbsent(StoredBackbone backbone) {
        String actual = ContentDigest.ofWeights(backbone.weights());
        if (!actual.equals(backbone.sha256())) {
            throw new AccrueException(Category.BAD_DATA, text("store.weightsOtherThanSaid", actual, backbone.sha256()));
        }
        Optional<StoredBackbone> there = select(backbone.sha256());
        if (there.isPresent()) {
            requireSame(there.get(), backbone);
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

    private static void requireSame(StoredBackbone there, StoredBackbone backbone) {
        if (!there.architecture().equals(backbone.architecture())
                || there.inputSize() != backbone.inputSize()
                || there.featureDimension() != backbone.featureDimension()
                || !there.baseClasses().equals(backbone.baseClasses())) {
            throw new AccrueException(
                    Category.CONFLICT, text("store.weightsThereAsAnother", described(there), described(backbone)));
        }
    }

    private static String described(StoredBackbone backbone) {
        return text(
                "store.backboneDescribed",
                backbone.architecture(),
                backbone.inputSize(),
                String.join(", ", backbone.baseClasses()));
    }

    List<String> all() {
        return jdbc.sql("SELECT sha256 FROM backbone ORDER BY sha256")
                .query(String.class)
                .list();
    }

    /**
     * Writes down that the backbone is seen in this way.
     *
     * @throws AccrueException CONFLICT if that gave vectors of another length before
     */
    void see(String sha256, ModelView.Plan view) {
        int known = view.id().equals(ModelView.LAST) ? featureDimension(sha256) : viewDimension(sha256, view);
        if (known != view.dimension()) {
            throw new AccrueException(
                    Category.CONFLICT, text("store.viewOfOtherLength", view.id(), known, view.dimension()));
        }
    }

    private int viewDimension(String sha256, ModelView.Plan view) {
        jdbc.sql("INSERT INTO backbone_view (backbone, id, dimension) SELECT ?, ?, ? WHERE NOT EXISTS"
                        + " (SELECT 1 FROM backbone_view WHERE backbone = ? AND id = ?)")
                .param(sha256)
                .param(view.id())
                .param(view.dimension())
                .param(sha256)
                .param(view.id())
                .update();
        return jdbc.sql("SELECT dimension FROM backbone_view WHERE backbone = ? AND id = ?")
                .param(sha256)
                .param(view.id())
                .query(Integer.class)
                .single();
    }

    private int featureDimension(String sha256) {
        return jdbc.sql("SELECT feature_dimension FROM backbone WHERE sha256 = ?")
                .param(sha256)
                .query(Integer.class)
                .single();
    }

    /** @throws AccrueException NOT_FOUND, STORE if the weights are not those of the digest */
    StoredBackbone find(String sha256) {
        StoredBackbone backbone = select(sha256)
                .orElseThrow(() -> new AccrueException(Category.NOT_FOUND, text("store.noBackbone", sha256)));
        if (!ContentDigest.ofWeights(backbone.weights()).equals(sha256)) {
            throw new AccrueException(Category.STORE, text("store.weightsDamaged", sha256));
        }
        return backbone;
    }

    private Optional<StoredBackbone> select(String sha256) {
        List<String> labels = jdbc.sql("SELECT label FROM backbone_class WHERE backbone = ? ORDER BY position")
                .param(sha256)
                .query(String.class)
                .list();
        return jdbc.sql("SELECT * FROM backbone WHERE sha256 = ?")
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
                .optional();
    }
}
