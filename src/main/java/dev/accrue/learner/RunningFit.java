package dev.accrue.learner;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.CovarianceEstimate;
import dev.accrue.gaussian.Fitting;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fits a classifier class by class, with the memory of one scatter, and goes on where the last version stopped: a
 * version that only adds classes to the one fitted before costs no more than these classes. A fitting gives the same
 * bits either way.
 */
final class RunningFit {
    private final String backbone;
    private final String view;
    private final Method method;
    private final Fitting fitting;
    private Set<String> shared = Set.of();
    private List<String> fitted = List.of();

    private RunningFit(ModelVersion version, Method method) {
        this.backbone = version.backbone();
        this.view = version.view().id();
        this.method = method;
        this.fitting = method.fitting(version.view().dimension());
    }

    /** A fit of nothing, for versions such as this one. */
    static RunningFit of(ModelVersion version, Method method) {
        return new RunningFit(version, method);
    }

    /** Additions of the scatters that classes of the version share, each read when its turn comes. */
    static Stream<Consumer<Fitting>> shared(ModelVersion version, ModelStore store) {
        return sharedBy(version).stream()
                .sorted()
                .map(store::sharedScatter)
                .map(scatter -> fitting -> fitting.add(scatter));
    }

    /** The addition of a class, its statistics read once. */
    static Consumer<Fitting> addition(ClassRow row, ModelStore store) {
        if (row.sharesItsScatter()) {
            double[] mean = store.mean(row);
            return fitting -> fitting.add(row.count(), mean);
        }
        ClassStatistics statistics = store.statistics(row);
        return fitting -> fitting.add(statistics);
    }

    /** Whether {@link #fit} can bring this fit to the version. */
    boolean leadsTo(ModelVersion version, Method to) {
        List<String> rows = digests(version);
        return version.backbone().equals(backbone)
                && version.view().id().equals(view)
                && to.equals(method)
                && rows.size() >= fitted.size()
                && rows.subList(0, fitted.size()).equals(fitted)
                && (fitted.isEmpty() || sharedBy(version).equals(shared));
    }

    /** Scatters that sealed classes share come first, so that a class added later is the last addition. */
    void fit(ModelVersion version, ModelStore store) {
        if (fitted.isEmpty()) {
            shared = sharedBy(version);
            shared(version, store).forEach(addition -> addition.accept(fitting));
        }
        List<ClassRow> rows = version.classes();
        for (ClassRow row : rows.subList(fitted.size(), rows.size())) {
            addition(row, store).accept(fitting);
        }
        fitted = digests(version);
    }

    Classifier classifier() {
        return fitting.classifier();
    }

    CovarianceEstimate covariance() {
        return fitting.covariance();
    }

    private static List<String> digests(ModelVersion version) {
        return version.classes().stream().map(ClassRow::sha256).toList();
    }

    private static Set<String> sharedBy(ModelVersion version) {
        return Stream.concat(
                        version.view().scatter().stream(),
                        version.classes().stream().flatMap(row -> row.sharedScatter().stream()))
                .collect(Collectors.toSet());
    }
}
