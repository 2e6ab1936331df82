package dev.accrue.output.chart;

import dev.accrue.output.chart.LineChart.Series;
import dev.accrue.output.terminal.DisplayText;
import dev.accrue.output.terminal.TerminalProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** A line chart in the cells of a terminal: lines of Braille patterns, or of dots, with a mark at each value. */
final class LineChartText {
    private static final int WIDEST = 100;
    private static final int ROWS = 14;
    private static final double STEPS = 5;
    private static final String MARKS = "*+ox#%@";
    /** Okabe and Ito's colours, as near as xterm's 256 come to them; and what eight colours have instead. */
    private static final int[] MANY = {32, 208, 36, 175, 214, 117, 250};

    private static final int[] FEW = {6, 3, 2, 5, 1, 4, 7};

    private final LineChart chart;
    private final TerminalProfile terminal;
    private final double lowest;
    private final double step;
    private final int steps;
    private final int rowsPerStep;
    private final int axisWidth;
    private final Canvas canvas;

    LineChartText(LineChart chart, TerminalProfile terminal) {
        this.chart = chart;
        this.terminal = terminal;
        double least = values().min().orElse(0);
        double most = values().max().orElse(1);
        this.step = niceStep(Math.max(most - least, Math.max(Math.abs(most) / 20, 1e-9)) / STEPS);
        this.lowest = Math.floor(least / step + 1e-9) * step;
        this.steps = Math.max(1, (int) Math.ceil((most - lowest) / step - 1e-9));
        this.rowsPerStep = Math.max(1, ROWS / steps);
        int room = Math.min(WIDEST, terminal.width());
        this.axisWidth =
                Math.min(room / 2, Math.max(tick(0).length(), tick(steps).length()));
        this.canvas = new Canvas(room - axisWidth - 2, steps * rowsPerStep + 1, terminal.unicode());
        for (int i = chart.series().size() - 1; i >= 0; i--) { // the first one lies on top
            drawLine(chart.series().get(i).values(), i);
        }
        for (int i = chart.series().size() - 1; i >= 0; i--) {
            drawMarks(chart.series().get(i).values(), i);
        }
    }

    private DoubleStream values() {
        return chart.series().stream()
                .flatMapToDouble(line -> Arrays.stream(line.values()))
                .filter(Double::isFinite);
    }

    /** 1, 2 or 5 times a power of ten, not below. */
    private static double niceStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private void drawLine(double[] values, int series) {
        for (int i = 1; i < values.length; i++) {
            if (Double.isFinite(values[i - 1]) && Double.isFinite(values[i])) {
                canvas.line(x(i - 1), y(values[i - 1]), x(i), y(values[i]), series);
            }
        }
    }

    private void drawMarks(double[] values, int series) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isFinite(values[i])) {
                canvas.mark(x(i), y(values[i]), mark(series), series);
            }
        }
    }

    private double x(int place) {
        int last = chart.xLabels().size() - 1;
        return last == 0 ? (canvas.width() - 1) / 2.0 : place * (canvas.width() - 1.0) / last;
    }

    private double y(double value) {
        return steps * rowsPerStep - (value - lowest) / step * rowsPerStep;
    }

    private static char mark(int series) {
        return MARKS.charAt(series % MARKS.length());
    }

    String draw() {
        StringBuilder out = new StringBuilder();
        wrapped(chart.title(), out);
        wrapped(chart.yAxis(), out);
        for (int row = 0; row < canvas.height(); row++) {
            boolean ticked = (canvas.height() - 1 - row) % rowsPerStep == 0;
            String label = ticked ? tick((canvas.height() - 1 - row) / rowsPerStep) : "";
            out.append(DisplayText.padStart(DisplayText.head(label, axisWidth), axisWidth))
                    .append(' ')
                    .append(terminal.unicode() ? (ticked ? '\u2524' : '\u2502') : (ticked ? '+' : '|'))
                    .append(canvas.row(row, this::inked))
                    .append('\n');
        }
        String corner = terminal.unicode() ? "\u2514" : "+";
        String edge = terminal.unicode() ? "\u2500" : "-";
        out.append(" ".repeat(axisWidth + 1))
                .append(corner)
                .append(edge.repeat(canvas.width()))
                .append('\n');
        out.append(places()).append('\n');
        wrapped(" ".repeat(axisWidth + 2) + chart.xAxis(), out);
        return out.append(legend()).toString();
    }

    private void wrapped(String text, StringBuilder out) {
        if (!text.isBlank()) {
            DisplayText.wrap(DisplayText.onOneLine(text), terminal.width())
                    .forEach(line -> out.append(line).append('\n'));
        }
    }

    private String inked(String text, int series) {
        return terminal.coloured(text, MANY[series % MANY.length], FEW[series % FEW.length]);
    }

    private String tick(int number) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + decimals + "f", lowest + number * step);
    }

    /** Names of the places below them, as many as have room. */
    private String places() {
        StringBuilder line = new StringBuilder();
        int used = 0;
        List<String> names = chart.xLabels();
        for (int i = 0; i < names.size(); i++) {
            String name = DisplayText.onOneLine(names.get(i));
            int width = DisplayText.width(name);
            int middle = axisWidth + 2 + (int) Math.round(x(i));
            int from = Math.max(0, Math.min(middle - width / 2, axisWidth + 2 + canvas.width() - width));
            if ((used == 0 || from > used) && from + width <= axisWidth + 2 + canvas.width()) {
                line.append(" ".repeat(from - used)).append(name);
                used = from + width;
            }
        }
        return line.toString();
    }

    private String legend() {
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < chart.series().size(); i++) {
            Series series = chart.series().get(i);
            String name =
                    DisplayText.cut(DisplayText.onOneLine(series.name()), terminal.width() - 2, terminal.cutMark());
            int width = 2 + DisplayText.width(name);
            boolean fits = used > 0 && used + 3 + width <= terminal.width();
            out.append(used == 0 ? "" : fits ? "   " : "\n");
            out.append(inked(String.valueOf(mark(i)), i)).append(' ').append(name);
            used = fits ? used + 3 + width : width;
        }
        return out.append(out.isEmpty() ? "" : "\n").toString();
    }
}
