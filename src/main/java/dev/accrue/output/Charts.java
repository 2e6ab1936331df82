package dev.accrue.output;

import dev.accrue.common.AccrueException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Charts as PNG pictures, drawn without a screen. A picture replaces what is there; ask {@link OutputFiles#check}
 * before where that is not wanted.
 */
public final class Charts {

    private Charts() {}

    /**
     * Draws a matrix: the first row at the top, a cell the darker the larger its share of its row, the counts in the
     * cells where they fit.
     *
     * @throws AccrueException of category NOT_FOUND if the file's folder does not exist, CONFLICT if the file cannot
     *     be written, USAGE if there are too many names for a picture
     */
    public static void writePng(Heatmap heatmap, Path file) {
        drawWithoutScreen();
        write(new HeatmapPicture(heatmap).draw(), file);
    }

    /**
     * Draws lines over their places; values that all lie in [0, 1] are drawn on that scale.
     *
     * @throws AccrueException of category NOT_FOUND if the file's folder does not exist, CONFLICT if the file cannot
     *     be written
     */
    public static void writePng(LineChart chart, Path file) {
        drawWithoutScreen();
        write(LineChartPicture.draw(chart), file);
    }

    /** Where DISPLAY names a screen that is gone, fonts could not be had at all. */
    private static void drawWithoutScreen() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private static void write(BufferedImage picture, Path file) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OutputFiles.replace(file, png.toByteArray());
    }
}
