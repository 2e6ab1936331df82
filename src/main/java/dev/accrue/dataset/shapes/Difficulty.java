package dev.accrue.dataset.shapes;

/**
 * How hard the generated pictures are. Colours are 0 to 255, lengths are pixels of a 32x32 picture. Changing any of
 * these makes another data set, with another digest.
 *
 * @param contrast least distance between the colours of shape and ground, Euclidean in RGB (the most is 441)
 * @param texture amplitude of the waves on shape and ground
 * @param noise largest change of a sample, uniform
 * @param clutter number of strokes and dots behind the shape
 * @param tilt largest rotation to either side, degrees
 * @param smallest least radius of the circle around a shape
 * @param largest greatest radius
 */
record Difficulty(
        double contrast, double texture, double noise, int clutter, double tilt, double smallest, double largest) {

    static final Difficulty STANDARD = new Difficulty(130, 22, 24, 5, 40, 9, 14);
}
