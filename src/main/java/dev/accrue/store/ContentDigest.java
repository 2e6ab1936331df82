package dev.accrue.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 over a canonical encoding: a sequence of fields, each its length in bytes (int64, big-endian) and then
 * its bytes. Text is UTF-8, numbers are int64 big-endian, truth is the number 0 or 1, digests are their hex text,
 * arrays are float64 little-endian. So no two different contents have the same encoding.
 *
 * <ul>
 *   <li>class row: {@code "accrue.class.1"}, backbone, label, base, count, mean, scatter (packed, whichever way it is
 *       kept)
 *   <li>sealed class row: {@code "accrue.class.sealed.1"}, backbone, label, base, count, mean, digest of the shared
 *       scatter
 *   <li>shared scatter: {@code "accrue.scatter.1"}, number of classes, count, pooled, equal
 *   <li>both of another view than {@code last}: {@code "accrue.class.2"} and {@code "accrue.class.sealed.2"}, with the view
 *       behind the backbone
 *   <li>class row of a view that pools: {@code "accrue.class.pooled.1"}, backbone, view, label, base, count, mean
 *   <li>version: {@code "accrue.version.1"}, number, kind, hash of the parent, hash of the version restored from
 *       (each empty text where there is none), backbone, method, command, summary, data, data digest, seed, engine,
 *       number of classes, digest of each class row in order
 *   <li>version with other views than one {@code last} that does not pool: {@code "accrue.version.2"}, the same up to the
 *       engine, number of views, and of each: its id, d, whether it pools, the digest of its scatter (empty text where there is
 *       none), number of classes, digest of each class row in order
 * </ul>
 *
 * <p>When a version was made and how long that took are left out: whoever runs the same commands on the same data
 * and gets the same numbers gets the same hash, and can compare by it.
 */
public final class ContentDigest {
    private final MessageDigest sha256 = sha256();

    private ContentDigest(String kind) {
        text(kind);
    }

    public static String ofClass(
            String backbone, String view, String label, boolean base, long count, byte[] mean, byte[] scatter) {
        return row("accrue.class.", backbone, view, label, base, count, mean)
                .bytes(scatter)
                .hex();
    }

    public static String ofSealedClass(
            String backbone, String view, String label, boolean base, long count, byte[] mean, String sharedScatter) {
        return row("accrue.class.sealed.", backbone, view, label, base, count, mean)
                .text(sharedScatter)
                .hex();
    }

    private static ContentDigest row(
            String kind, String backbone, String view, String label, boolean base, long count, byte[] mean) {
        boolean first = view.equals(ModelView.LAST);
        ContentDigest digest = new ContentDigest(kind + (first ? "1" : "2")).text(backbone);
        return (first ? digest : digest.text(view))
                .text(label)
                .number(base ? 1 : 0)
                .number(count)
                .bytes(mean);
    }

    public static String ofPooledClass(
            String backbone, String view, String label, boolean base, long count, byte[] mean) {
        return new ContentDigest("accrue.class.pooled.1")
                .text(backbone)
                .text(view)
                .text(label)
                .number(base ? 1 : 0)
                .number(count)
                .bytes(mean)
                .hex();
    }

    public static String ofSharedScatter(int classes, long count, byte[] pooled, byte[] equal) {
        return new ContentDigest("accrue.scatter.1")
                .number(classes)
                .number(count)
                .bytes(pooled)
                .bytes(equal)
                .hex();
    }

    public static String ofVersion(
            long number,
            VersionKind kind,
            String parentHash,
            String restoredHash,
            String backbone,
            String method,
            Provenance provenance,
            List<ModelView> views) {
        boolean plain = views.size() == 1
                && views.get(0).id().equals(ModelView.LAST)
                && !views.get(0).pools();
        ContentDigest digest = new ContentDigest(plain ? "accrue.version.1" : "accrue.version.2")
                .number(number)
                .text(kind.name())
                .text(parentHash)
                .text(restoredHash)
                .text(backbone)
                .text(method)
                .text(provenance.command())
                .text(provenance.summary())
                .text(provenance.data())
                .text(provenance.dataDigest())
                .number(provenance.seed())
                .text(provenance.engine());
        if (!plain) {
            digest.number(views.size());
        }
        for (ModelView view : views) {
            if (!plain) {
                digest.text(view.id())
                        .number(view.dimension())
                        .number(view.pools() ? 1 : 0)
                        .text(view.scatter().orElse(""));
            }
            digest.number(view.classes().size());
            view.classes().forEach(row -> digest.text(row.sha256()));
        }
        return digest.hex();
    }

    /** Plain SHA-256 of the bytes, without any framing: how a backbone's weights are addressed. */
    public static String ofWeights(byte[] weights) {
        return HexFormat.of().formatHex(sha256().digest(weights));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private ContentDigest text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private ContentDigest number(long value) {
        return bytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    private ContentDigest bytes(byte[] value) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(value.length).array());
        sha256.update(value);
        return this;
    }

    private String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
