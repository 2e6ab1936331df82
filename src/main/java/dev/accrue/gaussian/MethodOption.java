package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.USAGE;

import dev.accrue.common.AccrueException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * What a method's option may be: one of some words, a number of a range, or either.
 *
 * @param words empty where it can only be a number
 * @param most the largest number, inclusive as the least one is; where both are 0 it can only be a word
 * @param hint said beside what was expected; may be empty
 */
record MethodOption(
        String name, List<String> words, double least, double most, String defaultValue, String summary, String hint) {

    static MethodOption words(String name, List<String> words, String summary, String hint) {
        return new MethodOption(name, words, 0, 0, words.get(0), summary, hint);
    }

    static MethodOption number(String name, double least, double most, double defaultValue, String summary) {
        return new MethodOption(name, List.of(), least, most, text(defaultValue), summary, "");
    }

    static MethodOption wordOrNumber(String name, String word, double least, double most, String summary) {
        return new MethodOption(name, List.of(word), least, most, word, summary, "");
    }

    private boolean takesNumbers() {
        return most > least;
    }

    /** What may be given, as help shows it. */
    String values() {
        String named = String.join("|", words);
        if (!takesNumbers()) {
            return named;
        }
        return (named.isEmpty() ? "" : named + " or ") + "a number from " + text(least) + " to " + text(most);
    }

    /** The one text for this value: lower case, numbers without what does not change them. */
    String canonical(String method, String given) {
        String text = given.strip().toLowerCase(Locale.ROOT);
        if (words.contains(text)) {
            return text;
        }
        if (takesNumbers()) {
            try {
                double value = Double.parseDouble(text);
                if (value >= least && value <= most) {
                    return text(value);
                }
            } catch (NumberFormatException e) {
                // refused below, as a number out of range is
            }
        }
        throw new AccrueException(
                USAGE,
                method + " " + name + "=\"" + given + "\" is not possible; expected "
                        + (takesNumbers() ? "" : "one of ") + values() + hint);
    }

    /** The shortest decimal that gives this number again, negative zero as zero. */
    private static String text(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value + 0.0)).stripTrailingZeros();
        boolean plain = decimal.scale() <= 6 && decimal.precision() - decimal.scale() <= 7;
        return plain ? decimal.toPlainString() : decimal.toString().toLowerCase(Locale.ROOT);
    }
}
