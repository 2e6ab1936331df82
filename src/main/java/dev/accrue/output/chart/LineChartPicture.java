package dev.accrue.output.chart;

import dev.accrue.output.chart.LineChart.Series;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A line chart drawn by XChart. */
final class LineChartPicture {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;
    private static final int ROOM_FOR_LABELS = 880;
    private static final int CHARACTER_WIDTH = 8;
    private static final int LABEL_HEIGHT = 18;
    private static final int LONGEST_LABEL = 24;
    private static final Color INK = new Color(0x33, 0x33, 0x33);
    private static final Color GRID = new Color(0xE2, 0xE2, 0xE2);
    /** Okabe and Ito's colours, told apart by colour-blind readers too. */
    private static final Color[] COLOURS = {
        new Color(0x00, 0x72, 0xB2),
        new Color(0xD5, 0x5E, 0x00),
        new Color(0x00, 0x9E, 0x73),
        new Color(0xCC, 0x79, 0xA7),
        new Color(0xE6, 0x9F, 0x00),
        new Color(0x56, 0xB4, 0xE9),
        INK
    };

    private LineChartPicture() {}

    static BufferedImage draw(LineChart chart) {
        CategoryChart drawing = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(chart.title())
                .xAxisTitle(chart.xAxis())
                .yAxisTitle(chart.yAxis())
                .build();
        List<String> labels = legible(chart.xLabels());
        style(drawing.getStyler(), chart);
        for (int i = 0; i < chart.series().size(); i++) {
            Series line = chart.series().get(i);
            CategorySeries drawn = drawing.addSeries(line.name(), labels, gapsAsNull(line.values()));
            drawn.setMarker(SeriesMarkers.CIRCLE);
            drawn.setLineStyle(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            drawn.setLineColor(COLOURS[i % COLOURS.length]);
            drawn.setMarkerColor(COLOURS[i % COLOURS.length]);
        }
        return BitmapEncoder.getBufferedImage(drawing);
    }

    private static void style(CategoryStyler styler, LineChart chart) {
        styler.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
        styler.setOverlapped(true);
        styler.setLocale(Locale.ROOT);
        styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
        styler.setChartFontColor(INK).setPlotBorderVisible(false).setChartPadding(16);
        styler.setChartTitleBoxVisible(false).setChartTitleFont(font(Font.BOLD, 18));
        styler.setAxisTitleFont(font(Font.PLAIN, 14)).setAxisTickLabelsFont(font(Font.PLAIN, 12));
        styler.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1f));
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setLegendVisible(chart.series().size() > 1);
        styler.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE).setLegendFont(font(Font.PLAIN, 13));
        styler.setMarkerSize(7);
        if (longestLabel(chart) * CHARACTER_WIDTH
                > ROOM_FOR_LABELS / chart.xLabels().size()) {
            styler.setXAxisLabelRotation(90);
            styler.setXAxisLabelAlignmentVertical(TextAlignment.Right);
            styler.setXAxisMaxLabelCount(chart.xLabels().size());
        }
        if (isShares(chart)) {
            styler.setYAxisMin(0.0).setYAxisMax(1.0);
            styler.setYAxisDecimalPattern("0.0");
        }
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** Every label where they have room, every other or every third one where they have not. */
    private static List<String> legible(List<String> labels) {
        int step = 1 + (labels.size() * LABEL_HEIGHT - 1) / ROOM_FOR_LABELS;
        return IntStream.range(0, labels.size())
                .mapToObj(i -> i % step == 0 ? cut(labels.get(i)) : "")
                .toList();
    }

    private static String cut(String label) {
        return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 3) + "...";
    }

    private static int longestLabel(LineChart chart) {
        return chart.xLabels().stream().mapToInt(String::length).max().orElse(0);
    }

    private static boolean isShares(LineChart chart) {
        return values(chart).allMatch(value -> value >= 0 && value <= 1);
    }

    private static DoubleStream values(LineChart chart) {
        return chart.series().stream()
                .flatMapToDouble(line -> Arrays.stream(line.values()))
                .filter(Double::isFinite);
    }

    private static List<@Nullable Double> gapsAsNull(double[] values) {
        List<@Nullable Double> list = new ArrayList<>();
        IntStream.range(0, values.length).forEach(i -> list.add(Double.isFinite(values[i]) ? values[i] : null));
        return list;
    }
}
