package dev.accrue.bench;

import dev.accrue.bench.speed.EngineProduct;
import dev.accrue.bench.speed.Timing;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.CovarianceEstimate;
import dev.accrue.gaussian.Fitting;
import dev.accrue.gaussian.Method;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.gaussian.StatisticsAccumulator;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * How fast statistics are accumulated, merged and factored, and classifiers fitted and asked, beside the engine's own
 * product of float64 matrices in the same run. Prints a line a case, the best of several times; nothing is asserted.
 *
 * <p>{@code [DIMENSION...]}, else 160 512 1280 4096
 */
final class StatisticsBench {

    private static final int[] CLASSES = {10, 100, 1_000, 10_000};
    private static final int BATCH = 128;

    /** How long each thing is repeated. */
    private static final double SECONDS = 0.7;

    /** Images of the class that is added. */
    private static final int ADDED = 4 * BATCH;

    private final int d;
    private final SplittableRandom random = new SplittableRandom(1);

    /** What the engine takes for X^T X of a batch, and the flops a second that makes. */
    private final double engineSeconds;

    private final double engineRate;

    private StatisticsBench(int d) {
        this.d = d;
        this.engineSeconds = EngineProduct.ofTransposed(BATCH, d, 2 * SECONDS);
        this.engineRate = 2.0 * BATCH * d * d / engineSeconds;
    }

    public static void main(String[] args) {
        int[] dimensions = args.length == 0
                ? new int[] {160, 512, 1280, 4096}
                : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        print(
                "%d cores, load %.1f; ratios are to the engine's float64 product in this run, above 1 is faster",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        for (int d : dimensions) {
            new StatisticsBench(d).run();
        }
    }

    private void run() {
        print("%nd = %d, engine's X^T X of %d vectors %.3f ms, %s", d, BATCH, engineSeconds * 1e3, rate(engineRate));
        accumulate();
        ClassStatistics statistics = statistics(d + BATCH);
        double merge = Timing.best(SECONDS, () -> statistics.mergedWith(statistics));
        print(
                "merge                     %9.3f ms, %.1f GB/s",
                merge * 1e3, 24.0 * statistics.scatter().length / merge / 1e9);
        SharedScatter shared = SharedScatter.of(statistics);
        factor(shared);
        for (int classes : CLASSES) {
            if (fits(classes)) {
                classifier(shared, classes);
            } else {
                print(
                        "C = %5d: left out, it does not fit in %,d MB",
                        classes, Runtime.getRuntime().maxMemory() >> 20);
            }
        }
    }

    private void accumulate() {
        float[] features = features(BATCH);
        StatisticsAccumulator accumulator = new StatisticsAccumulator(d);
        int batches = (int) (1 + 1e9 / ((double) d * d * BATCH));
        // past the vectors that are kept as they are
        IntStream.rangeClosed(0, d / BATCH).forEach(i -> accumulator.add(features, BATCH));
        double seconds = Timing.best(
                        2 * SECONDS, () -> IntStream.range(0, batches).forEach(i -> accumulator.add(features, BATCH)))
                / batches;
        double rate = (double) BATCH * d * (d + 1) / seconds;
        print(
                "accumulate         %5.2f by time for the same vectors, %.2f by rate counting the triangle; %.1f us a vector, %s",
                engineSeconds / seconds, rate / engineRate, seconds * 1e6 / BATCH, rate(rate));
    }

    private void factor(SharedScatter shared) {
        Fitting fitting = fitting(shared, 1);
        double[] zero = new double[d];
        double[] one = new double[d];
        Arrays.fill(one, 1);
        double best = Double.MAX_VALUE;
        for (int times = 0; times < 7; times++) {
            CovarianceEstimate fresh = fitting.covariance();
            long start = System.nanoTime();
            fresh.distance(zero, one);
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        double rate = (double) d * d * d / 3 / best;
        print("factor             %5.2f by rate; %.2f ms, %s", rate / engineRate, best * 1e3, rate(rate));
    }

    private void classifier(SharedScatter shared, int classes) {
        Fitting fitting = fitting(shared, classes);
        addition(fitting, classes);
        AtomicReference<Classifier> fitted = new AtomicReference<>();
        double fit = Timing.best(1e-3, () -> fitted.set(fitting.classifier()));
        double rate = ((double) d * d * d / 3 + 2.0 * d * d * classes) / fit;
        print("C = %5d: fit      %5.2f by rate; %.2f ms, %s", classes, rate / engineRate, fit * 1e3, rate(rate));
        predict(fitted.get(), classes);
    }

    private void predict(Classifier classifier, int classes) {
        float[] batch = features(BATCH);
        float[] single = Arrays.copyOf(batch, d);
        double engine = EngineProduct.of(BATCH, d, classifier.classes(), SECONDS);
        double seconds = Timing.best(2 * SECONDS, () -> classifier.scores(batch, BATCH));
        print(
                "C = %5d: predict  %5.2f by time for %d vectors; %.1f us a vector, %s",
                classes, engine / seconds, BATCH, seconds * 1e6 / BATCH, rate(2.0 * BATCH * d * classes / seconds));
        double one = Timing.best(SECONDS, () -> classifier.scores(single, 1));
        print("C = %5d: predict one   %9.1f us", classes, one * 1e6);
    }

    /** What add-class does beside embedding and storing; the fitting has a few classes more afterwards. */
    private void addition(Fitting fitting, int classes) {
        float[] features = features(ADDED);
        StatisticsAccumulator accumulator = new StatisticsAccumulator(d);
        double statistics = Timing.best(SECONDS, () -> {
            accumulator.add(features, ADDED);
            accumulator.finish();
        });
        accumulator.add(features, ADDED);
        ClassStatistics added = accumulator.finish();
        double addition = Timing.best(1e-3, () -> fitting.add(added));
        print(
                "C = %5d: add a class   %9.2f ms: %.2f for the statistics of %d images, %.2f to add them",
                classes, (statistics + addition) * 1e3, statistics * 1e3, ADDED, addition * 1e3);
    }

    private Fitting fitting(SharedScatter shared, int classes) {
        Fitting fitting = Method.parse("lda").fitting(d);
        fitting.add(shared);
        for (int c = 0; c < classes; c++) {
            fitting.add(1, random.doubles(d, -1, 1).toArray());
        }
        return fitting;
    }

    /** The means twice as matrices, as weights and in themselves; the engine's copy lies outside the heap. */
    private boolean fits(int classes) {
        double bytes = 8.0 * d * (4.0 * classes + 4.0 * d);
        return bytes < 0.8 * Runtime.getRuntime().maxMemory();
    }

    private ClassStatistics statistics(int n) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(d);
        for (int done = 0; done < n; done += BATCH) {
            accumulator.add(features(BATCH), BATCH);
        }
        return accumulator.finish();
    }

    private float[] features(int n) {
        float[] features = new float[n * d];
        for (int p = 0; p < features.length; p++) {
            features[p] = (float) random.nextDouble(-1, 1);
        }
        return features;
    }

    private static String rate(double flops) {
        return String.format(Locale.ROOT, "%.1f GFLOP/s", flops / 1e9);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
