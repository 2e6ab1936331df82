package dev.accrue.store.portable;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.Labels;
import dev.accrue.store.ModelView;
import dev.accrue.store.portable.Manifest.ClassPart;
import dev.accrue.store.portable.Manifest.Form;
import dev.accrue.store.portable.Manifest.SharedPart;
import dev.accrue.store.portable.ZipWalk.Part;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The arrays of an open model file. What an array's header must be follows from the manifest, so it is compared and
 * never interpreted; and nothing is given out that does not have the digest its class has in the manifest.
 */
final class ModelArrays {
    private final FileBytes file;
    private final Manifest manifest;
    private final Map<String, Part> parts;
    private final ContentRules rules;
    private final int dimension;
    private final Map<List<String>, Integer> sharedByArrays = new HashMap<>();

    /** @param parts every entry that the manifest lists, by its name */
    ModelArrays(FileBytes file, Manifest manifest, Map<String, Part> parts) {
        this.file = file;
        this.manifest = manifest;
        this.parts = parts;
        this.rules = new ContentRules(file.refusal());
        this.dimension = manifest.backbone().featureDimension();
        for (int k = 0; k < manifest.sharedScatters().size(); k++) {
            sharedByArrays.put(Manifest.sharedArrays(k), k);
        }
    }

    byte[] weights() {
        return bytes(part(Manifest.WEIGHTS));
    }

    /** Counts and labels are in the manifest too, and both must say the same. */
    void checkCountsAndLabels() {
        checkSame(Manifest.COUNTS, ModelFileWriter.counts(manifest.classes()));
        checkSame(Manifest.LABELS, ModelFileWriter.labels(manifest.classes()));
        checkShape(part(Manifest.MEANS), manifest.classes().size(), dimension);
    }

    private void checkSame(String name, byte[] expected) {
        if (part(name).bytes() != expected.length || !Arrays.equals(bytes(part(name)), expected)) {
            throw file.refusal().because("its \"" + name + "\" is not what its manifest says of the classes");
        }
    }

    /** Of class i, which is not sealed. */
    ClassStatistics statistics(int i) {
        ClassPart of = manifest.classes().get(i);
        Part array = part(of.arrays().get(0));
        ClassStatistics statistics = of.form() == Form.FACTOR
                ? ClassStatistics.ofFactor(of.count(), mean(i), factor(array))
                : new ClassStatistics(of.count(), mean(i), packed(array));
        rules.checkStatistics(of.label(), statistics, dimension);
        checkDigest(
                ContentRules.named(of.label()),
                of.sha256(),
                ContentDigest.ofClass(
                        manifest.backbone().sha256(),
                        ModelView.LAST,
                        of.label(),
                        of.base(),
                        of.count(),
                        Float64Bytes.encode(statistics.mean()),
                        Float64Bytes.encode(statistics.scatter())));
        return statistics;
    }

    /** Of class i, which is sealed. */
    double[] sealedMean(int i) {
        ClassPart of = manifest.classes().get(i);
        double[] mean = mean(i);
        rules.checkMean(of.label(), mean, dimension);
        checkDigest(
                ContentRules.named(of.label()),
                of.sha256(),
                ContentDigest.ofSealedClass(
                        manifest.backbone().sha256(),
                        ModelView.LAST,
                        of.label(),
                        of.base(),
                        of.count(),
                        Float64Bytes.encode(mean),
                        sharedOf(of).sha256()));
        return mean;
    }

    SharedPart sharedOf(ClassPart sealed) {
        return manifest.sharedScatters().get(sharedIndex(sealed));
    }

    /** Which shared scatter a sealed class names. */
    int sharedIndex(ClassPart sealed) {
        return Objects.requireNonNull(sharedByArrays.get(sealed.arrays()));
    }

    SharedScatter sharedScatter(int k) {
        SharedPart of = manifest.sharedScatters().get(k);
        List<String> arrays = Manifest.sharedArrays(k);
        SharedScatter shared =
                new SharedScatter(of.classes(), of.count(), packed(part(arrays.get(0))), packed(part(arrays.get(1))));
        rules.checkShared(k, shared, dimension);
        checkDigest(
                "shared scatter " + k,
                of.sha256(),
                ContentDigest.ofSharedScatter(
                        of.classes(),
                        of.count(),
                        Float64Bytes.encode(shared.pooled()),
                        Float64Bytes.encode(shared.equal())));
        return shared;
    }

    private double[] mean(int i) {
        Part means = part(Manifest.MEANS);
        int header = Npy.header(Npy.FLOAT64, manifest.classes().size(), dimension).length;
        long row = (long) dimension * Double.BYTES;
        return Float64Bytes.decode(file.read(means.at() + header + i * row, (int) row));
    }

    private ScatterFactor factor(Part array) {
        long header = Npy.header(Npy.FLOAT64, 1, dimension).length;
        long rows = (array.bytes() - header) / Double.BYTES / dimension;
        if (rows < 1 || rows * dimension > Integer.MAX_VALUE / Double.BYTES) {
            throw file.refusal()
                    .because("its \"" + array.name() + "\" has " + array.bytes() + " bytes, which are no rows of "
                            + dimension + " numbers");
        }
        return new ScatterFactor((int) rows, values(array, (int) rows, dimension));
    }

    private double[] packed(Part array) {
        return values(array, ClassStatistics.packedLength(dimension));
    }

    private double[] values(Part array, int... shape) {
        int header = checkShape(array, shape);
        return Float64Bytes.decode(file.read(array.at() + header, (int) (array.bytes() - header)));
    }

    /** Gives the length of the array's header. */
    private int checkShape(Part array, int... shape) {
        byte[] expected = Npy.header(Npy.FLOAT64, shape);
        long bytes = expected.length + Arrays.stream(shape).asLongStream().reduce(Double.BYTES, (a, b) -> a * b);
        if (array.bytes() != bytes) {
            throw file.refusal()
                    .because("its \"" + array.name() + "\" has " + array.bytes() + " bytes, and an array of "
                            + Arrays.toString(shape) + " has " + bytes);
        }
        byte[] found = file.read(array.at(), expected.length);
        if (!Arrays.equals(found, expected)) {
            throw file.refusal()
                    .because("its \"" + array.name() + "\" does not begin as an array of float64 "
                            + Arrays.toString(shape) + " does: " + Labels.quoted(Npy.description(found)));
        }
        return expected.length;
    }

    private void checkDigest(String what, String expected, String actual) {
        if (!actual.equals(expected)) {
            throw file.refusal()
                    .because(what + " has SHA-256 " + actual + " and not " + Labels.quoted(expected)
                            + ", as its manifest says");
        }
    }

    private Part part(String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw new IllegalStateException("entry " + name + " was not walked over");
        }
        return part;
    }

    private byte[] bytes(Part part) {
        return file.read(part.at(), Math.toIntExact(part.bytes()));
    }
}
