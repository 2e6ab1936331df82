package dev.accrue.shell;

import dev.accrue.output.terminal.DisplayText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines of at most a number of columns. Latin text breaks at blanks; Japanese, which has none, between characters, but
 * not before a closing mark nor behind an opening one. A wide character takes two columns.
 */
final class Wrapping {
    private static final String WIDE = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\u3000-\\u303F\\uFF00-\\uFFEF";
    private static final String OPENING = "[「『（\"(]*";
    private static final String CLOSING = "[、。」』）：ーっゃゅょッャュョ\")]*";
    private static final Pattern PIECE =
            Pattern.compile(OPENING + "(?:[" + WIDE + "]|[\\S&&[^" + WIDE + "]]+)" + CLOSING + "\\s*|\\s+|\\S");

    private Wrapping() {}

    /** A word that is wider than a line keeps a line of its own. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            String piece = matcher.group();
            if (!line.isEmpty() && DisplayText.width(line + piece.stripTrailing()) > width) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(piece);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
