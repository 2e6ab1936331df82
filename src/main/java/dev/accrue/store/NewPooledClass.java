package dev.accrue.store;

import dev.accrue.gaussian.HeldOut;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A class to be written whose scatter is in that of its view already.
 *
 * @param count n
 * @param mean m {@code [d]}
 * @param heldOut feature vectors that the statistics do not count
 */
public record NewPooledClass(
        String label,
        String view,
        boolean base,
        String source,
        long count,
        double[] mean,
        Supplier<Optional<HeldOut>> heldOut)
        implements ModelClass {}
