package dev.accrue.dataset.folder;

import static dev.accrue.common.Messages.text;

import dev.accrue.dataset.Picture;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes a picture file to 8-bit RGB as a person sees it: turned by its EXIF orientation, transparent parts over
 * white, the first frame of an animation. Grey values are taken as they are stored (Java's own conversion would
 * brighten them).
 */
final class PictureDecoder {

    /** More than this is refused from the header, before memory is spent on it. */
    static final long MOST_PIXELS = 100_000_000;

    /** Pictures whose short side is at least twice this are thinned out while they are read. */
    private static final int ENOUGH = 1024;

    private PictureDecoder() {}

    /** @throws IOException with the reason as its message */
    static Picture decode(byte[] file) throws IOException {
        if (file.length == 0) {
            throw new IOException(text("dataset.picture.empty"));
        }
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new IOException(text("dataset.picture.otherFormat"));
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, false);
                return Orientation.of(file).apply(toRgb(read(reader)));
            } finally {
                reader.dispose();
            }
        } catch (EOFException e) {
            throw new IOException(text("dataset.picture.endsTooEarly"), e);
        } catch (RuntimeException e) {
            // The readers of the JDK meet damaged files with whatever their arithmetic throws.
            throw new IOException(text("dataset.picture.damaged"), e);
        }
    }

    private static BufferedImage read(ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if ((long) width * height > MOST_PIXELS) {
            throw new IOException(text("dataset.picture.tooManyPixels", width, height, MOST_PIXELS / 1_000_000));
        }
        int step = Math.max(1, Math.min(width, height) / ENOUGH);
        ImageReadParam parameters = reader.getDefaultReadParam();
        parameters.setSourceSubsampling(step, step, 0, 0);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0, parameters);
        for (String warning : warnings) {
            if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
                throw new IOException(text("dataset.picture.endsTooEarly"));
            }
        }
        if (reader.getFormatName().equals("JPEG") && image.getRaster().getNumBands() == 4) {
            throw new IOException(text("dataset.picture.fourChannels"));
        }
        return image;
    }

    private static Picture toRgb(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !(image.getColorModel() instanceof IndexColorModel);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            if (grey) {
                greyRow(image, y, row);
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            for (int x = 0; x < width; x++) {
                int alpha = row[x] >>> 24;
                int at = (y * width + x) * 3;
                rgb[at] = overWhite(row[x] >> 16, alpha);
                rgb[at + 1] = overWhite(row[x] >> 8, alpha);
                rgb[at + 2] = overWhite(row[x], alpha);
            }
        }
        return new Picture(width, height, rgb);
    }

    /** One row as ARGB from the samples themselves: grey, and alpha where there is one. */
    private static void greyRow(BufferedImage image, int y, int[] row) {
        Raster raster = image.getRaster();
        int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        boolean hasAlpha = raster.getNumBands() > 1;
        for (int x = 0; x < row.length; x++) {
            int grey = to8Bit(raster.getSample(x, y, 0), most);
            int alpha = hasAlpha ? to8Bit(raster.getSample(x, y, 1), most) : 255;
            row[x] = alpha << 24 | grey << 16 | grey << 8 | grey;
        }
    }

    private static int to8Bit(int sample, int most) {
        return (sample * 255 + most / 2) / most;
    }

    private static byte overWhite(int sample, int alpha) {
        return (byte) (((sample & 0xff) * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
