package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.Labels;
import dev.accrue.store.ModelView;
import dev.accrue.store.portable.Manifest.ClassPart;
import dev.accrue.store.portable.Manifest.Form;
import dev.accrue.store.portable.Manifest.SharedPart;
import dev.accrue.store.portable.Manifest.ViewPart;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a model file may hold. Asked when one is written and when one is read, so that what is written can be read. */
final class ContentRules {
    /** The largest d whose packed scatter is an array of bytes in Java. */
    private static final int MOST_FEATURES = 23_169;

    /** Of an entry: the longest array of bytes in Java. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private final Refusal refusal;

    ContentRules(Refusal refusal) {
        this.refusal = refusal;
    }

    void check(Manifest manifest) {
        checkBackbone(manifest.backbone());
        if (manifest.views().isEmpty()) {
            throw refusal.because(text("modelFile.noView"));
        }
        ViewPart first = manifest.views().get(0);
        checkVersion(manifest, first);
        checkLabels(first.labels());
        Set<String> ids = new HashSet<>();
        for (int v = 0; v < manifest.views().size(); v++) {
            ViewPart view = manifest.views().get(v);
            if (!ids.add(view.id())) {
                throw refusal.because(text("modelFile.viewTwice", Labels.quoted(view.id())));
            }
            if (!view.labels().equals(first.labels())) {
                throw refusal.because(
                        text("modelFile.viewsWithOtherClasses", Labels.quoted(first.id()), Labels.quoted(view.id())));
            }
            checkView(view, manifest.backbone());
            checkArrays(view, new EntryNames(v));
        }
        checkHistory(manifest.history());
        checkEntries(manifest);
    }

    private void checkVersion(Manifest manifest, ViewPart first) {
        if (manifest.version() == PlainManifest.VERSION && first.classes().isEmpty()) {
            throw refusal.because(text("modelFile.noClass"));
        }
        int version = Manifest.leastVersion(manifest.views());
        if (manifest.version() != version) {
            throw refusal.because(text("modelFile.otherVersion", manifest.version(), version));
        }
    }

    private void checkView(ViewPart view, Manifest.Backbone backbone) {
        if (!ModelView.isId(view.id())) {
            throw refusal.because(text("modelFile.viewUnfit", Labels.quoted(view.id())));
        }
        boolean last = view.id().equals(ModelView.LAST);
        if (view.dimension() < 1
                || view.dimension() > MOST_FEATURES
                || (last && view.dimension() != backbone.featureDimension())) {
            throw refusal.because(
                    last
                            ? text(
                                    "modelFile.lastViewOfOtherDimension",
                                    Labels.quoted(view.id()),
                                    view.dimension(),
                                    backbone.featureDimension())
                            : text("modelFile.viewTooWide", Labels.quoted(view.id()), view.dimension(), MOST_FEATURES));
        }
        for (int i = 0; i < view.classes().size(); i++) {
            long count = view.classes().get(i).count();
            if (count < 1) {
                throw refusal.because(text("modelFile.tooFewImages", view.named(i), count));
            }
        }
        if (view.heldOut().size() != view.classes().size()
                || view.heldOut().stream().anyMatch(vectors -> vectors < 0)) {
            throw refusal.because(text("modelFile.heldOutUnsaid", Labels.quoted(view.id())));
        }
    }

    private void checkBackbone(Manifest.Backbone backbone) {
        if (backbone.featureDimension() < 1 || backbone.featureDimension() > MOST_FEATURES) {
            throw refusal.because(text("modelFile.backboneTooWide", backbone.featureDimension(), MOST_FEATURES));
        }
        if (backbone.inputSize() < 1 || backbone.parameters() < 0) {
            throw refusal.because(text("modelFile.backboneImpossible", backbone.inputSize(), backbone.parameters()));
        }
    }

    private void checkLabels(List<String> labels) {
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            Labels.problem(label).ifPresent(problem -> {
                throw refusal.because(text("modelFile.labelUnfit", Labels.quoted(label), problem));
            });
            if (!seen.add(label)) {
                throw refusal.because(text("modelFile.labelTwice", Labels.quoted(label)));
            }
        }
    }

    private void checkArrays(ViewPart view, EntryNames names) {
        Set<List<String>> shared = new LinkedHashSet<>();
        for (SharedPart part : view.sharedScatters()) {
            shared.add(names.shared(shared.size()));
            if (part.classes() < 1 || part.count() < part.classes()) {
                throw refusal.because(text("modelFile.sharedScatterImpossible", part.classes(), part.count()));
            }
        }
        Set<List<String>> unnamed = new LinkedHashSet<>(shared);
        for (int i = 0; i < view.classes().size(); i++) {
            ClassPart part = view.classes().get(i);
            if ((part.form() == Form.POOLED) != view.pools()) {
                throw refusal.because(
                        view.pools()
                                ? text("modelFile.classNotPooled", view.named(i), Labels.quoted(view.id()))
                                : text("modelFile.classPooled", view.named(i), Labels.quoted(view.id())));
            }
            boolean fits = part.form().shares()
                    ? shared.contains(part.arrays())
                    : part.arrays().equals(names.scatter(i, part.form()));
            if (!fits) {
                throw refusal.because(text(
                        "modelFile.arraysOfOthers", view.named(i), Labels.quoted(String.join(", ", part.arrays()))));
            }
            unnamed.remove(part.arrays());
        }
        for (List<String> arrays : unnamed) {
            throw refusal.because(text("modelFile.sharedScatterUnnamed", String.join(", ", arrays)));
        }
        if (view.pools() && shared.size() > 1) {
            throw refusal.because(text("modelFile.scattersPooledTwice", Labels.quoted(view.id()), shared.size()));
        }
    }

    private void checkHistory(List<Manifest.Step> history) {
        for (Manifest.Step step : history) {
            try {
                step.parsed();
            } catch (DateTimeParseException e) {
                throw refusal.because(text("modelFile.noTime", step.version(), Labels.quoted(e.getParsedString())));
            }
        }
    }

    private void checkEntries(Manifest manifest) {
        List<String> listed =
                manifest.entries().stream().map(Manifest.Listed::name).toList();
        List<String> expected = manifest.entryNames();
        for (int i = 0; i < listed.size() || i < expected.size(); i++) {
            if (i == listed.size()) {
                throw refusal.because(text("modelFile.entryUnlisted", expected.get(i)));
            }
            if (i == expected.size()) {
                throw refusal.because(text("modelFile.entryOfNothing", Labels.quoted(listed.get(i))));
            }
            if (!listed.get(i).equals(expected.get(i))) {
                throw refusal.because(text("modelFile.entryMisplaced", Labels.quoted(listed.get(i)), expected.get(i)));
            }
            checkSize(manifest.entries().get(i));
        }
    }

    private void checkSize(Manifest.Listed listed) {
        if (listed.bytes() < 0 || listed.bytes() > MOST_BYTES) {
            throw refusal.because(text("modelFile.entrySizeImpossible", listed.name(), listed.bytes(), MOST_BYTES));
        }
    }

    /** @param actual digest of the weights */
    void checkWeights(String actual, String said) {
        if (!actual.equals(said)) {
            throw refusal.because(text("modelFile.weightsOtherThanSaid", actual, Labels.quoted(said)));
        }
    }

    /** @param who whose they are, for the message, as everywhere below */
    void checkStatistics(String who, ClassStatistics statistics, int dimension) {
        if (statistics.dimension() != dimension) {
            throw refusal.because(text("modelFile.statisticsOfOtherDimension", who, statistics.dimension(), dimension));
        }
        checkMean(who, statistics.mean(), dimension);
        checkScatter(text("modelFile.scatterOf", who), statistics.scatter(), dimension);
        statistics.factor().ifPresent(factor -> {
            if (!Arrays.equals(factor.packed(), statistics.scatter())) {
                throw refusal.because(text("modelFile.factorOtherThanScatter", who));
            }
        });
    }

    void checkMean(String who, double[] mean, int dimension) {
        if (mean.length != dimension) {
            throw refusal.because(text("modelFile.meanOfOtherDimension", who, mean.length, dimension));
        }
        requireFinite(text("modelFile.meanOf", who), mean);
    }

    void checkVectors(String who, float[] features) {
        for (int i = 0; i < features.length; i++) {
            if (!Float.isFinite(features[i])) {
                throw refusal.because(text("modelFile.heldOutNotFinite", who, features[i], i));
            }
        }
    }

    void checkVectorLength(String who, HeldOut heldOut, int dimension) {
        if (heldOut.dimension() != dimension) {
            throw refusal.because(text("modelFile.heldOutOfOtherDimension", who, heldOut.dimension(), dimension));
        }
    }

    void checkShared(String who, SharedScatter shared, int dimension) {
        checkScatter(text("modelFile.pooledSumOf", who), shared.pooled(), dimension);
        checkScatter(text("modelFile.equalSumOf", who), shared.equal(), dimension);
    }

    private void checkScatter(String what, double[] packed, int dimension) {
        if (packed.length != ClassStatistics.packedLength(dimension)) {
            throw refusal.because(text(
                    "modelFile.scatterOfOtherLength",
                    what,
                    packed.length,
                    ClassStatistics.packedLength(dimension),
                    dimension));
        }
        requireFinite(what, packed);
        for (int i = 0; i < dimension; i++) {
            double squares = packed[ClassStatistics.packedLength(i) + i];
            if (squares < 0) {
                throw refusal.because(text("modelFile.squaresNegative", what, squares, i));
            }
        }
    }

    private void requireFinite(String what, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw refusal.because(text("modelFile.notFinite", what, values[i], i));
            }
        }
    }
}
