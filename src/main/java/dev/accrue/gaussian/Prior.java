package dev.accrue.gaussian;

import dev.accrue.gaussian.LinearDiscriminant.Prototype;

/** How likely a class is before anything is seen of the image. */
enum Prior {
    /** As its images among all that were learnt. */
    COUNTS {
        @Override
        double logarithm(Prototype prototype) {
            return Math.log((double) prototype.count());
        }
    },
    /** As any other. */
    UNIFORM {
        @Override
        double logarithm(Prototype prototype) {
            return 0;
        }
    };

    /** Up to a number that is the same for all classes. */
    abstract double logarithm(Prototype prototype);
}
