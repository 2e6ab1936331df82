package dev.accrue.backbone.djl;

import ai.djl.training.tracker.Tracker;

/**
 * A learning rate that rises and falls once, in straight lines (Smith and Topin 2018, "Super-Convergence"): from a tenth
 * of its peak up to it in the first fifth of the steps, and down to a hundredth.
 *
 * @param peak the highest rate
 * @param steps of the whole training, at least 1
 */
record OneCycle(float peak, long steps) implements Tracker {
    private static final double START = 0.1;
    private static final double END = 0.01;
    private static final double RISE = 0.2;

    /** @param step from 1; past the end the rate stays as it is there */
    @Override
    public float getNewValue(int step) {
        double done = Math.min(1, (step - 1) / Math.max(1.0, steps - 1.0));
        double part = done < RISE ? START + (1 - START) * done / RISE : 1 - (1 - END) * (done - RISE) / (1 - RISE);
        return (float) (peak * part);
    }
}
