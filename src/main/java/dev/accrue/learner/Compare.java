package dev.accrue.learner;

import dev.accrue.common.AccrueException;
import dev.accrue.gaussian.CovarianceEstimate;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.StoredEvaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What is different between two versions. Changes nothing. */
public final class Compare {
    private final ModelSession session;

    public Compare(ModelSession session) {
        this.session = session;
    }

    /** What became of a class. */
    public enum Change {
        ADDED,
        REMOVED,
        /** Other images, or images more. */
        CHANGED,
        RENAMED,
        /** The same images, but its scatter is shared now. */
        SEALED,
        SAME
    }

    /**
     * @param formerLabel its name in the first version, if it had another one
     * @param imagesBefore empty if it was added
     * @param imagesAfter empty if it was removed
     * @param meanMoved Mahalanobis distance between its two means, under the first version's shared covariance
     */
    public record ClassChange(
            String label,
            Change change,
            Optional<String> formerLabel,
            OptionalLong imagesBefore,
            OptionalLong imagesAfter,
            OptionalDouble meanMoved) {}

    /** Accuracy on the same test images, where both versions were evaluated on them. */
    public record Measured(String data, long images, double before, double after) {}

    /**
     * @param methodBefore classifier of the first version, {@code methodAfter} of the second
     * @param covarianceChange |Sigma_2 - Sigma_1|_F / |Sigma_1|_F of the shared covariances
     * @param sameBackbone without it means and covariances cannot be compared
     */
    public record Difference(
            long from,
            long to,
            String methodBefore,
            String methodAfter,
            boolean sameBackbone,
            List<ClassChange> classes,
            OptionalDouble covarianceChange,
            List<Measured> measured) {}

    /**
     * @param from a snapshot, or the number of a version
     * @param to the same; left out: the current version
     * @throws AccrueException NOT_FOUND
     */
    public Difference run(String from, Optional<String> to) {
        ModelStore store = session.store();
        ModelVersion before = store.find(from);
        ModelVersion after = to.isPresent() ? store.find(to.get()) : session.head();
        boolean sameBackbone = before.backbone().equals(after.backbone());
        List<ClassChange> changes = new ArrayList<>();
        OptionalDouble covarianceChange = OptionalDouble.empty();
        if (sameBackbone) {
            CovarianceEstimate first = session.fit(before).covariance();
            changes.addAll(changes(before, after, Optional.of(first)));
            covarianceChange = OptionalDouble.of(session.fit(after).covariance().relativeChange(first));
        } else {
            changes.addAll(changes(before, after, Optional.empty()));
        }
        return new Difference(
                before.number(),
                after.number(),
                Classifiers.described(before.method()).text(),
                Classifiers.described(after.method()).text(),
                sameBackbone,
                changes,
                covarianceChange,
                measured(before, after));
    }

    private List<ClassChange> changes(
            ModelVersion before, ModelVersion after, Optional<CovarianceEstimate> covariance) {
        List<ClassChange> changes = new ArrayList<>();
        List<ClassRow> left = new ArrayList<>(before.classes());
        for (ClassRow row : after.classes()) {
            Optional<ClassRow> former = former(row, left, before, after, covariance.isPresent());
            former.ifPresent(left::remove);
            changes.add(former.map(old -> changed(old, row, covariance))
                    .orElseGet(() -> new ClassChange(
                            row.label(),
                            Change.ADDED,
                            Optional.empty(),
                            OptionalLong.empty(),
                            OptionalLong.of(row.count()),
                            OptionalDouble.empty())));
        }
        for (ClassRow row : left) {
            changes.add(new ClassChange(
                    row.label(),
                    Change.REMOVED,
                    Optional.empty(),
                    OptionalLong.of(row.count()),
                    OptionalLong.empty(),
                    OptionalDouble.empty()));
        }
        return changes;
    }

    /** The row of that name, or else one that no longer has its name and has the very same images. */
    private Optional<ClassRow> former(
            ClassRow row, List<ClassRow> left, ModelVersion before, ModelVersion after, boolean comparable) {
        Optional<ClassRow> sameName =
                left.stream().filter(old -> old.label().equals(row.label())).findFirst();
        if (has(before, row.label()) || !comparable) {
            return sameName;
        }
        ModelStore store = session.store();
        return left.stream()
                .filter(old -> !has(after, old.label())
                        && old.count() == row.count()
                        && Arrays.equals(store.mean(old), store.mean(row)))
                .findFirst();
    }

    private static boolean has(ModelVersion version, String label) {
        return version.classes().stream().anyMatch(row -> row.label().equals(label));
    }

    private ClassChange changed(ClassRow old, ClassRow row, Optional<CovarianceEstimate> covariance) {
        boolean renamed = !old.label().equals(row.label());
        boolean same = old.sha256().equals(row.sha256());
        OptionalDouble moved = covariance.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        same
                                ? 0
                                : covariance
                                        .get()
                                        .distance(
                                                session.store().mean(old),
                                                session.store().mean(row)));
        return new ClassChange(
                row.label(),
                renamed ? Change.RENAMED : same ? Change.SAME : sealed(old, row) ? Change.SEALED : Change.CHANGED,
                renamed ? Optional.of(old.label()) : Optional.empty(),
                OptionalLong.of(old.count()),
                OptionalLong.of(row.count()),
                moved);
    }

    private boolean sealed(ClassRow old, ClassRow row) {
        return row.isSealed()
                && row.count() == old.count()
                && Arrays.equals(session.store().mean(old), session.store().mean(row));
    }

    private List<Measured> measured(ModelVersion before, ModelVersion after) {
        List<StoredEvaluation> first = session.store().evaluations(before.number());
        List<Measured> measured = new ArrayList<>();
        for (StoredEvaluation second : session.store().evaluations(after.number())) {
            first.stream()
                    .filter(each -> each.dataDigest().equals(second.dataDigest()))
                    .findFirst()
                    .ifPresent(each -> measured.add(
                            new Measured(second.data(), second.images(), each.accuracy(), second.accuracy())));
        }
        return measured;
    }
}
