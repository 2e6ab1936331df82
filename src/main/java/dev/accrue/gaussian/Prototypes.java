package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

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
            throw new AccrueException(CONFLICT, text("gaussian.classifier.noFeatures", dimension));
        }
        this.dimension = dimension;
    }

    int dimension() {
        return dimension;
    }

    void add(long count, double[] mean) {
        requireDimension(mean.length);
        if (count < 1) {
            throw new AccrueException(BAD_DATA, text("gaussian.classifier.classWithoutImages", count));
        }
        classes.add(new Prototype(count, mean));
    }

    void requireDimension(int found) {
        if (found != dimension) {
            throw new AccrueException(CONFLICT, text("gaussian.classifier.otherDimension", found, dimension));
        }
    }

    /** @throws AccrueException CONFLICT when there is none */
    List<Prototype> classes() {
        if (classes.isEmpty()) {
            throw new AccrueException(CONFLICT, text("gaussian.classifier.noClasses"));
        }
        return List.copyOf(classes);
    }
}
