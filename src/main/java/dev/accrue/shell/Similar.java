package dev.accrue.shell;

import java.util.Collection;
import java.util.Comparator;

/** What a mistyped word may have meant. */
final class Similar {
    private Similar() {}

    /** {@code , did you mean "evaluate"?} or nothing. */
    static String hint(String typed, Collection<String> known) {
        return known.stream()
                .filter(word -> distance(typed, word) <= Math.max(1, typed.length() / 3))
                .min(Comparator.comparingInt(word -> distance(typed, word)))
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("");
    }

    /** Levenshtein distance: how many characters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
