package dev.accrue.dataset.preparation;

import dev.accrue.dataset.Interpolation;
import dev.accrue.dataset.Picture;
import java.util.Arrays;

/**
 * Resizes a line of {@code length} pixels to {@code size}: each new pixel is a weighted sum of {@code taps}
 * neighbouring old ones, the same for rows and for columns.
 *
 * <p>Shrinking weighs each old pixel by the share of the new pixel's area it covers. Enlarging weighs it by its distance
 * from the centre of the new one, which lies at {@code (i + 0.5) length / size - 0.5}; pixels outside the picture count
 * for nothing. Sums are float32 in a fixed order and rounded once, so the result is the same everywhere.
 *
 * @param start first old pixel of each new one {@code [size]}
 * @param weights {@code [size x taps]}, each row adding up to 1
 */
record Resampling(int taps, int[] start, float[] weights) {

    /** Writes the centre square of a picture, resized, as {@code [size x size x 3]} from {@code offset} on. */
    static void fit(Picture picture, int size, Interpolation interpolation, byte[] target, int offset) {
        int side = Math.min(picture.width(), picture.height());
        int left = (picture.width() - side) / 2;
        int top = (picture.height() - side) / 2;
        if (side == size) {
            for (int y = 0; y < size; y++) {
                int from = ((top + y) * picture.width() + left) * 3;
                System.arraycopy(picture.rgb(), from, target, offset + y * size * 3, size * 3);
            }
            return;
        }
        Resampling resampling = of(side, size, interpolation);
        float[] rows = new float[side * size * 3];
        for (int y = 0; y < side; y++) {
            int from = ((top + y) * picture.width() + left) * 3;
            resampling.resizeRow(picture.rgb(), from, rows, y * size * 3);
        }
        resampling.resizeColumns(rows, size * 3, target, offset);
    }

    static Resampling of(int length, int size, Interpolation interpolation) {
        double scale = (double) length / size;
        int taps = Math.min(length, scale > 1 ? (int) Math.ceil(scale) + 1 : 2 * interpolation.reach());
        int[] start = new int[size];
        float[] weights = new float[size * taps];
        for (int i = 0; i < size; i++) {
            double centre = (i + 0.5) * scale - 0.5;
            double first = scale > 1 ? i * scale : Math.floor(centre) + 1 - interpolation.reach();
            start[i] = Math.max(0, Math.min(length - taps, (int) first));
            double sum = 0;
            double[] shares = new double[taps];
            for (int k = 0; k < taps; k++) {
                double old = start[i] + k;
                shares[k] = scale > 1
                        ? Math.max(0, Math.min(old + 1, (i + 1) * scale) - Math.max(old, i * scale))
                        : interpolation.weight(Math.abs(centre - old));
                sum += shares[k];
            }
            for (int k = 0; k < taps; k++) {
                weights[i * taps + k] = (float) (shares[k] / sum);
            }
        }
        return new Resampling(taps, start, weights);
    }

    private void resizeRow(byte[] rgb, int from, float[] row, int to) {
        for (int i = 0; i < start.length; i++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            int pixel = from + start[i] * 3;
            for (int k = i * taps; k < (i + 1) * taps; k++) {
                float weight = weights[k];
                red += weight * (rgb[pixel] & 0xff);
                green += weight * (rgb[pixel + 1] & 0xff);
                blue += weight * (rgb[pixel + 2] & 0xff);
                pixel += 3;
            }
            row[to + 3 * i] = red;
            row[to + 3 * i + 1] = green;
            row[to + 3 * i + 2] = blue;
        }
    }

    private void resizeColumns(float[] rows, int width, byte[] target, int offset) {
        float[] sum = new float[width];
        for (int i = 0; i < start.length; i++) {
            Arrays.fill(sum, 0.5f);
            for (int k = 0; k < taps; k++) {
                float weight = weights[i * taps + k];
                int row = (start[i] + k) * width;
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
