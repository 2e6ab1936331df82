package dev.accrue.store.h2;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Scatters that classes share since they were sealed or because their view pools, addressed by their content. */
final class SharedScatterTable {
    private final JdbcClient jdbc;

    SharedScatterTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** d of a scatter that is there. */
    Optional<Integer> dimension(String sha256) {
        return jdbc.sql("SELECT dimension FROM shared_scatter WHERE sha256 = ?")
                .param(sha256)
                .query(Integer.class)
                .optional();
    }

    /** How many classes and images a scatter is of. */
    record Extent(int classes, long images) {}

    /** That of a scatter that is there, without reading it. */
    Extent extent(String sha256) {
        return jdbc.sql("SELECT classes, images FROM shared_scatter WHERE sha256 = ?")
                .param(sha256)
                .query((row, number) -> new Extent(row.getInt("classes"), row.getLong("images")))
                .single();
    }

    List<String> all() {
        return jdbc.sql("SELECT sha256 FROM shared_scatter ORDER BY sha256")
                .query(String.class)
                .list();
    }

    /** The room that some of them take. */
    long bytes(Collection<String> digests) {
        return digests.stream()
                .distinct()
                .mapToLong(
                        sha256 -> jdbc.sql("SELECT LENGTH(pooled) + LENGTH(equal) FROM shared_scatter WHERE sha256 = ?")
                                .param(sha256)
                                .query(Long.class)
                                .single())
                .sum();
    }

    /** @return its digest */
    String insert(SharedScatter scatter, int dimension) {
        byte[] pooled = Float64Bytes.encode(scatter.pooled());
        byte[] equal = Float64Bytes.encode(scatter.equal());
        String sha256 = ContentDigest.ofSharedScatter(scatter.classes(), scatter.count(), pooled, equal);
        jdbc.sql("MERGE INTO shared_scatter (sha256, classes, images, dimension, pooled, equal) KEY (sha256)"
                        + " VALUES (?, ?, ?, ?, ?, ?)")
                .param(sha256)
                .param(scatter.classes())
                .param(scatter.count())
                .param(dimension)
                .param(pooled)
                .param(equal)
                .update();
        return sha256;
    }

    SharedScatter get(String sha256) {
        return jdbc.sql("SELECT * FROM shared_scatter WHERE sha256 = ?")
                .param(sha256)
                .query((row, number) -> checked(row, sha256))
                .optional()
                .orElseThrow(() -> damaged(text("store.sharedScatterMissing", shortened(sha256))));
    }

    private static SharedScatter checked(ResultSet row, String sha256) throws SQLException {
        int classes = row.getInt("classes");
        long images = row.getLong("images");
        byte[] pooled = row.getBytes("pooled");
        byte[] equal = row.getBytes("equal");
        if (!ContentDigest.ofSharedScatter(classes, images, pooled, equal).equals(sha256)) {
            throw damaged(text("store.sharedScatterDamaged", shortened(sha256)));
        }
        return new SharedScatter(classes, images, Float64Bytes.decode(pooled), Float64Bytes.decode(equal));
    }

    private static AccrueException damaged(String message) {
        return new AccrueException(Category.STORE, message);
    }

    private static String shortened(String sha256) {
        return sha256.substring(0, Math.min(12, sha256.length()));
    }
}
