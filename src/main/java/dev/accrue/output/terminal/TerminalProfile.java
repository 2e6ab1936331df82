package dev.accrue.output.terminal;

import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/**
 * What can be shown on one of the process's streams. Decided once, from what the terminal says of itself in the
 * environment; never guessed beyond that, for a wrong guess fills the screen with rubbish.
 *
 * @param terminal whether a person looks at the stream; a file or a pipe gets plain data
 * @param redraws whether the cursor can go back, to draw a line again
 * @param colours none for a file, a pipe, {@code NO_COLOR}, {@code CLICOLOR=0} and {@code TERM=dumb}
 * @param unicode whether the locale's characters are those of UTF-8, so that blocks and Braille patterns can be drawn
 * @param images how the terminal takes pictures
 * @param columns its width now, asked anew each time; 0 or less if not known
 */
public record TerminalProfile(
        boolean terminal, boolean redraws, Colours colours, boolean unicode, InlineImages images, IntSupplier columns) {

    private static final int USUAL_WIDTH = 80;
    private static final int NARROWEST = 20;
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String RESET = "\u001b[0m";

    /** A file or a pipe. */
    public static final TerminalProfile NONE =
            new TerminalProfile(false, false, Colours.NONE, false, InlineImages.NONE, () -> 0);

    /**
     * @param environment of the process: {@code TERM}, {@code COLORTERM}, {@code NO_COLOR}, {@code CLICOLOR}, the locale's
     *     variables, those by which terminals name themselves, and {@code ACCRUE_PICTURES}
     * @param terminal whether the stream is a terminal at all
     */
    public static TerminalProfile of(Map<String, String> environment, boolean terminal, IntSupplier columns) {
        if (!terminal) {
            return NONE;
        }
        String term = environment.getOrDefault("TERM", "");
        boolean dumb = term.isEmpty() || term.equals("dumb");
        return new TerminalProfile(
                true,
                !dumb,
                dumb || unwanted(environment) ? Colours.NONE : colours(term, environment),
                isUnicode(environment),
                dumb ? InlineImages.NONE : InlineImages.of(environment),
                columns);
    }

    private static boolean unwanted(Map<String, String> environment) {
        return !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("CLICOLOR", "").equals("0");
    }

    private static Colours colours(String term, Map<String, String> environment) {
        boolean many = term.contains("256color")
                || term.endsWith("-direct")
                || term.equals("xterm-kitty")
                || term.startsWith("foot")
                || !environment.getOrDefault("COLORTERM", "").isEmpty();
        boolean none = term.endsWith("-m") || term.startsWith("vt1") || term.startsWith("vt2");
        return none ? Colours.NONE : many ? Colours.MANY : Colours.EIGHT;
    }

    /** The first of the three that is set decides, as in POSIX. */
    private static boolean isUnicode(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> value.toLowerCase(Locale.ROOT).replace("-", ""))
                .filter(value -> value.contains("utf8"))
                .isPresent();
    }

    /** Cells of a line, from 20 on. */
    public int width() {
        int known = columns.getAsInt();
        return known <= 0 ? USUAL_WIDTH : Math.max(NARROWEST, known);
    }

    public boolean coloured() {
        return colours != Colours.NONE;
    }

    public String bold(String text) {
        return inked(BOLD, text);
    }

    public String red(String text) {
        return inked(RED, text);
    }

    /**
     * The text in a colour.
     *
     * @param many the colour where there are 256
     * @param few the colour where there are eight
     */
    public String coloured(String text, int many, int few) {
        return inked(colours == Colours.MANY ? "\u001b[38;5;" + many + "m" : "\u001b[3" + few + "m", text);
    }

    private String inked(String ink, String text) {
        return coloured() && !text.isEmpty() ? ink + text + RESET : text;
    }

    /** What stands for the rest of a text that was cut. */
    public String cutMark() {
        return unicode ? "\u2026" : "...";
    }
}
