package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.Cancellation;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent.ViewContent;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.portable.Manifest.ClassPart;
import dev.accrue.store.portable.Manifest.Form;
import dev.accrue.store.portable.Manifest.SharedPart;
import dev.accrue.store.portable.Manifest.ViewPart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One view of a model to be written, measured class by class; all that is held of a class is its mean. */
final class MeasuredView {
    private final ViewContent view;
    private final String backbone;
    private final EntryNames names;
    private final Refusal refusal;
    private final ContentRules rules;
    private final int dimension;

    private final List<ClassPart> classes = new ArrayList<>();
    private final List<double[]> means = new ArrayList<>();
    private final List<Integer> heldOut = new ArrayList<>();
    private final List<SharedPart> sharedScatters = new ArrayList<>();
    private final List<MeasuredEntry> scatters = new ArrayList<>();
    private final List<MeasuredEntry> vectors = new ArrayList<>();
    private final Map<String, Supplier<SharedScatter>> sealed = new LinkedHashMap<>();

    /**
     * @param backbone its digest
     * @param index which view, counted from 0
     */
    MeasuredView(ViewContent view, String backbone, int index, Refusal refusal) {
        this.view = view;
        this.backbone = backbone;
        this.names = new EntryNames(index);
        this.refusal = refusal;
        this.rules = new ContentRules(refusal);
        this.dimension = view.plan().dimension();
    }

    void measure(ModelClass each) {
        Cancellation.check();
        if (each instanceof NewClass owner) {
            measureOwn(owner);
            measureHeldOut(owner.label(), owner.heldOut());
        } else if (each instanceof NewSealedClass added) {
            sealed.putIfAbsent(added.sharedScatter(), added.scatter());
            measureSealed(added);
            measureHeldOut(added.label(), added.heldOut());
        } else if (each instanceof NewPooledClass added) {
            measurePooled(added);
            measureHeldOut(added.label(), added.heldOut());
        } else {
            throw new IllegalArgumentException("a model's content is new classes, not rows of a store");
        }
    }

    private void measureOwn(NewClass owner) {
        ClassStatistics statistics = owner.statistics().get();
        rules.checkStatistics(named(owner.label()), statistics, dimension);
        Form form = statistics.factor().isPresent() ? Form.FACTOR : Form.PACKED;
        List<String> arrays = names.scatter(classes.size(), form);
        String sha256 = ContentDigest.ofClass(
                backbone,
                view.plan().id(),
                owner.label(),
                owner.base(),
                statistics.count(),
                Float64Bytes.encode(statistics.mean()),
                Float64Bytes.encode(statistics.scatter()));
        add(
                new ClassPart(owner.label(), owner.base(), statistics.count(), owner.source(), form, sha256, arrays),
                statistics.mean());
        scatters.add(MeasuredEntry.of(
                arrays.get(0),
                scatter(statistics),
                () -> scatter(owner.statistics().get())));
    }

    private void measureSealed(NewSealedClass added) {
        rules.checkMean(named(added.label()), added.mean(), dimension);
        String sha256 = ContentDigest.ofSealedClass(
                backbone,
                view.plan().id(),
                added.label(),
                added.base(),
                added.count(),
                Float64Bytes.encode(added.mean()),
                added.sharedScatter());
        int shared = List.copyOf(sealed.keySet()).indexOf(added.sharedScatter());
        add(
                new ClassPart(
                        added.label(),
                        added.base(),
                        added.count(),
                        added.source(),
                        Form.SEALED,
                        sha256,
                        names.shared(shared)),
                added.mean());
    }

    private void measurePooled(NewPooledClass added) {
        rules.checkMean(named(added.label()), added.mean(), dimension);
        String sha256 = ContentDigest.ofPooledClass(
                backbone,
                view.plan().id(),
                added.label(),
                added.base(),
                added.count(),
                Float64Bytes.encode(added.mean()));
        add(
                new ClassPart(
                        added.label(),
                        added.base(),
                        added.count(),
                        added.source(),
                        Form.POOLED,
                        sha256,
                        names.shared(0)),
                added.mean());
    }

    private void add(ClassPart part, double[] mean) {
        classes.add(part);
        means.add(mean);
    }

    private void measureHeldOut(String label, Supplier<Optional<HeldOut>> supplier) {
        Optional<HeldOut> found = supplier.get();
        int vectorsFound = found.map(HeldOut::count).orElse(0);
        found.ifPresent(of -> {
            rules.checkVectorLength(named(label), of, dimension);
            vectors.add(MeasuredEntry.of(names.heldOut(heldOut.size()), vectors(found), () -> vectors(supplier.get())));
        });
        heldOut.add(vectorsFound);
    }

    private static byte[] vectors(Optional<HeldOut> heldOut) {
        return heldOut.map(of -> Npy.float32(of.features(), of.count(), of.dimension()))
                .orElse(new byte[0]);
    }

    /** The entries in their order, to be asked for when all classes were measured. */
    List<MeasuredEntry> entries() {
        List<MeasuredEntry> entries = new ArrayList<>();
        entries.add(MeasuredEntry.of(names.counts(), () -> counts(classes)));
        if (names.view() == 0) {
            entries.add(MeasuredEntry.of(EntryNames.LABELS, () -> labels(classes)));
        }
        entries.add(MeasuredEntry.of(names.means(), this::means));
        entries.addAll(scatters);
        entries.addAll(vectors);
        view.scatter().ifPresent(scatter -> entries.addAll(measureShared(Optional.empty(), scatter)));
        sealed.forEach((digest, scatter) -> entries.addAll(measureShared(Optional.of(digest), scatter)));
        return entries;
    }

    /** @param said the digest by which its classes name it */
    private List<MeasuredEntry> measureShared(Optional<String> said, Supplier<SharedScatter> supplier) {
        Cancellation.check();
        SharedScatter scatter = supplier.get();
        int k = sharedScatters.size();
        List<String> arrays = names.shared(k);
        rules.checkShared(ViewPart.namedShared(view.plan().id(), k), scatter, dimension);
        String sha256 = ContentDigest.ofSharedScatter(
                scatter.classes(),
                scatter.count(),
                Float64Bytes.encode(scatter.pooled()),
                Float64Bytes.encode(scatter.equal()));
        if (!said.orElse(sha256).equals(sha256)) {
            throw refusal.because(text("modelFile.sharedScatterOtherThanSaid", sha256, said.get()));
        }
        sharedScatters.add(new SharedPart(scatter.classes(), scatter.count(), sha256));
        return List.of(
                MeasuredEntry.of(
                        arrays.get(0),
                        packed(scatter.pooled()),
                        () -> packed(supplier.get().pooled())),
                MeasuredEntry.of(
                        arrays.get(1),
                        packed(scatter.equal()),
                        () -> packed(supplier.get().equal())));
    }

    /** What the manifest says of it, to be asked for after {@link #entries}. */
    ViewPart part() {
        return new ViewPart(view.plan().id(), dimension, view.plan().pools(), classes, heldOut, sharedScatters);
    }

    private String named(String label) {
        return ViewPart.named(view.plan().id(), label);
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
