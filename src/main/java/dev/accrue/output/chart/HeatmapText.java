package dev.accrue.output.chart;

import static dev.accrue.common.Messages.text;

import dev.accrue.output.chart.Bands.Band;
import dev.accrue.output.terminal.Colours;
import dev.accrue.output.terminal.DisplayText;
import dev.accrue.output.terminal.TerminalProfile;
import java.util.function.IntFunction;

/**
 * A heatmap in the cells of a terminal: counts beside their shade where they have room, otherwise shades of two cells or
 * one, and where even those have none, neighbours are added up. Where anything was counted, there is a shade.
 */
final class HeatmapText {
    private static final String ASCII = " .:-=+*#%@";
    private static final String BLOCKS = " \u2591\u2592\u2593\u2588";
    /** Of xterm's 256 colours: nothing, then dark to bright as in matplotlib's viridis. */
    private static final int[] GROUNDS = {235, 53, 54, 55, 24, 30, 36, 72, 113, 148, 220};
    /** The first ground on which black is better to read than white. */
    private static final int BRIGHT = 6;

    private static final int BLACK = 16;
    private static final int WHITE = 255;
    private static final String RESET = "\u001b[0m";
    private static final int NARROWEST_LABEL = 10;
    private static final int[] STEPS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};

    private final Heatmap heatmap;
    private final TerminalProfile terminal;
    private final boolean onGround;
    private final String ramp;
    private final Bands bands;
    private final int cells;
    private final int labelWidth;
    private final int cellWidth;
    private final boolean counted;

    HeatmapText(Heatmap heatmap, TerminalProfile terminal) {
        this.heatmap = heatmap;
        this.terminal = terminal;
        this.onGround = terminal.colours() == Colours.MANY;
        this.ramp = terminal.unicode() ? BLOCKS : ASCII;
        int columns = heatmap.columns().size();
        Bands alone = Bands.of(heatmap, 1);
        this.labelWidth = Math.min(alone.labelWidth(), Math.max(NARROWEST_LABEL, terminal.width() / 4));
        int room = terminal.width() - labelWidth - 1;
        int merged = (columns + room - 1) / room;
        this.bands = merged == 1 ? alone : Bands.of(heatmap, merged);
        this.cells = (columns + merged - 1) / merged;
        int withCount = 2 + digits(Math.max(bands.largest(), columns - 1L));
        this.counted = merged == 1 && cells * withCount <= room;
        this.cellWidth = counted ? withCount : cells * 2 <= room ? 2 : 1;
    }

    private static int digits(long number) {
        return Long.toString(number).length();
    }

    String draw() {
        StringBuilder out = new StringBuilder();
        wrapped(heatmap.title(), out);
        wrapped(text("output.heatmapAxes", heatmap.rowAxis(), heatmap.columnAxis()), out);
        if (bands.merged() > 1) {
            wrapped(text("output.heatmapMerged", bands.merged()), out);
        }
        out.append(heading());
        bands.bands().forEach(band -> out.append(line(band)));
        return out.append(legend()).toString();
    }

    private void wrapped(String text, StringBuilder out) {
        if (!text.isEmpty()) {
            DisplayText.wrap(DisplayText.onOneLine(text), terminal.width())
                    .forEach(line -> out.append(line).append('\n'));
        }
    }

    /** Positions of the columns, as many as have room. */
    private String heading() {
        int widest = digits(heatmap.columns().size() - 1L) + 1;
        int step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0; i--) {
            step = STEPS[i] * cellWidth >= widest ? STEPS[i] : step;
        }
        StringBuilder line = new StringBuilder(" ".repeat(labelWidth + 1));
        for (int cell = 0; cell < cells; cell += step) {
            String number = String.valueOf((long) cell * bands.merged());
            int end = labelWidth + 1 + (cell + 1) * cellWidth;
            int from = counted ? end - number.length() - (onGround ? 1 : 0) : end - cellWidth;
            if (from + number.length() <= terminal.width()) {
                line.append(" ".repeat(from - line.length())).append(number);
            }
        }
        return terminal.bold(line.toString()) + "\n";
    }

    private String line(Band band) {
        String label = DisplayText.cut(band.label(), labelWidth, terminal.cutMark());
        StringBuilder line = new StringBuilder(DisplayText.padEnd(label, labelWidth)).append(' ');
        int last = -1;
        for (int column = 0; column < cells; column++) {
            int shade = shade(band, column);
            if (onGround && shade != last) {
                line.append(ground(shade));
                last = shade;
            }
            line.append(cell(band.counts()[column], shade));
        }
        return (onGround ? line + RESET : line.toString().stripTrailing()) + "\n";
    }

    private String cell(long count, int shade) {
        if (!counted) {
            return (onGround ? " " : glyph(shade)).repeat(cellWidth);
        }
        String number = DisplayText.padStart(count == 0 ? "" : Long.toString(count), cellWidth - 2);
        return onGround ? " " + number + " " : " " + glyph(shade) + number;
    }

    /** 0 for nothing; the others share out what is above it. */
    private int shade(Band band, int column) {
        int steps = onGround ? GROUNDS.length - 1 : ramp.length() - 1;
        return (int) Math.ceil(band.share(column) * steps);
    }

    private String glyph(int shade) {
        return ramp.substring(shade, shade + 1);
    }

    private static String ground(int shade) {
        return "\u001b[48;5;" + GROUNDS[shade] + ";38;5;" + (shade >= BRIGHT ? BLACK : WHITE) + "m";
    }

    private String legend() {
        IntFunction<String> sample = onGround ? shade -> ground(shade) + " " : this::glyph;
        StringBuilder line = new StringBuilder("0% ").append(onGround ? "" : "\"");
        for (int shade = 0; shade < (onGround ? GROUNDS.length : ramp.length()); shade++) {
            line.append(sample.apply(shade));
        }
        return line.append(onGround ? RESET : "\"").append(" 100%\n").toString();
    }
}
