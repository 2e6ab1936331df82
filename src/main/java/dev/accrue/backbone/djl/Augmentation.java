package dev.accrue.backbone.djl;

import dev.accrue.dataset.PictureBatch;
import java.util.Random;

/**
 * Shows a picture a little differently each time: shifted by up to an eighth of its side in each direction, and mirrored
 * half of the time. What a shift leaves empty is filled with the mirror image of what is beside it, as no picture that is
 * to be classified later has black borders. Takes about a hundredth of a step, so it has no thread of its own.
 */
final class Augmentation {
    private static final int SHIFT = 8;
    private static final int CHANNELS = 3;

    private final Random random;

    /** @param random decides in the order of the pictures */
    Augmentation(Random random) {
        this.random = random;
    }

    PictureBatch of(PictureBatch batch) {
        int size = batch.size();
        int most = size / SHIFT;
        byte[] pixels = new byte[batch.pixels().length];
        for (int picture = 0; picture < batch.count(); picture++) {
            int down = random.nextInt(2 * most + 1) - most;
            int right = random.nextInt(2 * most + 1) - most;
            boolean mirror = random.nextBoolean();
            copy(batch.pixels(), pixels, picture * size * size * CHANNELS, size, down, right, mirror);
        }
        return new PictureBatch(batch.count(), size, pixels, batch.labels());
    }

    /**
     * @param start of the picture in both arrays
     * @param down pixels that the picture moves down, less than its side in either direction
     * @param right pixels that it moves to the right, before it is mirrored
     */
    static void copy(byte[] from, byte[] to, int start, int size, int down, int right, boolean mirror) {
        for (int y = 0; y < size; y++) {
            int row = start + reflected(y - down, size) * size * CHANNELS;
            for (int x = 0; x < size; x++) {
                int column = reflected((mirror ? size - 1 - x : x) - right, size);
                int target = start + (y * size + x) * CHANNELS;
                for (int c = 0; c < CHANNELS; c++) {
                    to[target + c] = from[row + column * CHANNELS + c];
                }
            }
        }
    }

    /** -1 is 0 again, -2 is 1, and so at the other end. */
    private static int reflected(int position, int size) {
        return position < 0 ? -1 - position : position >= size ? 2 * size - 1 - position : position;
    }
}
