package dev.accrue.doctor;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.Cancellation;
import java.util.List;

/** Looks at everything, whatever state it is in: nothing that a check throws ends the visit. */
public final class Doctor {
    private final List<Check> checks;

    public Doctor(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /** In the order of the checks. */
    public List<Finding> examine() {
        return checks.stream().flatMap(check -> look(check).stream()).toList();
    }

    private static List<Finding> look(Check check) {
        Cancellation.check();
        try {
            return check.findings();
        } catch (AccrueException e) {
            if (e.category() == AccrueException.Category.CANCELLED) {
                throw e;
            }
            return List.of(Finding.wrong(check.item(), e.getMessage(), ""));
        } catch (RuntimeException | LinkageError e) {
            return List.of(Finding.wrong(check.item(), e.toString(), text("doctor.unexpectedAdvice")));
        }
    }
}
