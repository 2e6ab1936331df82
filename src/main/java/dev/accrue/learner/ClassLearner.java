package dev.accrue.learner;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.StatisticsAccumulator;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Learns one class after the other as one view sees them. Every {@value #EVERY}th vector of a class is held out of the
 * statistics until there are enough: a class of few images gives none away, and which ones go does not depend on how they
 * come in batches.
 */
final class ClassLearner {
    private static final int EVERY = 50;

    private final int dimension;
    private final StatisticsAccumulator statistics;
    private final float[] heldOut;
    private int held;
    private int seen;

    /**
     * What was learnt of a class as one view sees it.
     *
     * @param images how many, those held out included
     * @param statistics that a class of few images does not take the room of until they are asked for
     * @param heldOut feature vectors that the statistics do not count
     */
    record Learnt(long images, Supplier<ClassStatistics> statistics, Optional<HeldOut> heldOut) {}

    /**
     * @param dimension d
     * @param holdOut vectors of a class to hold out at most
     */
    ClassLearner(int dimension, int holdOut) {
        this.dimension = dimension;
        this.statistics = new StatisticsAccumulator(dimension);
        this.heldOut = new float[holdOut * dimension];
    }

    /**
     * @param features float32 {@code [any x d]}, row-major
     * @param from the first row of the class, {@code to} the one behind the last
     */
    void add(float[] features, int from, int to) {
        int[] counted = new int[to - from];
        int count = 0;
        for (int row = from; row < to; row++) {
            seen++;
            if (seen % EVERY == 0 && held * dimension < heldOut.length) {
                System.arraycopy(features, row * dimension, heldOut, held++ * dimension, dimension);
            } else {
                counted[count++] = row;
            }
        }
        statistics.add(features, Arrays.copyOf(counted, count));
    }

    /** All there is of the class; the next vector is the first of another one. */
    Learnt finish() {
        Learnt learnt = new Learnt(
                seen,
                statistics.finishLater(),
                held == 0
                        ? Optional.empty()
                        : Optional.of(new HeldOut(held, Arrays.copyOf(heldOut, held * dimension))));
        held = 0;
        seen = 0;
        return learnt;
    }
}
