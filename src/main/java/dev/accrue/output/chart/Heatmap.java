package dev.accrue.output.chart;

import dev.accrue.output.terminal.TerminalProfile;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * A matrix of counts with names; rows and columns may have different ones. The first row is at the top, and a cell is
 * shaded by its share of its row.
 *
 * @param rowAxis what a row stands for ("true class")
 * @param columnAxis what a column stands for ("predicted class")
 * @param rows names from top to bottom
 * @param columns names from left to right
 * @param counts [rows x columns], none negative
 */
public record Heatmap(
        String title, String rowAxis, String columnAxis, List<String> rows, List<String> columns, long[][] counts)
        implements Chart {

    /** Copies the counts and refuses, by IllegalArgumentException, a matrix that does not match its names. */
    public Heatmap {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        counts = copy(counts);
        if (rows.isEmpty() || columns.isEmpty()) {
            throw new IllegalArgumentException("a heatmap needs at least one row and one column");
        }
        if (counts.length != rows.size()) {
            throw new IllegalArgumentException(counts.length + " rows of counts for " + rows.size() + " names");
        }
        for (long[] row : counts) {
            if (row.length != columns.size()) {
                throw new IllegalArgumentException(row.length + " counts in a row for " + columns.size() + " names");
            }
            if (Arrays.stream(row).anyMatch(count -> count < 0)) {
                throw new IllegalArgumentException("a count is negative");
            }
        }
    }

    @Override
    public long[][] counts() {
        return copy(counts);
    }

    @Override
    public String text(TerminalProfile terminal) {
        return new HeatmapText(this, terminal).draw();
    }

    @Override
    public BufferedImage picture() {
        return new HeatmapPicture(this).draw();
    }

    private static long[][] copy(long[][] counts) {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }
}
