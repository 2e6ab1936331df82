package dev.accrue.store;

import dev.accrue.gaussian.ClassStatistics;
import java.util.function.Supplier;

/**
 * A class to be written: see {@link ClassRow} for the fields.
 *
 * @param statistics asked for when the class is written, so that a model of many classes needs the memory of one
 */
public record NewClass(String label, boolean base, String source, Supplier<ClassStatistics> statistics)
        implements ModelClass {

    public NewClass(String label, boolean base, String source, ClassStatistics statistics) {
        this(label, base, source, () -> statistics);
    }
}
