package dev.accrue.output.chart;

import dev.accrue.output.terminal.TerminalProfile;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One or more lines over named places. In a picture, values that all lie in [0, 1] are drawn on that scale.
 *
 * @param xLabels the places from left to right, at least one
 * @param series the lines, each with one value a place and a name of its own
 */
public record LineChart(String title, String xAxis, String yAxis, List<String> xLabels, List<Series> series)
        implements Chart {

    /** Refuses, by IllegalArgumentException, a chart without places or with a series of another length or a name used twice. */
    public LineChart {
        xLabels = List.copyOf(xLabels);
        series = List.copyOf(series);
        if (xLabels.isEmpty()) {
            throw new IllegalArgumentException("a line chart needs at least one place on its x axis");
        }
        Set<String> names = new HashSet<>();
        for (Series line : series) {
            if (!names.add(line.name())) {
                throw new IllegalArgumentException("two series are named \"" + line.name() + "\"");
            }
            if (line.values.length != xLabels.size()) {
                throw new IllegalArgumentException("series \"" + line.name() + "\" has " + line.values.length
                        + " values for " + xLabels.size() + " places");
            }
        }
    }

    @Override
    public String text(TerminalProfile terminal) {
        return new LineChartText(this, terminal).draw();
    }

    @Override
    public BufferedImage picture() {
        return LineChartPicture.draw(this);
    }

    /**
     * A line.
     *
     * @param values one a place; NaN or infinity is a gap
     */
    public record Series(String name, double[] values) {

        /** Copies the values. */
        public Series {
            values = values.clone();
        }

        @Override
        public double[] values() {
            return values.clone();
        }
    }
}
