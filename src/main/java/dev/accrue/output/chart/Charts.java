package dev.accrue.output.chart;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.output.OutputFiles;
import dev.accrue.output.terminal.TerminalProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Charts as PNG pictures, in files and on terminals. A picture replaces what is there; ask {@link OutputFiles#check}
 * before where that is not wanted.
 */
public final class Charts {

    /** A picture of a thousand pixels is not made larger than this. */
    private static final int MOST_COLUMNS = 100;

    private Charts() {}

    /**
     * Writes the chart as a picture.
     *
     * @throws AccrueException of category NOT_FOUND if the file's folder does not exist, CONFLICT if the file cannot
     *     be written, USAGE if there are too many names for a picture
     */
    public static void writePng(Chart chart, Path file) {
        OutputFiles.replace(file, png(chart));
    }

    /** What to print to show the picture on a terminal that takes pictures. */
    static String inline(Chart chart, TerminalProfile terminal) {
        drawWithoutScreen();
        return terminal.images().encode(chart.picture(), Math.min(MOST_COLUMNS, terminal.width()));
    }

    /** A new file of a name that nobody has, readable for its owner. */
    static Path temporaryPng(Chart chart) {
        byte[] png = png(chart);
        try {
            return Files.write(Files.createTempFile("accrue-", ".png"), png);
        } catch (IOException e) {
            throw new AccrueException(
                    Category.CONFLICT,
                    text("output.temporary", System.getProperty("java.io.tmpdir"), String.valueOf(e.getMessage())),
                    e);
        }
    }

    /** Where DISPLAY names a screen that is gone, fonts could not be had at all. */
    private static void drawWithoutScreen() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private static byte[] png(Chart chart) {
        drawWithoutScreen();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(chart.picture(), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
