package dev.accrue.output.chart;

import java.util.Arrays;
import java.util.function.BiFunction;

/**
 * Cells of a terminal to draw lines on, in Braille patterns of two by four dots a cell or in one dot a cell. Places are
 * given in cells, fractions included; what is drawn later covers what was there.
 */
final class Canvas {
    private static final char EMPTY_PATTERN = '\u2800';
    private static final int COLUMNS = 2;
    private static final int ROWS = 4;
    /** Bits of the dots of a pattern, by row and column (Unicode chapter "Braille Patterns"). */
    private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private final int width;
    private final int height;
    private final boolean patterns;
    private final char[][] cells;
    private final int[][] inks;

    Canvas(int width, int height, boolean patterns) {
        this.width = width;
        this.height = height;
        this.patterns = patterns;
        this.cells = new char[height][width];
        this.inks = new int[height][width];
        for (char[] row : cells) {
            Arrays.fill(row, ' ');
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** A straight line between two places. */
    void line(double x0, double y0, double x1, double y1, int ink) {
        double length = Math.max(Math.abs(x1 - x0) * COLUMNS, Math.abs(y1 - y0) * ROWS);
        int points = (int) Math.ceil(length) + 1;
        for (int i = 0; i <= points; i++) {
            double part = (double) i / points;
            point(x0 + part * (x1 - x0), y0 + part * (y1 - y0), ink);
        }
    }

    private void point(double x, double y, int ink) {
        int column = within(Math.floor(x + 0.5), width);
        int row = within(Math.floor(y + 0.5), height);
        if (patterns) {
            int right = within(Math.floor((x + 0.5 - column) * COLUMNS), COLUMNS);
            int down = within(Math.floor((y + 0.5 - row) * ROWS), ROWS);
            boolean drawn = cells[row][column] >= EMPTY_PATTERN;
            cells[row][column] = (char) ((drawn ? cells[row][column] : EMPTY_PATTERN) | BITS[down][right]);
        } else {
            cells[row][column] = '.';
        }
        inks[row][column] = ink;
    }

    /** A character at a place. */
    void mark(double x, double y, char mark, int ink) {
        int column = within(Math.floor(x + 0.5), width);
        int row = within(Math.floor(y + 0.5), height);
        cells[row][column] = mark;
        inks[row][column] = ink;
    }

    private static int within(double place, int size) {
        return (int) Math.max(0, Math.min(size - 1, place));
    }

    /**
     * A row without the blanks at its end.
     *
     * @param inked gives a text its ink
     */
    String row(int row, BiFunction<String, Integer, String> inked) {
        String text = new String(cells[row]).stripTrailing();
        StringBuilder out = new StringBuilder();
        for (int from = 0; from < text.length(); ) {
            int to = from + 1;
            while (to < text.length() && inks[row][to] == inks[row][from] && blank(text, to) == blank(text, from)) {
                to++;
            }
            String part = text.substring(from, to);
            out.append(blank(text, from) ? part : inked.apply(part, inks[row][from]));
            from = to;
        }
        return out.toString();
    }

    private static boolean blank(String text, int at) {
        return text.charAt(at) == ' ';
    }
}
