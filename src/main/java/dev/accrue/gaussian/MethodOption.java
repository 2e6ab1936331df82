package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.USAGE;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a method's option may be: one of some words, a number of a range, or either.
 *
 * @param words empty where it can only be a number
 * @param most the largest number, inclusive as the least one is; where both are 0 it can only be a word
 * @param summary one line for people
 * @param hint said after what was expected
 */
record MethodOption(
        String name,
        List<String> words,
        double least,
        double most,
        String defaultValue,
        Supplier<String> summary,
        Optional<Supplier<String>> hint) {

    static MethodOption words(String name, List<String> words, Supplier<String> summary) {
        return new MethodOption(name, words, 0, 0, words.get(0), summary, Optional.empty());
    }

    static MethodOption number(String name, double least, double most, double defaultValue, Supplier<String> summary) {
        return new MethodOption(name, List.of(), least, most, decimal(defaultValue), summary, Optional.empty());
    }

    static MethodOption wordOrNumber(String name, String word, double least, double most, Supplier<String> summary) {
        return new MethodOption(name, List.of(word), least, most, word, summary, Optional.empty());
    }

    MethodOption hinting(Supplier<String> said) {
        return new MethodOption(name, words, least, most, defaultValue, summary, Optional.of(said));
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
        return named.isEmpty()
                ? text("gaussian.option.number", decimal(least), decimal(most))
                : text("gaussian.option.wordOrNumber", named, decimal(least), decimal(most));
    }

    /** The one text for this value: lower case, numbers without what does not change them. */
    String canonical(String method, String given) {
        String word = given.strip().toLowerCase(Locale.ROOT);
        if (words.contains(word)) {
            return word;
        }
        if (takesNumbers()) {
            try {
                double value = Double.parseDouble(word);
                if (value >= least && value <= most) {
                    return decimal(value);
                }
            } catch (NumberFormatException e) {
                // refused below, as a number out of range is
            }
        }
        String refusal = takesNumbers()
                ? text("gaussian.option.outOfRange", method, name, given, values())
                : text("gaussian.option.notOneOf", method, name, given, values());
        throw new AccrueException(
                USAGE,
                hint.map(said -> text("gaussian.option.andHint", refusal, said.get()))
                        .orElse(refusal));
    }

    /** The shortest decimal that gives this number again, negative zero as zero. */
    private static String decimal(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value + 0.0)).stripTrailingZeros();
        boolean plain = decimal.scale() <= 6 && decimal.precision() - decimal.scale() <= 7;
        return plain ? decimal.toPlainString() : decimal.toString().toLowerCase(Locale.ROOT);
    }
}
