package dev.accrue.bench;

import dev.accrue.gaussian.StatisticsAccumulator;
import java.util.Random;

/** How fast the statistics of a class grow, on one thread. Prints a line a dimension; run it by its main. */
final class StatisticsBench {

    private static final int BATCH = 128;
    private static final int ROUNDS = 7;

    private StatisticsBench() {}

    public static void main(String[] args) {
        for (int d : new int[] {64, 512, 1280}) {
            float[] features = new float[BATCH * d];
            Random random = new Random(1);
            for (int p = 0; p < features.length; p++) {
                features[p] = (float) random.nextGaussian();
            }
            StatisticsAccumulator accumulator = new StatisticsAccumulator(d);
            int batches = (int) (1 + 5e9 / ((double) d * d * BATCH));
            double best = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < batches; i++) {
                    accumulator.add(features, BATCH);
                }
                best = Math.min(best, (System.nanoTime() - start) / 1e9 / batches);
            }
            double flops = (double) d * (d + 1) * BATCH;
            System.out.printf(
                    "d = %4d: %8.1f us a vector, %5.1f GFLOP/s counting the triangle only (n d (d+1) flops)%n",
                    d, best * 1e6 / BATCH, flops / best / 1e9);
        }
    }
}
