package dev.accrue.gaussian;

import static dev.accrue.common.Messages.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What had to be done to a covariance, for people to see.
 *
 * @param shrinkage how far it was moved to its target; 0 if it was not
 * @param jitter what was put on the diagonal to factor it, relative to the mean of the diagonal; 0 if nothing,
 *     {@value #UNIT} where the covariance was zero and the identity took its place
 */
record Regularisation(double shrinkage, double jitter) {

    static final double UNIT = 1;

    static final Regularisation NONE = new Regularisation(0, 0);

    /**
     * In plain words, nothing where nothing was done.
     *
     * @param rule what to say of an amount of shrinkage
     */
    List<String> notes(UnaryOperator<String> rule) {
        List<String> notes = new ArrayList<>();
        if (shrinkage > 0) {
            notes.add(rule.apply(number(shrinkage)));
        }
        if (jitter == UNIT) {
            notes.add(text("gaussian.note.noSpread"));
        } else if (jitter > 0) {
            notes.add(text("gaussian.note.jitter", number(jitter)));
        }
        return notes;
    }

    /** Three digits. */
    static String number(double value) {
        String digits = String.format(Locale.ROOT, "%.3g", value);
        return digits.contains(".") ? digits.replaceFirst("\\.?0*($|e)", "$1") : digits;
    }
}
