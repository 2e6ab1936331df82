package dev.accrue.output.chart;

import dev.accrue.output.terminal.DisplayText;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A heatmap's rows in the order of the columns of their names, so that what is right lies on the diagonal; rows without a
 * column come last. Neighbours may be added up, in both directions alike.
 *
 * @param merged how many neighbours each cell adds up, in each direction
 * @param bands from top to bottom
 */
record Bands(int merged, List<Band> bands) {

    /**
     * One row, or neighbours added up.
     *
     * @param label position of the column of the same name, and the name; of neighbours, those of the first
     * @param counts as many as there are columns, or groups of them
     */
    record Band(String label, long[] counts) {

        /** 0 where nothing was counted. */
        double share(int column) {
            long total = Arrays.stream(counts).sum();
            return total == 0 ? 0 : (double) counts[column] / total;
        }
    }

    static Bands of(Heatmap heatmap, int merged) {
        List<String> columns = heatmap.columns();
        Map<String, Integer> columnOf = new HashMap<>();
        for (int column = 0; column < columns.size(); column++) {
            columnOf.putIfAbsent(columns.get(column), column);
        }
        Map<Integer, Band> bands = new TreeMap<>();
        long[][] counts = heatmap.counts();
        int extra = columns.size() + merged; // a group of its own, behind those of the columns
        for (int row = 0; row < counts.length; row++) {
            String name = DisplayText.onOneLine(heatmap.rows().get(row));
            Integer column = columnOf.get(heatmap.rows().get(row));
            String label = column == null ? "- " + name : range(column, merged, columns.size()) + " " + name;
            Band band = bands.computeIfAbsent(
                    (column == null ? extra++ : column) / merged,
                    key -> new Band(label, new long[(columns.size() + merged - 1) / merged]));
            for (int j = 0; j < columns.size(); j++) {
                band.counts()[j / merged] += counts[row][j];
            }
        }
        return new Bands(merged, List.copyOf(bands.values()));
    }

    private static String range(int column, int merged, int columns) {
        int first = column - column % merged;
        return merged == 1 ? String.valueOf(column) : first + "-" + (Math.min(columns, first + merged) - 1);
    }

    /** Cells of the widest label. */
    int labelWidth() {
        return bands.stream()
                .mapToInt(band -> DisplayText.width(band.label()))
                .max()
                .orElse(0);
    }

    long largest() {
        return bands.stream()
                .flatMapToLong(band -> Arrays.stream(band.counts()))
                .max()
                .orElse(0);
    }
}
