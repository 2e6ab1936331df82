package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How content is refused: which file it is about, and what to do next.
 *
 * @param reading whether the file is read, not written
 */
record Refusal(Path file, boolean reading) {
    static Refusal ofReading(Path file) {
        return new Refusal(file, true);
    }

    static Refusal ofWriting(Path file) {
        return new Refusal(file, false);
    }

    AccrueException because(String found) {
        return because(found, reading ? text("modelFile.afterReading") : text("modelFile.afterWriting"));
    }

    AccrueException because(String found, String next) {
        return because(found, next, null);
    }

    AccrueException because(String found, String next, @Nullable Throwable cause) {
        return new AccrueException(Category.BAD_DATA, sentence(found, next), cause);
    }

    String sentence(String found, String next) {
        return reading
                ? text("modelFile.cannotBeRead", file, found, next)
                : text("modelFile.cannotBeWrittenTo", file, found, next);
    }
}
