package dev.accrue.dataset;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A data set as typed: {@code --data NAME [--data-dir DIR]}. Written "shapes" or "cifar10:/some/dir".
 *
 * @param name typed after {@code --data}, without a colon
 * @param directory typed after {@code --data-dir}
 */
public record DatasetReference(String name, Optional<Path> directory) {

    public DatasetReference {
        if (name.isBlank() || name.contains(":")) {
            throw new AccrueException(Category.USAGE, text("dataset.noName", name));
        }
    }

    /**
     * The inverse of {@link #toString}.
     *
     * @throws AccrueException USAGE if the text has no name, or a directory that cannot be one
     */
    public static DatasetReference parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new DatasetReference(text, Optional.empty());
        }
        String directory = text.substring(colon + 1);
        try {
            return new DatasetReference(
                    text.substring(0, colon), directory.isEmpty() ? Optional.empty() : Optional.of(Path.of(directory)));
        } catch (InvalidPathException e) {
            throw new AccrueException(Category.USAGE, text("dataset.noDirectory", directory, e.getReason()), e);
        }
    }

    @Override
    public String toString() {
        return name + directory.map(path -> ":" + path).orElse("");
    }
}
