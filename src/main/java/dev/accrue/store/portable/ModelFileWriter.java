package dev.accrue.store.portable;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.portable.Manifest.ClassPart;
import dev.accrue.store.portable.Manifest.Form;
import dev.accrue.store.portable.Manifest.Listed;
import dev.accrue.store.portable.Manifest.SharedPart;
import dev.accrue.store.portable.StoredZip.Entry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * Writes a model in two rounds. The manifest comes first and gives the digests of all that follows, so every array is
 * asked for once to measure it and once to write it; one is held at a time, beside the weights and the means.
 */
final class ModelFileWriter {
    private final ModelContent content;
    private final Refusal refusal;
    private final Progress progress;
    private final ContentRules rules;
    private final int dimension;

    private final List<ClassPart> classes = new ArrayList<>();
    private final List<SharedPart> sharedScatters = new ArrayList<>();
    private final List<double[]> means = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    ModelFileWriter(ModelContent content, Refusal refusal, Progress progress) {
        this.content = content;
        this.refusal = refusal;
        this.progress = progress;
        this.rules = new ContentRules(refusal);
        this.dimension = content.backbone().featureDimension();
    }

    /** An entry as it was measured, and how to have its bytes again. */
    private record Part(Entry entry, String sha256, Supplier<byte[]> again) {

        static Part of(String name, byte[] bytes, Supplier<byte[]> again) {
            return new Part(new Entry(name, bytes.length, crc(bytes)), ContentDigest.ofWeights(bytes), again);
        }

        boolean is(byte[] bytes) {
            return entry.bytes() == bytes.length && entry.crc() == crc(bytes);
        }

        private static int crc(byte[] bytes) {
            CRC32 crc = new CRC32();
            crc.update(bytes);
            return (int) crc.getValue();
        }
    }

    void write(OutputStream out) throws IOException {
        measure();
        byte[] manifest = manifest();
        parts.add(0, Part.of(Manifest.ENTRY, manifest, () -> manifest));
        long bytes = parts.stream().mapToLong(part -> part.entry().bytes()).sum();
        long written = 0;
        for (Part part : parts) {
            Cancellation.check();
            byte[] again = part.again().get();
            if (!part.is(again)) {
                throw refusal.because("its \"" + part.entry().name() + "\" was not the same when it was read twice");
            }
            out.write(StoredZip.local(part.entry()));
            out.write(again);
            written += again.length;
            progress.update(new Progress.Step("writing the model file", written, bytes, "bytes", ""));
        }
        out.write(StoredZip.directory(parts.stream().map(Part::entry).toList()));
    }

    private void measure() {
        byte[] weights = content.backbone().weights();
        rules.checkWeights(ContentDigest.ofWeights(weights), content.backbone().sha256());
        Map<String, Supplier<SharedScatter>> shared = sharedScatters();
        List<String> digests = List.copyOf(shared.keySet());
        List<Part> arrays = new ArrayList<>();
        for (ModelClass each : content.classes()) {
            Cancellation.check();
            if (each instanceof NewClass owner) {
                arrays.add(measure(classes.size(), owner));
            } else if (each instanceof NewSealedClass sealed) {
                measure(sealed, digests.indexOf(sealed.sharedScatter()));
            } else {
                throw new IllegalArgumentException("a model's content is new classes, not rows of a store");
            }
            progress.update(new Progress.Step(
                    "preparing the model file",
                    classes.size(),
                    content.classes().size(),
                    "classes",
                    ""));
        }
        shared.forEach((digest, scatter) -> arrays.addAll(measure(digest, scatter)));
        add(Manifest.WEIGHTS, () -> weights);
        add(Manifest.COUNTS, () -> counts(classes));
        add(Manifest.LABELS, () -> labels(classes));
        add(Manifest.MEANS, this::means);
        parts.addAll(arrays);
    }

    private Map<String, Supplier<SharedScatter>> sharedScatters() {
        Map<String, Supplier<SharedScatter>> shared = new LinkedHashMap<>();
        for (ModelClass each : content.classes()) {
            if (each instanceof NewSealedClass sealed) {
                shared.putIfAbsent(sealed.sharedScatter(), sealed.scatter());
            }
        }
        return shared;
    }

    private Part measure(int i, NewClass owner) {
        ClassStatistics statistics = owner.statistics().get();
        rules.checkStatistics(owner.label(), statistics, dimension);
        Form form = statistics.factor().isPresent() ? Form.FACTOR : Form.PACKED;
        List<String> arrays = Manifest.arraysOf(i, form);
        String sha256 = ContentDigest.ofClass(
                content.backbone().sha256(),
                ModelView.LAST,
                owner.label(),
                owner.base(),
                statistics.count(),
                Float64Bytes.encode(statistics.mean()),
                Float64Bytes.encode(statistics.scatter()));
        classes.add(
                new ClassPart(owner.label(), owner.base(), statistics.count(), owner.source(), form, sha256, arrays));
        means.add(statistics.mean());
        return Part.of(
                arrays.get(0),
                scatter(statistics),
                () -> scatter(owner.statistics().get()));
    }

    private void measure(NewSealedClass sealed, int shared) {
        rules.checkMean(sealed.label(), sealed.mean(), dimension);
        String sha256 = ContentDigest.ofSealedClass(
                content.backbone().sha256(),
                ModelView.LAST,
                sealed.label(),
                sealed.base(),
                sealed.count(),
                Float64Bytes.encode(sealed.mean()),
                sealed.sharedScatter());
        classes.add(new ClassPart(
                sealed.label(),
                sealed.base(),
                sealed.count(),
                sealed.source(),
                Form.SEALED,
                sha256,
                Manifest.sharedArrays(shared)));
        means.add(sealed.mean());
    }

    private List<Part> measure(String digest, Supplier<SharedScatter> supplier) {
        Cancellation.check();
        SharedScatter scatter = supplier.get();
        int k = sharedScatters.size();
        List<String> arrays = Manifest.sharedArrays(k);
        rules.checkShared(k, scatter, dimension);
        String actual = ContentDigest.ofSharedScatter(
                scatter.classes(),
                scatter.count(),
                Float64Bytes.encode(scatter.pooled()),
                Float64Bytes.encode(scatter.equal()));
        if (!actual.equals(digest)) {
            throw refusal.because(
                    "a shared scatter has SHA-256 " + actual + " and not " + digest + ", by which its classes name it");
        }
        sharedScatters.add(new SharedPart(scatter.classes(), scatter.count(), digest));
        return List.of(
                Part.of(
                        arrays.get(0),
                        packed(scatter.pooled()),
                        () -> packed(supplier.get().pooled())),
                Part.of(
                        arrays.get(1),
                        packed(scatter.equal()),
                        () -> packed(supplier.get().equal())));
    }

    private void add(String name, Supplier<byte[]> bytes) {
        parts.add(Part.of(name, bytes.get(), bytes));
    }

    private byte[] manifest() {
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                Manifest.VERSION,
                content.name(),
                content.method(),
                Manifest.Backbone.of(content.backbone()),
                classes,
                sharedScatters,
                content.history().stream().map(Manifest.Step::of).toList(),
                parts.stream()
                        .map(part ->
                                new Listed(part.entry().name(), part.entry().bytes(), part.sha256()))
                        .toList());
        rules.check(manifest);
        byte[] json = new ManifestJson().write(manifest);
        if (json.length > Manifest.MOST_BYTES) {
            throw new AccrueException(
                    Category.CONFLICT,
                    refusal.start() + "its manifest, with a history of "
                            + content.history().size() + " versions, takes " + json.length + " bytes, and "
                            + Manifest.MOST_BYTES + " at most can be read; export a version with a shorter history");
        }
        return json;
    }

    static byte[] counts(List<ClassPart> classes) {
        return Npy.int64(classes.stream().map(ClassPart::count).toList());
    }

    static byte[] labels(List<ClassPart> classes) {
        return Npy.text(classes.stream().map(ClassPart::label).toList());
    }

    private byte[] means() {
        double[] rows = new double[Math.multiplyExact(means.size(), dimension)];
        for (int i = 0; i < means.size(); i++) {
            System.arraycopy(means.get(i), 0, rows, i * dimension, dimension);
        }
        return Npy.float64(rows, means.size(), dimension);
    }

    private static byte[] scatter(ClassStatistics statistics) {
        if (statistics.factor().isEmpty()) {
            return packed(statistics.scatter());
        }
        ScatterFactor factor = statistics.factor().get();
        return Npy.float64(factor.values(), factor.rows(), factor.dimension());
    }

    private static byte[] packed(double[] scatter) {
        return Npy.float64(scatter, scatter.length);
    }
}
