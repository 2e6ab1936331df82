package dev.accrue.shell.command;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.learner.ImageChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The options by which every command that reads images is told which. */
final class ImageOptions {
    private final DatasetCatalog catalog;

    ImageOptions(DatasetCatalog catalog) {
        this.catalog = catalog;
    }

    CommandSpec addTo(CommandSpec command) {
        return addSkipBad(command.option(
                        "data",
                        "NAME",
                        null,
                        "data set: " + String.join(", ", names())
                                + ", or the path of a folder of pictures; left out: what the model last learnt from",
                        this::names)
                .option("data-dir", "DIR", null, "where the data set lies")
                .option("limit", "N", null, "at most N images of each class")
                .option("seed", "N", "1", "decides every random choice"));
    }

    static CommandSpec addSkipBad(CommandSpec command) {
        return command.flag("skip-bad", "leave out pictures that cannot be read");
    }

    static boolean skipBad(Arguments arguments) {
        return arguments.flag("skip-bad");
    }

    private List<String> names() {
        return catalog.entries().stream().map(DatasetCatalog.Entry::name).toList();
    }

    ImageChoice choice(Arguments arguments) {
        return new ImageChoice(
                reference(arguments),
                arguments.optionalInteger("limit", 1, Integer.MAX_VALUE),
                arguments.longInteger("seed"),
                skipBad(arguments));
    }

    /**
     * {@code --data-dir} alone means a folder of pictures, and so does a path given as {@code --data}; a reference as
     * it is printed ({@code folder:/some/dir}) means what it meant.
     */
    private Optional<DatasetReference> reference(Arguments arguments) {
        Optional<Path> directory = arguments.optionalPath("data-dir");
        Optional<String> name = arguments.optional("data");
        if (name.isEmpty()) {
            return directory.map(path -> new DatasetReference("folder", Optional.of(path)));
        }
        if (directory.isEmpty() && !names().contains(name.get())) {
            Path path = arguments.path("data");
            if (Files.isDirectory(path)) {
                return Optional.of(new DatasetReference("folder", Optional.of(path)));
            }
        }
        if (names().stream().noneMatch(known -> name.get().startsWith(known + ":"))) {
            return Optional.of(new DatasetReference(name.get(), directory));
        }
        if (directory.isPresent()) {
            throw new AccrueException(
                    Category.USAGE,
                    "--data \"" + name.get() + "\" says where the data lies, and so does --data-dir " + directory.get()
                            + "; leave out one of them");
        }
        return Optional.of(DatasetReference.parse(name.get()));
    }
}
