package dev.accrue.script;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Place;
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
     * A word and where it stands, with its quotes.
     *
     * @param text without quotes and escapes
     */
    public record Word(String text, Place place) {}

    /**
     * Splits a line.
     *
     * @throws AccrueException of category USAGE if a quote is not closed
     */
    public static List<String> split(String line) {
        return texts(parse(line));
    }

    /** The words without their places. */
    public static List<String> texts(List<Word> words) {
        return words.stream().map(Word::text).toList();
    }

    /**
     * Splits a line and says where each word stands in it.
     *
     * @throws AccrueException of category USAGE if a quote is not closed
     */
    public static List<Word> parse(String line) {
        List<Word> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int start = -1;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isWhitespace(c)) {
                if (start >= 0) {
                    words.add(new Word(word.toString(), new Place(line, start, i)));
                    word.setLength(0);
                    start = -1;
                }
                continue;
            }
            start = start < 0 ? i : start;
            if (c == '\'' || c == '"') {
                i = quoted(line, i, word);
            } else if (c == '\\' && i + 1 < line.length()) {
                i++;
                word.append(line.charAt(i));
            } else {
                word.append(c);
            }
        }
        if (start >= 0) {
            words.add(new Word(word.toString(), new Place(line, start, line.length())));
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
        throw new AccrueException(Category.USAGE, unterminated(quote, line.substring(start)))
                .at(new Place(line, start, line.length()));
    }

    static String unterminated(char quote, String rest) {
        return text("script.openQuote", quote, rest);
    }

    /** The word as it has to be written to be one word: {@code split(quote(word))} is {@code [word]}. */
    public static String quote(String word) {
        boolean plain = !word.isEmpty()
                && word.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || PLAIN_PUNCTUATION.indexOf(c) >= 0);
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
