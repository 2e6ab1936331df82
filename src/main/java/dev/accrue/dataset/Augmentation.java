package dev.accrue.dataset;

/**
 * Shows a picture a little differently each time, so that a network cannot learn pictures by heart: moved, mirrored half
 * of the time, with a square blanked out, and lying on another side.
 *
 * <p>What a move leaves empty is filled with the mirror image of what is beside it, as no picture that is to be
 * classified later has black borders. The square (DeVries and Taylor 2017, "Improved Regularization of Convolutional
 * Neural Networks with Cutout") takes the picture's mean colour, so that blanking moves no channel's mean.
 *
 * <p>A picture that lies on another side counts as one of another class (rotation labels: Lee, Hwang and Shin 2020,
 * "Self-supervised Label Augmentation via Input Transformations"), so that a network learns more from few classes than
 * telling these apart takes.
 *
 * @param shift how far a picture moves at most in each direction, as a part of its side; 0 to 0.5
 * @param mirror left and right change places half of the time
 * @param cutout side of the square, as a part of the picture's; 0 to 1. Its centre is anywhere, so it may lie partly
 *     outside
 * @param rotation part of the pictures that are turned, by 90, 180 or 270 degrees alike often; 0 to 1
 */
public record Augmentation(double shift, boolean mirror, double cutout, double rotation) {
    /** Leaves pictures as they are. */
    public static final Augmentation NONE = new Augmentation(0, false, 0, 0);

    private static final int CHANNELS = 3;
    private static final int TURNS = 4;

    public boolean changes() {
        return shift > 0 || mirror || cutout > 0 || rotation > 0;
    }

    /** How many classes the pictures of so many are of, once they are turned. */
    public int classes(int upright) {
        return rotation > 0 ? TURNS * upright : upright;
    }

    /**
     * Changes one picture in place.
     *
     * @param pixels has it from {@code offset} on, {@code [size x size x 3]}
     * @param random decides; the same state makes the same picture
     * @return quarter turns to the left, 0 to 3: a picture of class c is one of class {@code c + turns C} of 4C now
     */
    public int apply(byte[] pixels, int offset, int size, SplitMix64 random) {
        int most = (int) Math.round(shift * size);
        int down = random.below(2 * most + 1) - most;
        int right = random.below(2 * most + 1) - most;
        boolean mirrored = mirror && random.below(2) == 1;
        if (down != 0 || right != 0 || mirrored) {
            move(pixels, offset, size, down, right, mirrored);
        }
        int side = (int) Math.round(cutout * size);
        if (side > 0) {
            blank(pixels, offset, size, side, random.below(size) - side / 2, random.below(size) - side / 2);
        }
        int turns = rotation > 0 && random.between(0, 1) < rotation ? 1 + random.below(TURNS - 1) : 0;
        if (turns > 0) {
            turn(pixels, offset, size, turns);
        }
        return turns;
    }

    /**
     * @param down pixels that the picture moves down, at most its side in either direction
     * @param right pixels that it moves to the right, before it is mirrored
     */
    static void move(byte[] pixels, int offset, int size, int down, int right, boolean mirrored) {
        int[] columns = new int[size];
        for (int x = 0; x < size; x++) {
            columns[x] = Picture.mirrored((mirrored ? size - 1 - x : x) - right, size) * CHANNELS;
        }
        byte[] before = new byte[size * size * CHANNELS];
        System.arraycopy(pixels, offset, before, 0, before.length);
        int to = offset;
        for (int y = 0; y < size; y++) {
            int row = Picture.mirrored(y - down, size) * size * CHANNELS;
            for (int column : columns) {
                pixels[to++] = before[row + column];
                pixels[to++] = before[row + column + 1];
                pixels[to++] = before[row + column + 2];
            }
        }
    }

    /** @param turns quarter turns to the left, 1 to 3 */
    static void turn(byte[] pixels, int offset, int size, int turns) {
        int last = size - 1;
        byte[] before = new byte[size * size * CHANNELS];
        System.arraycopy(pixels, offset, before, 0, before.length);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int from = switch (turns) {
                    case 1 -> x * size + last - y;
                    case 2 -> (last - y) * size + last - x;
                    default -> (last - x) * size + y;
                };
                System.arraycopy(before, from * CHANNELS, pixels, offset + (y * size + x) * CHANNELS, CHANNELS);
            }
        }
    }

    private static void blank(byte[] pixels, int offset, int size, int side, int top, int left) {
        long[] sum = new long[CHANNELS];
        for (int i = 0; i < size * size * CHANNELS; i++) {
            sum[i % CHANNELS] += pixels[offset + i] & 0xff;
        }
        for (int y = Math.max(0, top); y < Math.min(size, top + side); y++) {
            for (int x = Math.max(0, left); x < Math.min(size, left + side); x++) {
                for (int c = 0; c < CHANNELS; c++) {
                    pixels[offset + (y * size + x) * CHANNELS + c] = (byte) (sum[c] / ((long) size * size));
                }
            }
        }
    }
}
