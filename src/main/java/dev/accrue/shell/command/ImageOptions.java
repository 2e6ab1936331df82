package dev.accrue.shell.command;

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
        return command.option(
                        "data",
                        "NAME",
                        null,
                        "data set: " + String.join(", ", names())
                                + ", or the path of a folder of pictures; left out: what the model last learnt from",
                        this::names)
                .option("data-dir", "DIR", null, "where the data set lies")
                .option("limit", "N", null, "at most N images of each class")
                .option("seed", "N", "1", "decides every random choice")
                .flag("skip-bad", "leave out pictures that cannot be read");
    }

    private List<String> names() {
        return catalog.entries().stream().map(DatasetCatalog.Entry::name).toList();
    }

    ImageChoice choice(Arguments arguments) {
        return new ImageChoice(
                reference(arguments),
                arguments.optionalInteger("limit", 1, Integer.MAX_VALUE),
                arguments.longInteger("seed"),
                arguments.flag("skip-bad"));
    }

    /** {@code --data-dir} alone means a folder of pictures, and so does a path given as {@code --data}. */
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
        return Optional.of(new DatasetReference(name.get(), directory));
    }
}
