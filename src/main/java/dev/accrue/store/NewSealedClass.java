package dev.accrue.store;

import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.SharedScatter;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A class to be written whose scatter has been folded into one that several classes share.
 *
 * @param count n
 * @param mean m {@code [d]}
 * @param sharedScatter digest of the shared scatter, see {@link ContentDigest#ofSharedScatter}
 * @param scatter that scatter, asked for once when the classes that share it are written
 * @param heldOut feature vectors that the statistics do not count
 */
public record NewSealedClass(
        String label,
        String view,
        boolean base,
        String source,
        long count,
        double[] mean,
        String sharedScatter,
        Supplier<SharedScatter> scatter,
        Supplier<Optional<HeldOut>> heldOut)
        implements ModelClass {

    /** Of the view {@link ModelView#LAST}, with nothing held out. */
    public NewSealedClass(
            String label,
            boolean base,
            String source,
            long count,
            double[] mean,
            String sharedScatter,
            Supplier<SharedScatter> scatter) {
        this(label, ModelView.LAST, base, source, count, mean, sharedScatter, scatter, Optional::empty);
    }
}
