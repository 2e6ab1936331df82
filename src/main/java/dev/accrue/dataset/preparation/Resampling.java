package dev.accrue.dataset.preparation;

import dev.accrue.dataset.Framing;
import dev.accrue.dataset.Interpolation;
import dev.accrue.dataset.Picture;
import java.util.Arrays;
import java.util.IntSummaryStatistics;

/**
 * Resizes a line of pixels: each new pixel is a weighted sum of {@code taps} neighbouring old ones. Lines that a picture
 * is as wide as it is high have the same for rows and for columns.
 *
 * <p>Shrinking weighs each old pixel by the share of the new pixel's area it covers. Enlarging weighs it by its distance
 * from the centre of the new one; centre i of n lies at {@code (i + 0.5) / n} of what is shown. Beyond its ends a line
 * goes on as its mirror image. Sums are float32 in a fixed order and rounded once, so the result is the same everywhere.
 *
 * @param pixels old ones of each new one {@code [size x taps]}
 * @param weights of these {@code [size x taps]}, each row adding up to 1
 */
record Resampling(int taps, int[] pixels, float[] weights) {

    /** Writes what the framing shows of a picture as {@code [size x size x 3]} from {@code offset} on. */
    static void fit(Picture picture, Framing framing, byte[] target, int offset) {
        int size = framing.size();
        int side = Math.min(picture.width(), picture.height());
        if (side == size && framing.crop() == 1) {
            int left = (picture.width() - side) / 2;
            int top = (picture.height() - side) / 2;
            for (int y = 0; y < size; y++) {
                int from = ((top + y) * picture.width() + left) * 3;
                System.arraycopy(picture.rgb(), from, target, offset + y * size * 3, size * 3);
            }
            return;
        }
        Resampling across = of(picture.width(), side, framing);
        Resampling down = picture.height() == picture.width() ? across : of(picture.height(), side, framing);
        IntSummaryStatistics needed = Arrays.stream(down.pixels).summaryStatistics();
        float[] rows = new float[(needed.getMax() - needed.getMin() + 1) * size * 3];
        for (int y = needed.getMin(); y <= needed.getMax(); y++) {
            across.resizeRow(picture.rgb(), y * picture.width() * 3, rows, (y - needed.getMin()) * size * 3);
        }
        down.resizeColumns(rows, needed.getMin(), size * 3, target, offset);
    }

    /**
     * @param length of a line in pixels
     * @param side of the picture's centre square
     */
    static Resampling of(int length, int side, Framing framing) {
        int size = framing.size();
        Interpolation interpolation = framing.interpolation();
        double shown = side * framing.crop();
        int square = (length - side) / 2; // on whole pixels
        double start = square + (side - shown) / 2;
        double scale = shown / size;
        int taps = scale > 1 ? (int) Math.ceil(scale) + 1 : 2 * interpolation.reach();
        int[] pixels = new int[size * taps];
        float[] weights = new float[size * taps];
        for (int i = 0; i < size; i++) {
            double from = start + i * scale;
            double centre = from + scale / 2 - 0.5;
            int first = (int) Math.floor(scale > 1 ? from : centre + 1 - interpolation.reach());
            double sum = 0;
            double[] shares = new double[taps];
            for (int k = 0; k < taps; k++) {
                double old = first + k;
                shares[k] = scale > 1
                        ? Math.max(0, Math.min(old + 1, from + scale) - Math.max(old, from))
                        : interpolation.weight(Math.abs(centre - old));
                sum += shares[k];
            }
            for (int k = 0; k < taps; k++) {
                pixels[i * taps + k] = Picture.mirrored(first + k, length);
                weights[i * taps + k] = (float) (shares[k] / sum);
            }
        }
        return new Resampling(taps, pixels, weights);
    }

    private void resizeRow(byte[] rgb, int from, float[] row, int to) {
        for (int i = 0; i < pixels.length / taps; i++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            for (int k = i * taps; k < (i + 1) * taps; k++) {
                float weight = weights[k];
                int pixel = from + pixels[k] * 3;
                red += weight * (rgb[pixel] & 0xff);
                green += weight * (rgb[pixel + 1] & 0xff);
                blue += weight * (rgb[pixel + 2] & 0xff);
            }
            row[to + 3 * i] = red;
            row[to + 3 * i + 1] = green;
            row[to + 3 * i + 2] = blue;
        }
    }

    private void resizeColumns(float[] rows, int firstRow, int width, byte[] target, int offset) {
        float[] sum = new float[width];
        for (int i = 0; i < pixels.length / taps; i++) {
            Arrays.fill(sum, 0.5f);
            for (int k = 0; k < taps; k++) {
                float weight = weights[i * taps + k];
                int row = (pixels[i * taps + k] - firstRow) * width;
                for (int x = 0; x < width; x++) {
                    sum[x] += weight * rows[row + x];
                }
            }
            for (int x = 0; x < width; x++) {
                target[offset + i * width + x] = (byte) Math.max(0, Math.min(255, (int) sum[x]));
            }
        }
    }
}
