package dev.accrue.output.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Text measured in the cells of a terminal: Chinese, Japanese and Korean characters and emoji take two, accents that
 * join the character before them none (Unicode Standard Annex 11, East Asian Width; its ambiguous characters take one).
 */
public final class DisplayText {

    /** First and last of each range of characters that take two cells. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x231A, 0x231B},
        {0x2329, 0x232A},
        {0x23E9, 0x23EC},
        {0x23F0, 0x23F0},
        {0x23F3, 0x23F3},
        {0x25FD, 0x25FE},
        {0x2614, 0x2615},
        {0x2648, 0x2653},
        {0x267F, 0x267F},
        {0x2693, 0x2693},
        {0x26A1, 0x26A1},
        {0x26AA, 0x26AB},
        {0x26BD, 0x26BE},
        {0x26C4, 0x26C5},
        {0x26CE, 0x26CE},
        {0x26D4, 0x26D4},
        {0x26EA, 0x26EA},
        {0x26F2, 0x26F3},
        {0x26F5, 0x26F5},
        {0x26FA, 0x26FA},
        {0x26FD, 0x26FD},
        {0x2705, 0x2705},
        {0x270A, 0x270B},
        {0x2728, 0x2728},
        {0x274C, 0x274C},
        {0x274E, 0x274E},
        {0x2753, 0x2755},
        {0x2757, 0x2757},
        {0x2795, 0x2797},
        {0x27B0, 0x27B0},
        {0x27BF, 0x27BF},
        {0x2B1B, 0x2B1C},
        {0x2B50, 0x2B50},
        {0x2B55, 0x2B55},
        {0x2E80, 0x303E},
        {0x3041, 0x33FF},
        {0x3400, 0x4DBF},
        {0x4E00, 0xA4CF},
        {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE10, 0xFE19},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F004, 0x1F004},
        {0x1F0CF, 0x1F0CF},
        {0x1F18E, 0x1F18E},
        {0x1F191, 0x1F19A},
        {0x1F200, 0x1F320},
        {0x1F32D, 0x1F335},
        {0x1F337, 0x1F37C},
        {0x1F37E, 0x1F393},
        {0x1F3A0, 0x1F3CA},
        {0x1F3CF, 0x1F3D3},
        {0x1F3E0, 0x1F3F0},
        {0x1F3F4, 0x1F3F4},
        {0x1F3F8, 0x1F43E},
        {0x1F440, 0x1F440},
        {0x1F442, 0x1F4FC},
        {0x1F4FF, 0x1F53D},
        {0x1F54B, 0x1F54E},
        {0x1F550, 0x1F567},
        {0x1F57A, 0x1F57A},
        {0x1F595, 0x1F596},
        {0x1F5A4, 0x1F5A4},
        {0x1F5FB, 0x1F64F},
        {0x1F680, 0x1F6C5},
        {0x1F6CC, 0x1F6CC},
        {0x1F6D0, 0x1F6D2},
        {0x1F6D5, 0x1F6D7},
        {0x1F6DC, 0x1F6DF},
        {0x1F6EB, 0x1F6EC},
        {0x1F6F4, 0x1F6FC},
        {0x1F7E0, 0x1F7EB},
        {0x1F90C, 0x1F93A},
        {0x1F93C, 0x1F945},
        {0x1F947, 0x1F9FF},
        {0x1FA70, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    private DisplayText() {}

    /** Names come from folders and files: a line end or an escape sequence in one must not reach a terminal. */
    public static String onOneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9F}]", " ");
    }

    /** Cells that the text takes. */
    public static int width(String text) {
        return text.codePoints().map(DisplayText::width).sum();
    }

    private static int width(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.CONTROL ->
                character == 0xAD ? 1 : 0; // a soft hyphen is a format character that is shown
            default -> isJoinedVowel(character) ? 0 : isWide(character) ? 2 : 1;
        };
    }

    /** Korean vowels and final consonants are drawn into the cell of the consonant before them. */
    private static boolean isJoinedVowel(int character) {
        return character >= 0x1160 && character <= 0x11FF;
    }

    private static boolean isWide(int character) {
        if (character < WIDE[0][0]) {
            return false;
        }
        for (int[] range : WIDE) {
            if (character <= range[1]) {
                return character >= range[0];
            }
        }
        return false;
    }

    /** As much of the beginning as has room in so many cells. */
    public static String head(String text, int cells) {
        int taken = 0;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            taken += width(character);
            if (taken > cells) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }

    /** The text, or as much of it as has room with a mark that says that it was cut. */
    public static String cut(String text, int cells, String mark) {
        return width(text) <= cells ? text : head(head(text, Math.max(0, cells - width(mark))) + mark, cells);
    }

    /** The text and blanks behind it. */
    public static String padEnd(String text, int cells) {
        return text + " ".repeat(Math.max(0, cells - width(text)));
    }

    /** The text and blanks before it. */
    public static String padStart(String text, int cells) {
        return " ".repeat(Math.max(0, cells - width(text))) + text;
    }

    /**
     * The text in lines, broken at blanks, and within a word only where the word alone is too long.
     *
     * @param cells of a line, at least 2
     * @return at least one line
     */
    public static List<String> wrap(String text, int cells) {
        List<String> lines = new ArrayList<>();
        String left = text;
        while (width(left) > cells) {
            String line = head(left, cells);
            int blank = left.charAt(line.length()) == ' ' ? line.length() : line.lastIndexOf(' ');
            int end = blank > 0 && !line.substring(0, blank).isBlank() ? blank : line.length();
            lines.add(left.substring(0, end).stripTrailing());
            left = left.substring(end).stripLeading();
        }
        if (!left.isEmpty() || lines.isEmpty()) {
            lines.add(left);
        }
        return lines;
    }

    /** Cells of the longest word. */
    public static int widestWord(String text) {
        int widest = 0;
        for (String word : text.split(" ", -1)) {
            widest = Math.max(widest, width(word));
        }
        return widest;
    }
}
