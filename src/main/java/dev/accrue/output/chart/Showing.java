package dev.accrue.output.chart;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.output.terminal.InlineImages;
import dev.accrue.output.terminal.TerminalProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a person wants to see a chart beside the figures. */
public enum Showing {
    /** On a terminal: a picture where it takes one, characters otherwise. In a file or a pipe: not at all. */
    AUTO,
    /** In characters, in a pipe too. */
    TEXT,
    /** A picture where the terminal takes one, and a PNG file otherwise. */
    INLINE,
    /** A PNG file in the folder for temporary files. */
    FILE,
    NONE;

    /**
     * A chart shown.
     *
     * @param drawings to be printed where the data goes
     * @param notes for the person: where a file lies
     */
    public record Shown(List<String> drawings, List<String> notes) {

        private static final Shown NOTHING = new Shown(List.of(), List.of());
    }

    /** @throws AccrueException of category USAGE for another word */
    public static Showing parse(String word) {
        return Arrays.stream(values())
                .filter(showing -> showing.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new AccrueException(
                        Category.USAGE, text("output.pictureUnknown", word, String.join(", ", words()))));
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Showing::word).collect(Collectors.toList());
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What becomes of the wish on this terminal: one of TEXT, INLINE, FILE and NONE. */
    private Showing on(TerminalProfile terminal) {
        boolean pictures = terminal.images() != InlineImages.NONE;
        return switch (this) {
            case AUTO -> !terminal.terminal() ? NONE : pictures ? INLINE : TEXT;
            case INLINE -> pictures ? INLINE : FILE;
            default -> this;
        };
    }

    /** Shows the chart as far as it can be shown. */
    public Shown show(Chart chart, TerminalProfile terminal) {
        return switch (on(terminal)) {
            case TEXT -> new Shown(List.of(chart.text(terminal)), List.of());
            case INLINE -> new Shown(List.of(Charts.inline(chart, terminal)), List.of());
            case FILE -> new Shown(List.of(), List.of(text("output.picture", Charts.temporaryPng(chart))));
            default -> Shown.NOTHING;
        };
    }
}
