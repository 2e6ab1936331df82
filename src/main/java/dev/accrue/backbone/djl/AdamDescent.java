package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** Kingma and Ba 2015, "Adam", with the constants and the arithmetic of DJL's, bit for bit. */
final class AdamDescent extends Descent {
    private static final float MEAN_STAYS = 0.9f;
    private static final float VARIANCE_STAYS = 0.999f;
    private static final float EPSILON = 1e-8f;

    AdamDescent(Network network, double decay) {
        super(network, decay);
    }

    @Override
    void move(String name, NDArray weight, NDArray gradient, long number, float rate) {
        double mean = 1.0 - Math.pow(MEAN_STAYS, (double) number);
        double variance = 1.0 - Math.pow(VARIANCE_STAYS, (double) number);
        float corrected = (float) (rate * Math.sqrt(variance) / mean);
        NDList inputs = new NDList(
                weight, gradient, remembered(name + ".mean", weight), remembered(name + ".variance", weight));
        weight.getNDArrayInternal()
                .adamUpdate(
                        inputs,
                        new NDList(weight),
                        rate,
                        corrected,
                        0,
                        1,
                        -1,
                        MEAN_STAYS,
                        VARIANCE_STAYS,
                        EPSILON,
                        true,
                        false);
    }
}
