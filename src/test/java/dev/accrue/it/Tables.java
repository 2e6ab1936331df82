package dev.accrue.it;

import java.util.List;
import java.util.regex.Pattern;

/** Reads what {@code evaluate} prints. */
final class Tables {
    private Tables() {}

    /** The value in each row of that measure, in order. */
    static List<Double> values(String out, String measure) {
        return Pattern.compile("(?m)^" + Pattern.quote(measure) + " +([0-9.]+)")
                .matcher(out)
                .results()
                .map(match -> Double.valueOf(match.group(1)))
                .toList();
    }

    /** The last table whose title starts so. */
    static String last(String out, String title) {
        String rest = out.substring(out.lastIndexOf(title));
        int end = rest.indexOf("\n\n");
        return (end < 0 ? rest : rest.substring(0, end)).strip();
    }
}
