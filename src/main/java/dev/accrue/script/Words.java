package dev.accrue.script;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line as a POSIX shell splits them, so that a line means the same at the prompt, in a script
 * and in a person's own shell.
 *
 * <p>Blanks separate words. Everything between single quotes stands for itself. Between double quotes a backslash
 * takes the meaning from a following {@code "}, {@code \} or {@code $} and stands for itself before anything else.
 * Outside quotes a backslash makes the next character an ordinary one; at the very end of the line it stands for
 * itself. Nothing is expanded.
 */
public final class Words {

    private static final String PLAIN_PUNCTUATION = "_-./:=,@%+";

    private Words() {}

    /**
     * Splits a line.
     *
     * @throws AccrueException of category USAGE if a quote is not closed
     */
    public static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
                continue;
            }
            inWord = true;
            if (c == '\'' || c == '"') {
                i = quoted(line, i, word);
            } else if (c == '\\' && i + 1 < line.length()) {
                i++;
                word.append(line.charAt(i));
            } else {
                word.append(c);
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return List.copyOf(words);
    }

    /** Appends what stands between the quote at {@code start} and its partner, and returns the partner's place. */
    private static int quoted(String line, int start, StringBuilder word) {
        char quote = line.charAt(start);
        for (int i = start + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == quote) {
                return i;
            }
            if (c == '\\' && quote == '"' && i + 1 < line.length() && "\"\\$".indexOf(line.charAt(i + 1)) >= 0) {
                i++;
                word.append(line.charAt(i));
            } else {
                word.append(c);
            }
        }
        throw new AccrueException(Category.USAGE, unterminated(quote, line.substring(start)));
    }

    static String unterminated(char quote, String text) {
        return "the quote " + quote + " is opened and not closed: " + text + "; close it, or write \\" + quote
                + " where the character itself is meant";
    }

    /** The word as it has to be written to be one word: {@code split(quote(word))} is {@code [word]}. */
    public static String quote(String word) {
        boolean plain = !word.isEmpty()
                && word.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || PLAIN_PUNCTUATION.indexOf(c) >= 0);
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
