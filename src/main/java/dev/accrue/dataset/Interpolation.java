package dev.accrue.dataset;

/**
 * How a picture is enlarged to a backbone's input. Shrinking averages over areas whatever this says. Where a network was
 * trained on pictures resized in one of these ways, it sees small pictures best in the same.
 */
public enum Interpolation {
    /** Two neighbours along each axis, weighed by their nearness. */
    BILINEAR(1) {
        @Override
        public double weight(double distance) {
            return Math.max(0, 1 - distance);
        }
    },
    /**
     * Four neighbours along each axis: cubic convolution with a = -1/2, the one of third order (Keys 1981, "Cubic
     * Convolution Interpolation for Digital Image Processing"), which Pillow has too.
     */
    BICUBIC(2) {
        @Override
        public double weight(double distance) {
            double square = distance * distance;
            if (distance < 1) {
                return 1.5 * square * distance - 2.5 * square + 1;
            }
            return distance < 2 ? -0.5 * square * distance + 2.5 * square - 4 * distance + 2 : 0;
        }
    };

    private final int reach;

    Interpolation(int reach) {
        this.reach = reach;
    }

    /** How many old pixels count on either side of a new one's centre. */
    public int reach() {
        return reach;
    }

    /**
     * What an old pixel counts for.
     *
     * @param distance of its centre from the new pixel's, in old pixels, at least 0
     */
    public abstract double weight(double distance);
}
