package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float32Bytes;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.Labels;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.portable.Manifest.ClassPart;
import dev.accrue.store.portable.Manifest.Form;
import dev.accrue.store.portable.Manifest.SharedPart;
import dev.accrue.store.portable.Manifest.ViewPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The arrays of one view of an open model file. Nothing is given out that does not have the digest its class has in
 * the manifest.
 */
final class ViewArrays {
    private final ArrayEntries entries;
    private final String backbone;
    private final ViewPart view;
    private final EntryNames names;
    private final ContentRules rules;
    private final Map<List<String>, Integer> sharedByArrays = new HashMap<>();

    /**
     * @param backbone its digest
     * @param index which view, counted from 0
     */
    ViewArrays(ArrayEntries entries, String backbone, ViewPart view, int index) {
        this.entries = entries;
        this.backbone = backbone;
        this.view = view;
        this.names = new EntryNames(index);
        this.rules = new ContentRules(entries.refusal());
        for (int k = 0; k < view.sharedScatters().size(); k++) {
            sharedByArrays.put(names.shared(k), k);
        }
    }

    ViewPart part() {
        return view;
    }

    ModelContent.ViewContent content() {
        Optional<Supplier<SharedScatter>> scatter =
                view.pools() && !view.classes().isEmpty() ? Optional.of(() -> sharedScatter(0)) : Optional.empty();
        return new ModelContent.ViewContent(new ModelView.Plan(view.id(), view.dimension(), view.pools()), scatter);
    }

    List<ModelClass> classes() {
        List<ModelClass> classes = new ArrayList<>();
        for (int i = 0; i < view.classes().size(); i++) {
            classes.add(modelClass(i));
        }
        return classes;
    }

    private ModelClass modelClass(int i) {
        ClassPart of = view.classes().get(i);
        Supplier<Optional<HeldOut>> heldOut = () -> heldOut(i);
        return switch (of.form()) {
            case PACKED, FACTOR ->
                new NewClass(of.label(), view.id(), of.base(), of.source(), () -> statistics(i), heldOut);
            case SEALED -> {
                int shared = sharedIndex(i);
                yield new NewSealedClass(
                        of.label(),
                        view.id(),
                        of.base(),
                        of.source(),
                        of.count(),
                        meanOfSharing(i),
                        view.sharedScatters().get(shared).sha256(),
                        () -> sharedScatter(shared),
                        heldOut);
            }
            case POOLED ->
                new NewPooledClass(
                        of.label(), view.id(), of.base(), of.source(), of.count(), meanOfSharing(i), heldOut);
        };
    }

    /** Counts and labels are in the manifest too, and both must say the same. */
    void checkCountsAndLabels() {
        checkSame(names.counts(), MeasuredView.counts(view.classes()));
        if (names.view() == 0) {
            checkSame(EntryNames.LABELS, MeasuredView.labels(view.classes()));
        }
        entries.checkShape(names.means(), Npy.FLOAT64, view.classes().size(), view.dimension());
    }

    private void checkSame(String name, byte[] expected) {
        if (entries.bytes(name) != expected.length || !Arrays.equals(entries.whole(name), expected)) {
            throw entries.refusal().because(text("modelFile.entryOtherThanManifest", name));
        }
    }

    /** All that there is of class i. */
    void check(int i) {
        if (view.classes().get(i).form().shares()) {
            meanOfSharing(i);
        } else {
            statistics(i);
        }
        heldOut(i);
    }

    /** Of class i, which has a scatter of its own. */
    private ClassStatistics statistics(int i) {
        ClassPart of = view.classes().get(i);
        String array = of.arrays().get(0);
        ClassStatistics statistics = of.form() == Form.FACTOR
                ? ClassStatistics.ofFactor(of.count(), mean(i), factor(array))
                : new ClassStatistics(of.count(), mean(i), packed(array));
        rules.checkStatistics(view.named(i), statistics, view.dimension());
        checkDigest(
                view.named(i),
                of.sha256(),
                ContentDigest.ofClass(
                        backbone,
                        view.id(),
                        of.label(),
                        of.base(),
                        of.count(),
                        Float64Bytes.encode(statistics.mean()),
                        Float64Bytes.encode(statistics.scatter())));
        return statistics;
    }

    /** Of class i, which has no scatter of its own. */
    private double[] meanOfSharing(int i) {
        ClassPart of = view.classes().get(i);
        double[] mean = mean(i);
        rules.checkMean(view.named(i), mean, view.dimension());
        byte[] bytes = Float64Bytes.encode(mean);
        checkDigest(
                view.named(i),
                of.sha256(),
                of.form() == Form.SEALED
                        ? ContentDigest.ofSealedClass(
                                backbone,
                                view.id(),
                                of.label(),
                                of.base(),
                                of.count(),
                                bytes,
                                view.sharedScatters().get(sharedIndex(i)).sha256())
                        : ContentDigest.ofPooledClass(backbone, view.id(), of.label(), of.base(), of.count(), bytes));
        return mean;
    }

    /** Which shared scatter class i names. */
    private int sharedIndex(int i) {
        return Objects.requireNonNull(sharedByArrays.get(view.classes().get(i).arrays()));
    }

    SharedScatter sharedScatter(int k) {
        SharedPart of = view.sharedScatters().get(k);
        List<String> arrays = names.shared(k);
        SharedScatter shared =
                new SharedScatter(of.classes(), of.count(), packed(arrays.get(0)), packed(arrays.get(1)));
        rules.checkShared(ViewPart.namedShared(view.id(), k), shared, view.dimension());
        checkDigest(
                ViewPart.namedShared(view.id(), k),
                of.sha256(),
                ContentDigest.ofSharedScatter(
                        of.classes(),
                        of.count(),
                        Float64Bytes.encode(shared.pooled()),
                        Float64Bytes.encode(shared.equal())));
        return shared;
    }

    /** Of class i. */
    private Optional<HeldOut> heldOut(int i) {
        int vectors = view.heldOut().get(i);
        if (vectors == 0) {
            return Optional.empty();
        }
        String name = names.heldOut(i);
        int header = entries.checkShape(name, Npy.FLOAT32, vectors, view.dimension());
        byte[] whole = entries.whole(name);
        float[] features = Float32Bytes.decode(Arrays.copyOfRange(whole, header, whole.length));
        rules.checkVectors(view.named(i), features);
        return Optional.of(new HeldOut(vectors, features));
    }

    private double[] mean(int i) {
        return entries.row(names.means(), i, view.classes().size(), view.dimension());
    }

    private ScatterFactor factor(String array) {
        long header = Npy.header(Npy.FLOAT64, 1, view.dimension()).length;
        long rows = (entries.bytes(array) - header) / Double.BYTES / view.dimension();
        if (rows < 1 || rows * view.dimension() > Integer.MAX_VALUE / Double.BYTES) {
            throw entries.refusal().because(text("modelFile.noRows", array, entries.bytes(array), view.dimension()));
        }
        return new ScatterFactor((int) rows, entries.values(array, (int) rows, view.dimension()));
    }

    private double[] packed(String array) {
        return entries.values(array, ClassStatistics.packedLength(view.dimension()));
    }

    private void checkDigest(String what, String expected, String actual) {
        if (!actual.equals(expected)) {
            throw entries.refusal().because(text("modelFile.digestOther", what, actual, Labels.quoted(expected)));
        }
    }
}
