package dev.accrue.store;

import dev.accrue.gaussian.SharedScatter;
import java.util.function.Supplier;

/**
 * A class to be written whose scatter has been folded into one that several classes share.
 *
 * @param count n
 * @param mean m {@code [d]}
 * @param sharedScatter digest of the shared scatter, see {@link ContentDigest#ofSharedScatter}
 * @param scatter that scatter, asked for once when the classes that share it are written
 */
public record NewSealedClass(
        String label,
        boolean base,
        String source,
        long count,
        double[] mean,
        String sharedScatter,
        Supplier<SharedScatter> scatter)
        implements ModelClass {}
