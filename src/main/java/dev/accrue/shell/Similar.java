package dev.accrue.shell;

import static dev.accrue.common.Messages.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a mistyped word may have meant. */
final class Similar {
    private Similar() {}

    /** {@code ; did you mean "evaluate"?} or nothing. */
    static String hint(String typed, Collection<String> known) {
        return nearest(typed, known).map(word -> text("shell.similar", word)).orElse("");
    }

    /** The one that it is most like, if it is like one at all. */
    static Optional<String> nearest(String typed, Collection<String> known) {
        return known.stream()
                .filter(word -> distance(typed, word) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(word -> distance(typed, word)));
    }

    /**
     * How many characters to insert, delete, replace or swap with their neighbour, whatever their case (Damerau 1964,
     * Levenshtein 1966; no character takes part twice).
     */
    static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 ? j : j == 0 ? i : cheapest(a, b, rows, i, j);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int[][] rows, int i, int j) {
        int replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int cheapest = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cheapest, rows[i - 2][j - 2] + 1) : cheapest;
    }
}
