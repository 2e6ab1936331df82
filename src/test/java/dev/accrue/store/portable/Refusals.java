package dev.accrue.store.portable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refusal must say. */
final class Refusals {
    private Refusals() {}

    static void assertFails(ThrowingCallable call, Category category, String... parts) {
        assertThatExceptionOfType(AccrueException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.getMessage()).contains(parts);
            assertThat(e.category()).isEqualTo(category);
        });
    }

    /** Every refusal to open names the file and ends with what to do. */
    static void assertRefused(Path path, String... message) {
        assertFails(
                () -> ModelFile.open(path, Progress.NONE).close(),
                Category.BAD_DATA,
                Stream.concat(Stream.of(path + " cannot be read as a model: ", "; "), Stream.of(message))
                        .toArray(String[]::new));
    }
}
