package dev.accrue.store;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A class to be written with a scatter of its own: see {@link ClassRow} for the fields.
 *
 * @param statistics asked for when the class is written, so that a model of many classes needs the memory of one
 * @param heldOut feature vectors that the statistics do not count; asked for in the same way
 */
public record NewClass(
        String label,
        String view,
        boolean base,
        String source,
        Supplier<ClassStatistics> statistics,
        Supplier<Optional<HeldOut>> heldOut)
        implements ModelClass {

    /** Of the view {@link ModelView#LAST}, with nothing held out. */
    public NewClass(String label, boolean base, String source, Supplier<ClassStatistics> statistics) {
        this(label, ModelView.LAST, base, source, statistics, Optional::empty);
    }

    /** Of the view {@link ModelView#LAST}, with nothing held out. */
    public NewClass(String label, boolean base, String source, ClassStatistics statistics) {
        this(label, base, source, () -> statistics);
    }
}
