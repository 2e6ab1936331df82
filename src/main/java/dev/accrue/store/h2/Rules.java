package dev.accrue.store.h2;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.Plausibility;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.GrownScatter;
import dev.accrue.store.Labels;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
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
            throw new AccrueException(Category.USAGE, text("store.cannotName", Labels.quoted(name), what));
        }
    }

    /**
     * A number would hide the version of that number.
     *
     * @throws AccrueException USAGE
     */
    static void checkSnapshotName(String name) {
        checkName(name, text("store.aSnapshot"));
        if (versionNumber(name).isPresent()) {
            throw new AccrueException(Category.USAGE, text("store.numberNamesVersion", name));
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
                throw new AccrueException(Category.CONFLICT, text("store.classGivenTwice", added.label()));
            }
        }
    }

    /** @throws AccrueException CONFLICT if the version has one of the labels */
    static void checkNew(List<? extends ModelClass> classes, ModelVersion version) {
        for (ModelClass added : classes) {
            version.classes().stream()
                    .filter(row -> row.label().equals(added.label()))
                    .findFirst()
                    .ifPresent(row -> {
                        throw new AccrueException(
                                Category.CONFLICT,
                                text("store.classThereAlready", row.label(), row.count(), version.number()));
                    });
        }
    }

    /** @throws AccrueException USAGE or CONFLICT, see {@link dev.accrue.store.ModelStore#changedClasses} */
    static void checkChange(List<? extends ModelClass> classes, ModelView view, long version) {
        if (classes.isEmpty()) {
            throw new AccrueException(Category.USAGE, text("store.noClassLeft"));
        }
        Set<String> labels = new HashSet<>();
        for (ModelClass each : classes) {
            if (!labels.add(each.label())) {
                throw new AccrueException(Category.CONFLICT, text("store.classTaken", each.label(), version));
            }
            if (!(each instanceof ClassRow)) {
                checkLabel(each.label());
            } else if (!view.classes().contains(each)) {
                throw new AccrueException(Category.CONFLICT, text("store.classNotOfVersion", each.label(), version));
            }
        }
    }

    /** Those of one view, in their order. */
    static <T extends ModelClass> List<T> ofView(List<T> classes, String view) {
        return classes.stream().filter(each -> each.view().equals(view)).toList();
    }

    /** @throws AccrueException USAGE if there is none, two are the same, or an id cannot be one */
    static void checkViews(List<ModelView.Plan> views) {
        for (ModelView.Plan view : views) {
            if (!ModelView.isId(view.id())) {
                throw new AccrueException(Category.USAGE, text("store.viewUnfit", Labels.quoted(view.id())));
            }
        }
        long distinct = views.stream().map(ModelView.Plan::id).distinct().count();
        if (views.isEmpty() || distinct < views.size()) {
            throw new AccrueException(
                    Category.USAGE,
                    text(
                            "store.viewsNotDistinct",
                            views.stream().map(ModelView.Plan::id).toList()));
        }
    }

    /** @throws AccrueException CONFLICT unless each of the views, and no other, has the same classes in the same order */
    static void checkSameClasses(List<? extends ModelClass> classes, List<String> views) {
        for (ModelClass each : classes) {
            if (!views.contains(each.view())) {
                throw new AccrueException(
                        Category.CONFLICT,
                        text("store.viewUnknown", each.label(), each.view(), String.join(", ", views)));
            }
        }
        List<String> first = labels(ofView(classes, views.get(0)));
        for (String view : views) {
            List<String> labels = labels(ofView(classes, view));
            if (!labels.equals(first)) {
                throw new AccrueException(
                        Category.CONFLICT, text("store.viewsWithOtherClasses", views.get(0), first, view, labels));
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
                        pooled
                                ? text("store.classWithoutScatter", each.label(), view.id())
                                : text("store.classWithScatter", each.label(), view.id()));
            }
        }
        if (scatter != (view.pools() && !classes.isEmpty())) {
            throw new AccrueException(
                    Category.CONFLICT,
                    scatter
                            ? text("store.viewWithScatter", view.id(), classes.size())
                            : text("store.viewWithoutScatter", view.id(), classes.size()));
        }
    }

    /**
     * @param before digest of the scatter that the view has
     * @param extent of that
     * @param added the classes that the scatter has grown by
     * @throws AccrueException CONFLICT if it grew from another scatter, or not by these classes
     */
    static void checkGrown(
            GrownScatter grown,
            Optional<String> before,
            Optional<SharedScatterTable.Extent> extent,
            List<? extends ModelClass> added) {
        if (!grown.before().equals(before)) {
            throw new AccrueException(Category.CONFLICT, text("store.scatterOfOtherVersion", grown.view()));
        }
        int classes = extent.map(SharedScatterTable.Extent::classes).orElse(0) + added.size();
        long images = extent.map(SharedScatterTable.Extent::images).orElse(0L);
        for (ModelClass each : added) {
            images += each instanceof NewPooledClass pooled ? pooled.count() : 0;
        }
        if (grown.sum().classes() != classes || grown.sum().count() != images) {
            throw new AccrueException(
                    Category.CONFLICT,
                    text(
                            "store.scatterOfOtherClasses",
                            grown.view(),
                            grown.sum().classes(),
                            grown.sum().count(),
                            classes,
                            images));
        }
    }

    /** @throws AccrueException CONFLICT for another dimension */
    static void checkHeldOut(ClassRow row, HeldOut heldOut) {
        if (heldOut.dimension() != row.dimension()) {
            throw new AccrueException(
                    Category.CONFLICT,
                    text("store.heldOutOfOtherDimension", heldOut.dimension(), row.label(), row.dimension()));
        }
    }

    /** What a person may mean by a name that no snapshot has. */
    static Optional<Long> versionNumber(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static void checkLabel(String label) {
        Labels.problem(label).ifPresent(problem -> {
            throw new AccrueException(Category.USAGE, text("store.labelUnfit", Labels.quoted(label), problem));
        });
    }

    /**
     * @param dimension d of the backbone
     * @throws AccrueException CONFLICT for another dimension, BAD_DATA for statistics that cannot be
     */
    static void checkStatistics(String label, ClassStatistics statistics, int dimension) {
        checkMean(label, statistics.count(), statistics.mean(), dimension);
        Plausibility.quick(statistics).ifPresent(problem -> {
            throw new AccrueException(Category.BAD_DATA, text("store.statisticsImplausible", label, problem));
        });
    }

    /** @throws AccrueException CONFLICT for another dimension, BAD_DATA for values that cannot be */
    static void checkMean(String label, long count, double[] mean, int dimension) {
        if (mean.length != dimension) {
            throw new AccrueException(
                    Category.CONFLICT, text("store.meanOfOtherDimension", label, mean.length, dimension));
        }
        if (count < 1) {
            throw new AccrueException(Category.BAD_DATA, text("store.tooFewImages", label, count));
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
                    text(
                            "store.sharedScatterOfOtherLength",
                            scatter.pooled().length,
                            dimension,
                            ClassStatistics.packedLength(dimension)));
        }
        Plausibility.quick(scatter).ifPresent(problem -> {
            throw new AccrueException(Category.BAD_DATA, text("store.sharedScatterImplausible", problem));
        });
    }

    private static AccrueException notFinite(String label) {
        return new AccrueException(Category.BAD_DATA, text("store.statisticsNotFinite", label));
    }

    private static boolean allFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }
}
