package dev.accrue.dataset;

/**
 * Pictures made ready for a backbone.
 *
 * @param count number of pictures, n
 * @param size side of the square pictures in pixels, s
 * @param pixels 8-bit RGB {@code [n x s x s x 3]}, row-major, channels last; not to be changed
 * @param labels class index of each picture {@code [n]}; of one turned at random see {@link Augmentation#apply}
 */
public record PictureBatch(int count, int size, byte[] pixels, int[] labels) {}
