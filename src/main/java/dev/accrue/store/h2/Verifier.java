package dev.accrue.store.h2;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.Plausibility;
import dev.accrue.store.ClassRow;
import dev.accrue.store.Verification;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.core.NestedRuntimeException;

/**
 * Reads everything there is in a store and compares it with what its digests say. A digest proves that bits are those
 * that were written; that they can be a scatter at all is checked beside it. Nothing stops at the first problem.
 */
final class Verifier {
    private final StoreTables tables;
    private final Progress progress;
    private final List<Verification.Check> checks = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    Verifier(StoreTables tables, Progress progress) {
        this.tables = tables;
        this.progress = progress;
    }

    Verification verify() {
        check("backbones", text("store.weightsOfBackbones"), tables.backbones().all(), sha256 -> {
            tables.backbones().find(sha256);
            return Optional.empty();
        });
        check("classes", text("store.statisticsOfClasses"), tables.classes().all(), this::classProblem);
        check(
                "shared scatters",
                text("store.sharedScatters"),
                tables.scatters().all(),
                sha256 -> Plausibility.thorough(tables.scatters().get(sha256))
                        .map(problem -> text("store.sharedScatterProblem", sha256, problem)));
        check("versions", text("store.versions"), tables.versions().all().values(), entry -> {
            entry.checked();
            return Optional.empty();
        });
        check(
                "classifiers",
                text("store.derivedClassifiers"),
                tables.derived().classifiers(),
                version -> tables.derived()
                        .classifier(version)
                        .filter(DerivedTable.Fitted::damaged)
                        .map(damaged -> text("store.classifierDamaged", version)));
        return new Verification(checks, problems);
    }

    private Optional<String> classProblem(ClassRow row) {
        tables.classes().heldOut(row);
        if (row.sharesItsScatter()) {
            tables.classes().mean(row);
            return Optional.empty();
        }
        return Plausibility.thorough(tables.classes().statistics(row))
                .map(problem -> text("store.classProblem", row.label(), row.id(), problem));
    }

    /**
     * @param what as programs know it
     * @param described in the person's language
     */
    private <T> void check(String what, String described, Collection<T> all, Function<T, Optional<String>> problem) {
        int before = problems.size();
        int done = 0;
        String unit = text("store.unitRows");
        String task = text("store.checking", described);
        progress.update(new Progress.Step(task, 0, all.size(), unit, ""));
        for (T each : all) {
            Cancellation.check();
            try {
                problem.apply(each).ifPresent(problems::add);
            } catch (NestedRuntimeException e) {
                problems.add(text(
                        "store.rowUnreadable",
                        described,
                        each,
                        e.getMostSpecificCause().getMessage()));
            } catch (AccrueException e) {
                problems.add(e.getMessage());
            }
            progress.update(new Progress.Step(task, ++done, all.size(), unit, ""));
        }
        checks.add(new Verification.Check(what, all.size(), problems.size() - before));
    }
}
