package dev.accrue.dataset;

/**
 * How a picture is brought to a backbone's input: its centre square, or more or less of it, resized.
 *
 * @param size side of the square input in pixels
 * @param interpolation of what is smaller than that
 * @param crop side of the square that is shown, as a part of the picture's short side. Below 1 the edges are cut off. Above 1 what lies beyond the square is seen too, and where the
 *     picture ends there, its mirror image
 */
public record Framing(int size, Interpolation interpolation, double crop) {

    /** The centre square, enlarged bilinearly: what networks that are trained here see. */
    public static Framing plain(int size) {
        return new Framing(size, Interpolation.BILINEAR, 1);
    }
}
