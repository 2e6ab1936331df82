package dev.accrue.store.portable;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.Labels;
import dev.accrue.store.portable.Manifest.ClassPart;
import dev.accrue.store.portable.Manifest.Form;
import dev.accrue.store.portable.Manifest.SharedPart;
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
        if (manifest.classes().isEmpty()) {
            throw refusal.because("it holds no class, and a model has at least one");
        }
        Set<String> labels = new HashSet<>();
        for (ClassPart each : manifest.classes()) {
            checkLabel(each.label());
            if (!labels.add(each.label())) {
                throw refusal.because("it holds two classes named " + Labels.quoted(each.label()));
            }
            if (each.count() < 1) {
                throw refusal.because(
                        named(each.label()) + " counts " + each.count() + " images, and at least 1 is needed");
            }
        }
        checkArrays(manifest);
        checkHistory(manifest.history());
        checkEntries(manifest);
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

    private void checkLabel(String label) {
        Labels.problem(label).ifPresent(problem -> {
            throw refusal.because("the class name " + Labels.quoted(label) + " " + problem);
        });
    }

    private void checkArrays(Manifest manifest) {
        Set<List<String>> shared = new LinkedHashSet<>();
        for (SharedPart part : manifest.sharedScatters()) {
            shared.add(Manifest.sharedArrays(shared.size()));
            if (part.classes() < 1 || part.count() < part.classes()) {
                throw refusal.because("a shared scatter is said to be of " + part.classes() + " classes and "
                        + part.count() + " images, which cannot be");
            }
        }
        Set<List<String>> unnamed = new LinkedHashSet<>(shared);
        for (int i = 0; i < manifest.classes().size(); i++) {
            ClassPart part = manifest.classes().get(i);
            boolean fits = part.form() == Form.SEALED
                    ? shared.contains(part.arrays())
                    : part.arrays().equals(Manifest.arraysOf(i, part.form()));
            if (!fits) {
                throw refusal.because(named(part.label()) + " names arrays that are not its own: "
                        + Labels.quoted(String.join(", ", part.arrays())));
            }
            unnamed.remove(part.arrays());
        }
        for (List<String> arrays : unnamed) {
            throw refusal.because("no class names its shared scatter " + String.join(", ", arrays));
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

    void checkStatistics(String label, ClassStatistics statistics, int dimension) {
        if (statistics.dimension() != dimension) {
            throw refusal.because("the statistics of " + named(label) + " have " + statistics.dimension()
                    + " features and the backbone gives " + dimension);
        }
        checkMean(label, statistics.mean(), dimension);
        checkScatter("scatter of " + named(label), statistics.scatter(), dimension);
        statistics.factor().ifPresent(factor -> {
            if (!Arrays.equals(factor.packed(), statistics.scatter())) {
                throw refusal.because("the factor of " + named(label) + " does not give its scatter");
            }
        });
    }

    void checkMean(String label, double[] mean, int dimension) {
        if (mean.length != dimension) {
            throw refusal.because("the mean of " + named(label) + " has " + mean.length
                    + " features and the backbone gives " + dimension);
        }
        requireFinite("mean of " + named(label), mean);
    }

    /** @param k which one, for the message */
    void checkShared(int k, SharedScatter shared, int dimension) {
        checkScatter("pooled sum of shared scatter " + k, shared.pooled(), dimension);
        checkScatter("equally weighted sum of shared scatter " + k, shared.equal(), dimension);
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

    static String named(String label) {
        return "class " + Labels.quoted(label);
    }
}
