package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;

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
            throw new AccrueException(
                    BAD_DATA,
                    "the statistics of a class give a covariance that is not of finite numbers; they are damaged:"
                            + " restore an earlier version or learn the class again");
        }
    }

    static AccrueException sealed(String method) {
        return new AccrueException(
                CONFLICT,
                method + " needs a scatter of its own for each class, and classes of this model share one; use a method"
                        + " with one covariance for all (lda, ridge, slda, article or ncm), a view that does not share"
                        + " (see views), or a version from before the seal");
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
            notes.add("jitter of up to " + Regularisation.number(most) + " was needed for " + count(jitters.size()));
        }
        long without = classes.stream()
                .filter(each -> each.regularisation().jitter() == Regularisation.UNIT)
                .count();
        if (without > 0) {
            notes.add("no spread is known of " + count(without) + ", so distances to it are Euclidean");
        }
        return new QuadraticDiscriminant(classes.stream().map(Fitted::shape).toList(), notes);
    }

    private static String count(long classes) {
        return classes == 1 ? "1 class" : classes + " classes";
    }
}
