package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The running average of the weights over the steps (Polyak and Juditsky 1992; exponential as in Tarvainen and Valpola
 * 2017, whose short memory in the first steps it has too). What batch normalisation measures is not averaged: it is
 * settled anew for the weights that come out.
 */
final class WeightAverage {
    private final List<Pair<String, Parameter>> weights;
    private final double stays;
    private final Map<String, NDArray> averages = new LinkedHashMap<>();

    /** @param stays how much of the average stays from step to step; 0 for no average at all */
    WeightAverage(Network network, double stays) {
        this.weights = network.weights();
        this.stays = stays;
    }

    /** @param number of the step that has been taken, from 1 */
    void add(long number) {
        if (stays == 0) {
            return;
        }
        double now = Math.min(stays, (number - 1) / (number + 9.0));
        for (Pair<String, Parameter> each : weights) {
            NDArray weight = each.getValue().getArray();
            NDArray average = averages.computeIfAbsent(each.getKey(), name -> weight.zerosLike());
            try (NDArray share = weight.mul(1 - now)) {
                average.muli(now).addi(share);
            }
        }
    }

    /** Puts the averages, where there are any, in the place of the weights. */
    void replaceWeights() {
        for (Pair<String, Parameter> each : weights) {
            NDArray average = averages.get(each.getKey());
            if (average != null) {
                average.copyTo(each.getValue().getArray());
            }
        }
    }

    /** By the weights' names; what is put in takes the place of what was there. */
    Map<String, NDArray> averages() {
        return averages;
    }
}
