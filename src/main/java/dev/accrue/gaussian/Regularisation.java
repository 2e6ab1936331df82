package dev.accrue.gaussian;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
     * @param rule what to say of the shrinkage, with %s for the amount
     */
    List<String> notes(String rule) {
        List<String> notes = new ArrayList<>();
        if (shrinkage > 0) {
            notes.add(rule.replace("%s", number(shrinkage)));
        }
        if (jitter == UNIT) {
            notes.add("no class has any spread, so distances are Euclidean");
        } else if (jitter > 0) {
            notes.add("jitter " + number(jitter) + " was needed");
        }
        return notes;
    }

    /** Three digits. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3g", value);
        return text.contains(".") ? text.replaceFirst("\\.?0*($|e)", "$1") : text;
    }
}
