package dev.accrue.store.portable;

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
import java.util.regex.Pattern;

/** What a model file may hold. Asked when one is written and when one is read, so that what is written can be read. */
final class ContentRules {
    /** The largest d whose packed scatter is an array of bytes in Java. */
    private static final int MOST_FEATURES = 23_169;

    /** Of an entry: the longest array of bytes in Java. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private static final Pattern VIEW_ID = Pattern.compile("[ -~]{1,500}");

    private final Refusal refusal;

    ContentRules(Refusal refusal) {
        this.refusal = refusal;
    }

    void check(Manifest manifest) {
        checkBackbone(manifest.backbone());
        if (manifest.views().isEmpty()) {
            throw refusal.because("it has no view, and a model sees its backbone through one at least");
        }
        ViewPart first = manifest.views().get(0);
        checkVersion(manifest, first);
        checkLabels(first.labels());
        Set<String> ids = new HashSet<>();
        for (int v = 0; v < manifest.views().size(); v++) {
            ViewPart view = manifest.views().get(v);
            if (!ids.add(view.id())) {
                throw refusal.because("it has two views " + Labels.quoted(view.id()));
            }
            if (!view.labels().equals(first.labels())) {
                throw refusal.because("its views " + Labels.quoted(first.id()) + " and " + Labels.quoted(view.id())
                        + " do not have the same classes in the same order");
            }
            checkView(view, manifest.backbone());
            checkArrays(view, new EntryNames(v));
        }
        checkHistory(manifest.history());
        checkEntries(manifest);
    }

    private void checkVersion(Manifest manifest, ViewPart first) {
        if (manifest.version() == PlainManifest.VERSION && first.classes().isEmpty()) {
            throw refusal.because("it holds no class, and a model has at least one");
        }
        int version = Manifest.leastVersion(manifest.views());
        if (manifest.version() != version) {
            throw refusal.because("it says version " + manifest.version() + " of the format, and what it holds is"
                    + " written as version " + version);
        }
    }

    private void checkView(ViewPart view, Manifest.Backbone backbone) {
        if (!VIEW_ID.matcher(view.id()).matches()) {
            throw refusal.because("a view of it is called " + Labels.quoted(view.id())
                    + ", and 1 to 500 characters of ASCII are needed");
        }
        boolean last = view.id().equals(ModelView.LAST);
        if (view.dimension() < 1
                || view.dimension() > MOST_FEATURES
                || (last && view.dimension() != backbone.featureDimension())) {
            throw refusal.because(
                    "its view " + Labels.quoted(view.id()) + " has " + view.dimension() + " features, and "
                            + (last
                                    ? "its backbone gives " + backbone.featureDimension()
                                    : "1 to " + MOST_FEATURES + " can be held"));
        }
        for (int i = 0; i < view.classes().size(); i++) {
            long count = view.classes().get(i).count();
            if (count < 1) {
                throw refusal.because(view.named(i) + " counts " + count + " images, and at least 1 is needed");
            }
        }
        if (view.heldOut().size() != view.classes().size()
                || view.heldOut().stream().anyMatch(vectors -> vectors < 0)) {
            throw refusal.because("its view " + Labels.quoted(view.id())
                    + " does not say of each class how many vectors were held out");
        }
    }

    private void checkBackbone(Manifest.Backbone backbone) {
        if (backbone.featureDimension() < 1 || backbone.featureDimension() > MOST_FEATURES) {
            throw refusal.because("its backbone gives " + backbone.featureDimension() + " features, and 1 to "
                    + MOST_FEATURES + " can be held");
        }
        if (backbone.inputSize() < 1 || backbone.parameters() < 0) {
            throw refusal.because("its backbone takes pictures of " + backbone.inputSize() + " pixels a side and has "
                    + backbone.parameters() + " parameters, which cannot be");
        }
    }

    private void checkLabels(List<String> labels) {
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            Labels.problem(label).ifPresent(problem -> {
                throw refusal.because("the class name " + Labels.quoted(label) + " " + problem);
            });
            if (!seen.add(label)) {
                throw refusal.because("it holds two classes named " + Labels.quoted(label));
            }
        }
    }

    private void checkArrays(ViewPart view, EntryNames names) {
        Set<List<String>> shared = new LinkedHashSet<>();
        for (SharedPart part : view.sharedScatters()) {
            shared.add(names.shared(shared.size()));
            if (part.classes() < 1 || part.count() < part.classes()) {
                throw refusal.because("a shared scatter is said to be of " + part.classes() + " classes and "
                        + part.count() + " images, which cannot be");
            }
        }
        Set<List<String>> unnamed = new LinkedHashSet<>(shared);
        for (int i = 0; i < view.classes().size(); i++) {
            ClassPart part = view.classes().get(i);
            if ((part.form() == Form.POOLED) != view.pools()) {
                throw refusal.because(view.named(i) + (view.pools() ? " is not pooled" : " is pooled")
                        + ", against what its view " + Labels.quoted(view.id()) + " says of all");
            }
            boolean fits = part.form().shares()
                    ? shared.contains(part.arrays())
                    : part.arrays().equals(names.scatter(i, part.form()));
            if (!fits) {
                throw refusal.because(view.named(i) + " names arrays that are not its own: "
                        + Labels.quoted(String.join(", ", part.arrays())));
            }
            unnamed.remove(part.arrays());
        }
        for (List<String> arrays : unnamed) {
            throw refusal.because("no class names its shared scatter " + String.join(", ", arrays));
        }
        if (view.pools() && shared.size() > 1) {
            throw refusal.because("its view " + Labels.quoted(view.id()) + " pools its scatters and has "
                    + shared.size() + " of them");
        }
    }

    private void checkHistory(List<Manifest.Step> history) {
        for (Manifest.Step step : history) {
            try {
                step.parsed();
            } catch (DateTimeParseException e) {
                throw refusal.because("version " + step.version() + " of its history has "
                        + Labels.quoted(e.getParsedString()) + " where a time or duration belongs");
            }
        }
    }

    private void checkEntries(Manifest manifest) {
        List<String> listed =
                manifest.entries().stream().map(Manifest.Listed::name).toList();
        List<String> expected = manifest.entryNames();
        for (int i = 0; i < listed.size() || i < expected.size(); i++) {
            if (i == listed.size()) {
                throw refusal.because("its manifest does not list \"" + expected.get(i) + "\", which belongs to it");
            }
            if (i == expected.size()) {
                throw refusal.because(
                        "its manifest lists " + Labels.quoted(listed.get(i)) + ", which belongs to nothing in it");
            }
            if (!listed.get(i).equals(expected.get(i))) {
                throw refusal.because("its manifest lists " + Labels.quoted(listed.get(i)) + " where \""
                        + expected.get(i) + "\" belongs");
            }
            checkSize(manifest.entries().get(i));
        }
    }

    private void checkSize(Manifest.Listed listed) {
        if (listed.bytes() < 0 || listed.bytes() > MOST_BYTES) {
            throw refusal.because("its manifest gives \"" + listed.name() + "\" " + listed.bytes() + " bytes, and 0 to "
                    + MOST_BYTES + " can be held");
        }
    }

    /** @param actual digest of the weights */
    void checkWeights(String actual, String said) {
        if (!actual.equals(said)) {
            throw refusal.because(
                    "its weights have SHA-256 " + actual + " and its backbone is said to be " + Labels.quoted(said));
        }
    }

    /** @param who whose they are, for the message, as everywhere below */
    void checkStatistics(String who, ClassStatistics statistics, int dimension) {
        if (statistics.dimension() != dimension) {
            throw refusal.because("the statistics of " + who + " have " + statistics.dimension()
                    + " features and the backbone gives " + dimension);
        }
        checkMean(who, statistics.mean(), dimension);
        checkScatter("scatter of " + who, statistics.scatter(), dimension);
        statistics.factor().ifPresent(factor -> {
            if (!Arrays.equals(factor.packed(), statistics.scatter())) {
                throw refusal.because("the factor of " + who + " does not give its scatter");
            }
        });
    }

    void checkMean(String who, double[] mean, int dimension) {
        if (mean.length != dimension) {
            throw refusal.because(
                    "the mean of " + who + " has " + mean.length + " features and the backbone gives " + dimension);
        }
        requireFinite("mean of " + who, mean);
    }

    void checkVectors(String who, float[] features) {
        for (int i = 0; i < features.length; i++) {
            if (!Float.isFinite(features[i])) {
                throw refusal.because("the vectors held out of " + who + " have " + features[i] + " as value " + i
                        + ", which is not a finite number");
            }
        }
    }

    void checkVectorLength(String who, HeldOut heldOut, int dimension) {
        if (heldOut.dimension() != dimension) {
            throw refusal.because("the vectors held out of " + who + " have " + heldOut.dimension()
                    + " features and the backbone gives " + dimension);
        }
    }

    void checkShared(String who, SharedScatter shared, int dimension) {
        checkScatter("pooled sum of " + who, shared.pooled(), dimension);
        checkScatter("equally weighted sum of " + who, shared.equal(), dimension);
    }

    private void checkScatter(String what, double[] packed, int dimension) {
        if (packed.length != ClassStatistics.packedLength(dimension)) {
            throw refusal.because("the " + what + " has " + packed.length + " numbers, and "
                    + ClassStatistics.packedLength(dimension) + " are needed for " + dimension + " features");
        }
        requireFinite(what, packed);
        for (int i = 0; i < dimension; i++) {
            double squares = packed[ClassStatistics.packedLength(i) + i];
            if (squares < 0) {
                throw refusal.because("the " + what + " has " + squares + " on its diagonal, a sum of squares, for"
                        + " feature " + i);
            }
        }
    }

    private void requireFinite(String what, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw refusal.because(
                        "the " + what + " has " + values[i] + " as value " + i + ", which is not a finite number");
            }
        }
    }
}
