package dev.accrue.dataset;

/**
 * One decoded picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb 8-bit RGB, interleaved, row-major: {@code [height x width x 3]}; not copied, not to be changed
 */
public record Picture(int width, int height, byte[] rgb) {}
