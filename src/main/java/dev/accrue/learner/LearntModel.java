package dev.accrue.learner;

import dev.accrue.gaussian.Classifier;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A version made ready to answer.
 *
 * @param version its number
 * @param summary what the command that made it did
 * @param backbone sha256 of the backbone whose features it understands
 * @param view through which it sees that backbone
 * @param method name of the classifier
 * @param classes names in the order of the classifier's scores
 * @param oldClasses those that shaped the backbone
 * @param classifier derived from the statistics of the classes
 * @param posteriorTemperature gives that of its posterior, fitted when it is asked for the first time
 */
public record LearntModel(
        long version,
        String summary,
        String backbone,
        String view,
        String method,
        List<String> classes,
        List<String> oldClasses,
        Classifier classifier,
        Supplier<Temperature> posteriorTemperature) {
    public LearntModel {
        classes = List.copyOf(classes);
        oldClasses = List.copyOf(oldClasses);
    }

    /** Of its posterior. */
    public Temperature temperature() {
        return posteriorTemperature.get();
    }

    /** Asks when it is asked for the first time, and keeps the answer: of a lineage only the last model gives a posterior. */
    static <T> Supplier<T> once(Supplier<T> answer) {
        AtomicReference<@Nullable T> known = new AtomicReference<>();
        return () -> {
            T value = known.get();
            if (value == null) {
                value = answer.get();
                known.set(value);
            }
            return value;
        };
    }

    /** Classes added after the base. */
    public List<String> newClasses() {
        return classes.stream().filter(name -> !oldClasses.contains(name)).toList();
    }
}
