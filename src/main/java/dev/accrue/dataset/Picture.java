package dev.accrue.dataset;

/**
 * One decoded picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb 8-bit RGB, interleaved, row-major: {@code [height x width x 3]}; not copied, not to be changed
 */
public record Picture(int width, int height, byte[] rgb) {

    /**
     * Which pixel of a line stands at a position that may lie outside of it: beyond its ends a line goes on as its mirror
     * image, before the first pixel comes the first again, then the second.
     *
     * @param length of the line, at least 1
     */
    public static int mirrored(int position, int length) {
        int turn = Math.floorMod(position, 2 * length);
        return turn < length ? turn : 2 * length - 1 - turn;
    }
}
