package dev.accrue.store.portable;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How content is refused: which file it is about, and what to do next. */
record Refusal(String start, String next) {
    static Refusal ofReading(Path file) {
        return new Refusal(
                file + " cannot be read as a model: ",
                "it was changed or damaged after it was written, so copy it or export it again");
    }

    static Refusal ofWriting(Path file) {
        return new Refusal(
                "the model cannot be written to " + file + ": ",
                "no file was made; check the model with verify and export an intact version");
    }

    AccrueException because(String found) {
        return because(found, next);
    }

    AccrueException because(String found, String otherNext) {
        return because(found, otherNext, null);
    }

    AccrueException because(String found, String otherNext, @Nullable Throwable cause) {
        return new AccrueException(Category.BAD_DATA, start + found + "; " + otherNext, cause);
    }
}
