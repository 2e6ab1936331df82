package dev.accrue.output.chart;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * A heatmap drawn by hand: XChart's starts at the bottom row, colours by absolute count and loses its labels at a
 * hundred classes. Lengths are in pixels.
 */
final class HeatmapPicture {

    private static final int MAXIMUM_NAMES = 5000;
    private static final int MARGIN = 24;
    private static final int GAP = 8;
    private static final int LONGEST_LABEL = 220;
    private static final int BAR_WIDTH = 16;
    private static final int LEGIBLE = 10;
    private static final Color INK = new Color(0x33, 0x33, 0x33);
    private static final Color GRID = new Color(0xE2, 0xE2, 0xE2);
    /** From no share of the row to all of it (ColorBrewer's Blues). */
    private static final Color[] SHADES = {
        Color.WHITE,
        new Color(0xC6, 0xDB, 0xEF),
        new Color(0x6B, 0xAE, 0xD6),
        new Color(0x21, 0x71, 0xB5),
        new Color(0x08, 0x30, 0x6B)
    };

    private final Heatmap heatmap;
    private final long[][] counts;
    private final long[] totals;
    private final int cell;
    private final Font labelFont;
    private final Font axisFont = font(Font.PLAIN, 14);
    private final Font titleFont = font(Font.BOLD, 17);
    private final Graphics2D ruler = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();

    private final boolean uprightColumns;
    private final int left;
    private final int top;
    private final int matrixWidth;
    private final int matrixHeight;
    private final int columnLabelHeight;
    private final int width;
    private final int height;

    HeatmapPicture(Heatmap heatmap) {
        int names = Math.max(heatmap.rows().size(), heatmap.columns().size());
        if (names > MAXIMUM_NAMES) {
            throw new AccrueException(Category.USAGE, text("output.pictureTooLarge", names, MAXIMUM_NAMES));
        }
        this.heatmap = heatmap;
        this.counts = heatmap.counts();
        this.totals =
                Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).toArray();
        this.cell = cellSize(names);
        this.labelFont = font(Font.PLAIN, Math.max(LEGIBLE, Math.min(13, cell - 3)));
        this.uprightColumns = widest(heatmap.columns()) > cell - 6;
        this.matrixWidth = cell * heatmap.columns().size();
        this.matrixHeight = cell * heatmap.rows().size();
        int line = metrics(labelFont).getHeight();
        int axis = metrics(axisFont).getHeight();
        this.left = MARGIN + axis + GAP + Math.min(LONGEST_LABEL, widest(heatmap.rows())) + GAP;
        this.top = MARGIN + metrics(titleFont).getHeight() + 2 * GAP;
        this.columnLabelHeight = uprightColumns ? Math.min(LONGEST_LABEL, widest(heatmap.columns())) : line;
        int bar = 2 * GAP + BAR_WIDTH + GAP / 2 + metrics(labelFont).stringWidth("100%");
        int captions = MARGIN + metrics(titleFont).stringWidth(heatmap.title()) + MARGIN;
        this.width = Math.max(captions, left + Math.max(matrixWidth + bar, columnAxisWidth()) + MARGIN);
        this.height = Math.max(
                top + matrixHeight + GAP + columnLabelHeight + GAP + axis + MARGIN,
                top + metrics(axisFont).stringWidth(rowAxis()) + MARGIN);
    }

    private static int cellSize(int names) {
        if (names <= 150) {
            return Math.max(15, Math.min(96, 640 / names));
        }
        return Math.max(1, Math.min(15, 2400 / names));
    }

    BufferedImage draw() {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        drawCells(g);
        drawGrid(g);
        drawCounts(g);
        drawRowLabels(g);
        drawColumnLabels(g);
        drawTitles(g);
        drawColourBar(g);
        g.dispose();
        ruler.dispose();
        return picture;
    }

    private void drawCells(Graphics2D g) {
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                g.setColor(shade(share(i, j)));
                g.fillRect(left + j * cell, top + i * cell, cell, cell);
            }
        }
    }

    private void drawGrid(Graphics2D g) {
        g.setColor(GRID);
        if (cell >= LEGIBLE) {
            for (int i = 1; i < counts.length; i++) {
                g.drawLine(left, top + i * cell, left + matrixWidth, top + i * cell);
            }
            for (int j = 1; j < counts[0].length; j++) {
                g.drawLine(left + j * cell, top, left + j * cell, top + matrixHeight);
            }
        }
        g.setColor(INK);
        g.drawRect(left, top, matrixWidth, matrixHeight);
    }

    private void drawCounts(Graphics2D g) {
        long largest = Arrays.stream(counts).flatMapToLong(Arrays::stream).max().orElse(0);
        int size = Math.min(15, cell / 2);
        while (size >= LEGIBLE && metrics(font(Font.PLAIN, size)).stringWidth(Long.toString(largest)) > cell - 6) {
            size--;
        }
        if (size < LEGIBLE) {
            return;
        }
        g.setFont(font(Font.PLAIN, size));
        FontMetrics metrics = g.getFontMetrics();
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts[i].length; j++) {
                String text = Long.toString(counts[i][j]);
                g.setColor(share(i, j) > 0.45 ? Color.WHITE : INK);
                int x = left + j * cell + (cell - metrics.stringWidth(text)) / 2;
                g.drawString(text, x, top + i * cell + baseline(metrics, cell));
            }
        }
    }

    private void drawRowLabels(Graphics2D g) {
        g.setFont(labelFont);
        g.setColor(INK);
        FontMetrics metrics = g.getFontMetrics();
        for (int i = 0; i < counts.length; i += labelStep()) {
            String text = cut(heatmap.rows().get(i), metrics);
            g.drawString(text, left - GAP - metrics.stringWidth(text), top + i * cell + baseline(metrics, cell));
        }
    }

    private void drawColumnLabels(Graphics2D g) {
        g.setFont(labelFont);
        g.setColor(INK);
        FontMetrics metrics = g.getFontMetrics();
        int y = top + matrixHeight + GAP;
        for (int j = 0; j < counts[0].length; j += labelStep()) {
            String text = cut(heatmap.columns().get(j), metrics);
            if (uprightColumns) {
                drawUpwards(g, text, left + j * cell + baseline(metrics, cell), y + metrics.stringWidth(text));
            } else {
                g.drawString(text, left + j * cell + (cell - metrics.stringWidth(text)) / 2, y + metrics.getAscent());
            }
        }
    }

    private void drawTitles(Graphics2D g) {
        g.setColor(INK);
        g.setFont(titleFont);
        g.drawString(heatmap.title(), MARGIN, MARGIN + g.getFontMetrics().getAscent());
        g.setFont(axisFont);
        FontMetrics metrics = g.getFontMetrics();
        int middle = top + (matrixHeight + metrics.stringWidth(rowAxis())) / 2;
        int lowest = top + metrics.stringWidth(rowAxis());
        drawUpwards(g, rowAxis(), MARGIN + metrics.getAscent(), Math.max(lowest, middle));
        int x = Math.max(left, left + (matrixWidth - metrics.stringWidth(columnAxis())) / 2);
        g.drawString(columnAxis(), x, top + matrixHeight + GAP + columnLabelHeight + GAP + metrics.getAscent());
    }

    private void drawColourBar(Graphics2D g) {
        int x = left + matrixWidth + 2 * GAP;
        for (int y = 0; y < matrixHeight; y++) {
            g.setColor(shade(1 - (double) y / matrixHeight));
            g.fillRect(x, top + y, BAR_WIDTH, 1);
        }
        g.setColor(INK);
        g.drawRect(x, top, BAR_WIDTH, matrixHeight);
        g.setFont(labelFont);
        FontMetrics metrics = g.getFontMetrics();
        for (int percent = 0; percent <= 100; percent += 50) {
            int y = top + matrixHeight - matrixHeight * percent / 100 + metrics.getAscent() / 2 - 1;
            g.drawString(percent + "%", x + BAR_WIDTH + GAP / 2, y);
        }
    }

    private static void drawUpwards(Graphics2D g, String text, int x, int y) {
        Graphics2D turned = (Graphics2D) g.create();
        turned.rotate(-Math.PI / 2, x, y);
        turned.drawString(text, x, y);
        turned.dispose();
    }

    /** Every how many names a label has room. */
    private int labelStep() {
        return Math.max(1, (int) Math.ceil((labelFont.getSize() + 1.0) / cell));
    }

    private String cut(String text, FontMetrics metrics) {
        if (metrics.stringWidth(text) <= LONGEST_LABEL) {
            return text;
        }
        int end = text.length();
        while (metrics.stringWidth(text.substring(0, end) + "...") > LONGEST_LABEL) {
            end--;
        }
        return text.substring(0, end) + "...";
    }

    private double share(int i, int j) {
        return totals[i] == 0 ? 0 : (double) counts[i][j] / totals[i];
    }

    private static Color shade(double share) {
        double place = share * (SHADES.length - 1);
        int below = Math.min(SHADES.length - 2, (int) place);
        return mix(SHADES[below], SHADES[below + 1], place - below);
    }

    private static Color mix(Color from, Color to, double part) {
        return new Color(
                (int) Math.round(from.getRed() + part * (to.getRed() - from.getRed())),
                (int) Math.round(from.getGreen() + part * (to.getGreen() - from.getGreen())),
                (int) Math.round(from.getBlue() + part * (to.getBlue() - from.getBlue())));
    }

    private String rowAxis() {
        return "rows = " + heatmap.rowAxis();
    }

    private String columnAxis() {
        return "columns = " + heatmap.columnAxis() + "; shade = share of the row";
    }

    private int columnAxisWidth() {
        return metrics(axisFont).stringWidth(columnAxis());
    }

    private int widest(List<String> names) {
        return names.stream().mapToInt(metrics(labelFont)::stringWidth).max().orElse(0);
    }

    private FontMetrics metrics(Font font) {
        return ruler.getFontMetrics(font);
    }

    private static int baseline(FontMetrics metrics, int height) {
        return (height + metrics.getAscent() - metrics.getDescent()) / 2;
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
