package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;

import dev.accrue.common.AccrueException;
import dev.accrue.gaussian.LinearDiscriminant.Prototype;
import java.util.ArrayList;
import java.util.List;

/** Counts and means of the classes given to a fitting, in the order of their additions; all of one dimension. */
final class Prototypes {

    private final int dimension;
    private final List<Prototype> classes = new ArrayList<>();

    Prototypes(int dimension) {
        if (dimension < 1) {
            throw new AccrueException(
                    CONFLICT, "a classifier of " + dimension + " features cannot be fitted; at least 1 is needed");
        }
        this.dimension = dimension;
    }

    int dimension() {
        return dimension;
    }

    void add(long count, double[] mean) {
        requireDimension(mean.length);
        if (count < 1) {
            throw new AccrueException(
                    BAD_DATA, "a class counts " + count + " images; at least 1 is needed: learn the class again");
        }
        classes.add(new Prototype(count, mean));
    }

    void requireDimension(int found) {
        if (found != dimension) {
            throw new AccrueException(
                    CONFLICT,
                    "a class of " + found + " features cannot join a model of " + dimension
                            + "; all must come from one backbone");
        }
    }

    /** @throws AccrueException CONFLICT when there is none */
    List<Prototype> classes() {
        if (classes.isEmpty()) {
            throw new AccrueException(CONFLICT, "the model has no classes, so it cannot classify; add a class first");
        }
        return List.copyOf(classes);
    }
}
