package dev.accrue.learner;

import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.CovarianceEstimate;
import dev.accrue.gaussian.Fitting;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fits a classifier class by class, with the memory of one scatter, and goes on where the last version stopped: a
 * version that only adds classes to the one fitted before costs no more than these classes. A fitting gives the same
 * bits either way.
 */
final class RunningFit {
    private final String backbone;
    private final String method;
    private final Fitting fitting;
    private Set<String> shared = Set.of();
    private List<String> fitted = List.of();

    private RunningFit(ModelVersion version, int dimension) {
        this.backbone = version.backbone();
        this.method = version.method();
        this.fitting = Method.parse(version.method()).fitting(dimension);
    }

    /** A fit of nothing, for versions such as this one. */
    static RunningFit of(ModelVersion version) {
        return new RunningFit(version, version.classes().get(0).dimension());
    }

    /** Whether {@link #fit} can bring this fit to the version. */
    boolean leadsTo(ModelVersion version) {
        List<String> rows = digests(version);
        return version.backbone().equals(backbone)
                && version.method().equals(method)
                && rows.size() >= fitted.size()
                && rows.subList(0, fitted.size()).equals(fitted)
                && (fitted.isEmpty() || sharedBy(version).equals(shared));
    }

    /** Scatters that sealed classes share come first, so that a class added later is the last addition. */
    void fit(ModelVersion version, ModelStore store) {
        if (fitted.isEmpty()) {
            shared = sharedBy(version);
            shared.stream().sorted().map(store::sharedScatter).forEach(fitting::add);
        }
        List<ClassRow> rows = version.classes();
        for (ClassRow row : rows.subList(fitted.size(), rows.size())) {
            if (row.isSealed()) {
                fitting.add(row.count(), store.mean(row));
            } else {
                fitting.add(store.statistics(row));
            }
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
        return version.classes().stream()
                .flatMap(row -> row.sharedScatter().stream())
                .collect(Collectors.toSet());
    }
}
