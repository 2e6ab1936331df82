package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.Plausibility;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.Labels;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What may be written. */
final class Rules {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,100}");

    private Rules() {}

    /**
     * @param what the name is for, with its article
     * @throws AccrueException USAGE
     */
    static void checkName(String name, String what) {
        if (!NAME.matcher(name).matches()) {
            throw new AccrueException(
                    Category.USAGE,
                    Labels.quoted(name) + " cannot name " + what + "; use letters, digits, - _ and . only,"
                            + " at most 100 characters");
        }
    }

    /**
     * Checks the labels of classes by themselves.
     *
     * @throws AccrueException USAGE for a label, CONFLICT for a label given twice
     */
    static void checkClasses(List<? extends ModelClass> classes) {
        Set<String> labels = new HashSet<>();
        for (ModelClass added : classes) {
            checkLabel(added.label());
            if (!labels.add(added.label())) {
                throw new AccrueException(
                        Category.CONFLICT, "class \"" + added.label() + "\" was given twice; name each class once");
            }
        }
    }

    /** @throws AccrueException CONFLICT if the version has one of the labels */
    static void checkNew(List<NewClass> classes, ModelVersion version) {
        for (NewClass added : classes) {
            version.classes().stream()
                    .filter(row -> row.label().equals(added.label()))
                    .findFirst()
                    .ifPresent(row -> {
                        throw new AccrueException(
                                Category.CONFLICT,
                                "class \"" + row.label() + "\" is already in the model (" + row.count()
                                        + " images, version " + version.number() + "); choose another name");
                    });
        }
    }

    /** @throws AccrueException USAGE or CONFLICT, see {@link dev.accrue.store.ModelStore#changedClasses} */
    static void checkChange(List<? extends ModelClass> classes, ModelView view, long version) {
        if (classes.isEmpty()) {
            throw new AccrueException(
                    Category.USAGE,
                    "no class would be left in the model; keep at least one, or start anew with train-base");
        }
        Set<String> labels = new HashSet<>();
        for (ModelClass each : classes) {
            if (!labels.add(each.label())) {
                throw new AccrueException(
                        Category.CONFLICT,
                        "class \"" + each.label() + "\" is already in the model (version " + version
                                + "); choose another name");
            }
            if (!(each instanceof ClassRow)) {
                checkLabel(each.label());
            } else if (!view.classes().contains(each)) {
                throw new AccrueException(
                        Category.CONFLICT, "class \"" + each.label() + "\" is not of version " + version);
            }
        }
    }

    /** Those of one view, in their order. */
    static <T extends ModelClass> List<T> ofView(List<T> classes, String view) {
        return classes.stream().filter(each -> each.view().equals(view)).toList();
    }

    /** @throws AccrueException USAGE if there is none, or two are the same */
    static void checkViews(List<ModelView.Plan> views) {
        long distinct = views.stream().map(ModelView.Plan::id).distinct().count();
        if (views.isEmpty() || distinct < views.size()) {
            throw new AccrueException(
                    Category.USAGE,
                    "a model sees its backbone through one view or more, each of them once, not through "
                            + views.stream().map(ModelView.Plan::id).toList());
        }
    }

    /** @throws AccrueException CONFLICT unless each of the views, and no other, has the same classes in the same order */
    static void checkSameClasses(List<? extends ModelClass> classes, List<String> views) {
        for (ModelClass each : classes) {
            if (!views.contains(each.view())) {
                throw new AccrueException(
                        Category.CONFLICT,
                        "class \"" + each.label() + "\" was given for the view \"" + each.view()
                                + "\", and the model has " + String.join(", ", views));
            }
        }
        List<String> first = labels(ofView(classes, views.get(0)));
        for (String view : views) {
            List<String> labels = labels(ofView(classes, view));
            if (!labels.equals(first)) {
                throw new AccrueException(
                        Category.CONFLICT,
                        "all views of a model have the same classes, but \"" + views.get(0) + "\" would have " + first
                                + " and \"" + view + "\" " + labels + "; give each class for every view");
            }
        }
    }

    private static List<String> labels(List<? extends ModelClass> classes) {
        return classes.stream().map(ModelClass::label).toList();
    }

    /** @throws AccrueException CONFLICT if a class keeps its scatter otherwise than its view does */
    static void checkPooled(ModelView.Plan view, boolean scatter, List<? extends ModelClass> classes) {
        for (ModelClass each : classes) {
            boolean pooled = each instanceof NewPooledClass || (each instanceof ClassRow row && row.pooled());
            if (pooled != view.pools()) {
                throw new AccrueException(
                        Category.CONFLICT,
                        "class \"" + each.label() + "\" has " + (pooled ? "no scatter" : "a scatter")
                                + " of its own, and its view \"" + view.id() + "\" keeps "
                                + (view.pools() ? "one for all classes" : "one for each class"));
            }
        }
        if (scatter != (view.pools() && !classes.isEmpty())) {
            throw new AccrueException(
                    Category.CONFLICT,
                    "the view \"" + view.id() + "\" has " + (scatter ? "a" : "no") + " scatter for its "
                            + classes.size() + " classes; a view that pools has one as soon as it has classes, and"
                            + " another has none");
        }
    }

    /** @throws AccrueException CONFLICT for another dimension */
    static void checkHeldOut(ClassRow row, HeldOut heldOut) {
        if (heldOut.dimension() != row.dimension()) {
            throw new AccrueException(
                    Category.CONFLICT,
                    "vectors of " + heldOut.dimension() + " features were held out of class \"" + row.label()
                            + "\", whose statistics have " + row.dimension()
                            + "; take both with the same view of the backbone");
        }
    }

    /** What a person may mean by a name that no snapshot has. */
    static Optional<Long> versionNumber(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static void checkLabel(String label) {
        Labels.problem(label).ifPresent(problem -> {
            throw new AccrueException(
                    Category.USAGE,
                    "the class name " + Labels.quoted(label) + " " + problem
                            + "; give it 1 to 200 characters that can be seen");
        });
    }

    /**
     * @param dimension d of the backbone
     * @throws AccrueException CONFLICT for another dimension, BAD_DATA for statistics that cannot be
     */
    static void checkStatistics(String label, ClassStatistics statistics, int dimension) {
        checkMean(label, statistics.count(), statistics.mean(), dimension);
        Plausibility.quick(statistics).ifPresent(problem -> {
            throw new AccrueException(
                    Category.BAD_DATA,
                    "the statistics of class \"" + label + "\" cannot be those of images: " + problem
                            + "; check where they come from and take them again");
        });
    }

    /** @throws AccrueException CONFLICT for another dimension, BAD_DATA for values that cannot be */
    static void checkMean(String label, long count, double[] mean, int dimension) {
        if (mean.length != dimension) {
            throw new AccrueException(
                    Category.CONFLICT,
                    "the features of class \"" + label + "\" have " + mean.length
                            + " dimensions and the backbone's have " + dimension
                            + "; take the statistics with the model's own backbone");
        }
        if (count < 1) {
            throw new AccrueException(
                    Category.BAD_DATA, "class \"" + label + "\" counts " + count + " images; at least 1 is needed");
        }
        if (!allFinite(mean)) {
            throw notFinite(label);
        }
    }

    /** @throws AccrueException CONFLICT for another dimension, BAD_DATA for values that are not finite */
    static void checkSharedScatter(SharedScatter scatter, int dimension) {
        if (scatter.pooled().length != ClassStatistics.packedLength(dimension)) {
            throw new AccrueException(
                    Category.CONFLICT,
                    "a shared scatter has " + scatter.pooled().length + " values, and " + dimension
                            + " features need " + ClassStatistics.packedLength(dimension)
                            + "; take it with the model's own backbone");
        }
        Plausibility.quick(scatter).ifPresent(problem -> {
            throw new AccrueException(
                    Category.BAD_DATA,
                    "a shared scatter cannot be one: " + problem + "; take another copy of where it comes from");
        });
    }

    private static AccrueException notFinite(String label) {
        return new AccrueException(
                Category.BAD_DATA,
                "the statistics of class \"" + label
                        + "\" have a value that is not a finite number; check its images"
                        + " and take the statistics again");
    }

    private static boolean allFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }
}
