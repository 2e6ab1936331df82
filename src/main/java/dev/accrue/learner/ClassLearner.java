package dev.accrue.learner;

import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.StatisticsAccumulator;
import java.util.Arrays;
import java.util.Optional;

/**
 * Learns one class as one view sees it. Every {@value #EVERY}th vector is held out of the statistics until there are
 * enough: a class of few images gives none away, and which ones go does not depend on how they come in batches.
 */
final class ClassLearner {
    private static final int EVERY = 50;

    private final int dimension;
    private final StatisticsAccumulator statistics;
    private final float[] heldOut;
    private int held;
    private int seen;

    /**
     * @param dimension d
     * @param holdOut vectors to hold out at most
     */
    ClassLearner(int dimension, int holdOut) {
        this.dimension = dimension;
        this.statistics = new StatisticsAccumulator(dimension);
        this.heldOut = new float[holdOut * dimension];
    }

    /**
     * @param features float32 {@code [any x d]}, row-major
     * @param rows which of them are of the class
     */
    void add(float[] features, int[] rows) {
        int[] counted = new int[rows.length];
        int count = 0;
        for (int row : rows) {
            seen++;
            if (seen % EVERY == 0 && held * dimension < heldOut.length) {
                System.arraycopy(features, row * dimension, heldOut, held++ * dimension, dimension);
            } else {
                counted[count++] = row;
            }
        }
        statistics.add(features, Arrays.copyOf(counted, count));
    }

    Embedding.Learnt learnt() {
        return new Embedding.Learnt(
                statistics.finish(),
                held == 0
                        ? Optional.empty()
                        : Optional.of(new HeldOut(held, Arrays.copyOf(heldOut, held * dimension))));
    }
}
