package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;

/** What is asked of the parameters of a fitted classifier when they come back from where they were kept. */
final class KeptParameters {
    private KeptParameters() {}

    /** Whole numbers up to 2^31, and the lengths that they give, are exact in float64. */
    static boolean isCount(double value) {
        return value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value);
    }

    /** @throws AccrueException BAD_DATA when one is not */
    static void requireFinite(double[] parameters) {
        for (int p = 0; p < parameters.length; p++) {
            if (!Double.isFinite(parameters[p])) {
                throw damaged(text("gaussian.parameters.notFinite", p, parameters[p]));
            }
        }
    }

    static AccrueException damaged(String found) {
        return new AccrueException(BAD_DATA, text("gaussian.parameters.damaged", found));
    }
}
