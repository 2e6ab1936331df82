package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.gaussian.QuadraticDiscriminant.Ellipsoid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What methods with a covariance for each class have in common. */
final class ClassCovariances {
    private ClassCovariances() {}

    /** A class made ready, and what had to be done to its covariance. */
    record Fitted(Ellipsoid shape, Regularisation regularisation) {

        /** @throws AccrueException BAD_DATA when a number is not finite */
        Fitted {
            requireFinite(new double[] {shape.offset()});
            requireFinite(shape.mean());
            requireFinite(shape.factor().lower());
        }
    }

    static void requireFinite(double[] values) {
        if (!Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new AccrueException(BAD_DATA, text("gaussian.statistics.covarianceNotFinite"));
        }
    }

    static AccrueException sealed(String method) {
        return new AccrueException(CONFLICT, text("gaussian.method.needsOwnScatters", method));
    }

    static QuadraticDiscriminant discriminant(List<Fitted> classes, List<String> first) {
        List<String> notes = new ArrayList<>(first);
        List<Double> jitters = classes.stream()
                .map(each -> each.regularisation().jitter())
                .filter(jitter -> jitter > 0 && jitter < Regularisation.UNIT)
                .toList();
        if (!jitters.isEmpty()) {
            double most =
                    jitters.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            notes.add(text("gaussian.note.jitterUpTo", Regularisation.number(most), count(jitters.size())));
        }
        long without = classes.stream()
                .filter(each -> each.regularisation().jitter() == Regularisation.UNIT)
                .count();
        if (without > 0) {
            notes.add(text("gaussian.note.noSpreadOf", count(without)));
        }
        return new QuadraticDiscriminant(classes.stream().map(Fitted::shape).toList(), notes);
    }

    private static String count(long classes) {
        return classes == 1 ? text("gaussian.note.oneClass") : text("gaussian.note.classes", classes);
    }
}
