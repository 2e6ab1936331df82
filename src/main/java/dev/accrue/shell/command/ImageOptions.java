package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.learner.ImageChoice;
import dev.accrue.learner.Versions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.shell.CompletionContext;
import org.springframework.shell.CompletionProposal;

/** The options by which every command that reads images is told which. */
final class ImageOptions {
    private final DatasetCatalog catalog;

    ImageOptions(DatasetCatalog catalog) {
        this.catalog = catalog;
    }

    CommandSpec addTo(CommandSpec command) {
        return addSkipBad(command.option(
                        "data", "NAME", null, Values.computed(this::described).orFiles(), String.join(", ", names()))
                .option("data-dir", "DIR", null, Values.FILES)
                .option("limit", "N", null)
                .option("seed", "N", "1"));
    }

    static CommandSpec addSkipBad(CommandSpec command) {
        return command.flag("skip-bad");
    }

    private List<CompletionProposal> described(CompletionContext context) {
        return catalog.entries().stream()
                .map(entry -> new CompletionProposal(entry.name()).description(entry.description()))
                .toList();
    }

    /** Classes of the data set that the line names, or that the model last learnt from. */
    Values classes(Versions versions) {
        return Values.computed(context -> proposals(context, versions.lastLearntFrom(), List.of()));
    }

    /** Classes of the data set that the line names, or that the model last learnt from, but for those it knows. */
    Values classesNotLearnt(Versions versions) {
        return Values.computed(context -> proposals(context, versions.lastLearntFrom(), versions.classNames()));
    }

    private List<CompletionProposal> proposals(
            CompletionContext context, Optional<DatasetReference> usual, List<String> without) {
        Optional<String> data = valueOf("--data", context.getWords());
        Optional<Path> directory = valueOf("--data-dir", context.getWords()).map(Path::of);
        DatasetReference reference = reference(data, directory, Path::of)
                .or(() -> usual)
                .orElseGet(() -> new DatasetReference("shapes", Optional.empty()));
        return catalog.open(reference).classes().stream()
                .filter(name -> !without.contains(name))
                .map(CompletionProposal::new)
                .toList();
    }

    private static Optional<String> valueOf(String option, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith(option + "=")) {
                return Optional.of(words.get(i).substring(option.length() + 1));
            }
            if (words.get(i).equals(option) && i + 1 < words.size()) {
                return Optional.of(words.get(i + 1));
            }
        }
        return Optional.empty();
    }

    static boolean skipBad(Arguments arguments) {
        return arguments.flag("skip-bad");
    }

    private List<String> names() {
        return catalog.entries().stream().map(DatasetCatalog.Entry::name).toList();
    }

    ImageChoice choice(Arguments arguments) {
        return new ImageChoice(
                reference(
                        arguments.optional("data"), arguments.optionalPath("data-dir"), text -> arguments.path("data")),
                arguments.optionalInteger("limit", 1, Integer.MAX_VALUE),
                arguments.longInteger("seed"),
                skipBad(arguments));
    }

    /**
     * {@code --data-dir} alone means a folder of pictures, and so does a path given as {@code --data}; a reference as
     * it is printed ({@code folder:/some/dir}) means what it meant.
     */
    private Optional<DatasetReference> reference(
            Optional<String> name, Optional<Path> directory, Function<String, Path> path) {
        if (name.isEmpty()) {
            return directory.map(folder -> new DatasetReference("folder", Optional.of(folder)));
        }
        if (directory.isEmpty() && !names().contains(name.get())) {
            Path folder = path.apply(name.get());
            if (Files.isDirectory(folder)) {
                return Optional.of(new DatasetReference("folder", Optional.of(folder)));
            }
        }
        if (names().stream().noneMatch(known -> name.get().startsWith(known + ":"))) {
            return Optional.of(new DatasetReference(name.get(), directory));
        }
        if (directory.isPresent()) {
            throw new AccrueException(Category.USAGE, text("command.images.twoPlaces", name.get(), directory.get()));
        }
        return Optional.of(DatasetReference.parse(name.get()));
    }
}
