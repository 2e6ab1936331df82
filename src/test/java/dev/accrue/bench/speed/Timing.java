package dev.accrue.bench.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long something took, time after time, in milliseconds. */
public record Timing(List<Double> milliseconds) {

    /** Seconds after which nothing is repeated. */
    private static final double LONG = 5;

    public Timing {
        milliseconds = milliseconds.stream().sorted().toList();
    }

    /** @param after puts things back to where they were, and is not measured */
    public static Timing of(int times, Runnable before, Runnable measured, Runnable after) {
        List<Double> milliseconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            before.run();
            long start = System.nanoTime();
            measured.run();
            milliseconds.add((System.nanoTime() - start) / 1e6);
            after.run();
        }
        return new Timing(milliseconds);
    }

    /** Seconds of the fastest of at least three times, repeated for so many seconds; less often what takes very long. */
    public static double best(double seconds, Runnable measured) {
        double best = Double.MAX_VALUE;
        long begin = System.nanoTime();
        double left = seconds;
        for (int times = 0; left > 0 || (times < 3 && left > -LONG); times++) {
            long start = System.nanoTime();
            measured.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
            left = seconds - (System.nanoTime() - begin) / 1e9;
        }
        return best;
    }

    public double median() {
        int middle = milliseconds.size() / 2;
        return milliseconds.size() % 2 == 1
                ? milliseconds.get(middle)
                : (milliseconds.get(middle - 1) + milliseconds.get(middle)) / 2;
    }

    public double worst() {
        return milliseconds.get(milliseconds.size() - 1);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%9.1f %9.1f (%d)", median(), worst(), milliseconds.size());
    }
}
