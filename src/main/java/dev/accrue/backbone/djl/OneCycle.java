package dev.accrue.backbone.djl;

/**
 * A learning rate that rises and falls once, in straight lines (Smith and Topin 2018, "Super-Convergence"): from a tenth
 * of its peak up to it in the first fifth of a training, and down to a hundredth.
 */
final class OneCycle {
    private static final double START = 0.1;
    private static final double END = 0.01;
    private static final double RISE = 0.2;

    private OneCycle() {}

    /**
     * The rate as a part of its peak.
     *
     * @param done part of the training that is over, 0 to 1
     */
    static double at(double done) {
        return done < RISE ? START + (1 - START) * done / RISE : 1 - (1 - END) * (done - RISE) / (1 - RISE);
    }
}
