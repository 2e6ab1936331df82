package dev.accrue.dataset;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.cifar.Cifar10;
import dev.accrue.dataset.folder.PictureFolder;
import dev.accrue.dataset.shapes.Shapes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Every data set that can be named, and where each is looked for. A data set that does not change is opened once;
 * a folder of pictures is listed anew each time.
 */
public final class DatasetCatalog {

    private static final String SHAPES = "shapes";
    private static final String CIFAR10 = "cifar10";
    private static final String CIFAR10_VALIDATION = "cifar10-validation";
    private static final String FOLDER = "folder";
    private static final String DATA_VARIABLE = "ACCRUE_DATA";

    private final Map<String, String> environment;
    private final Path cache;
    private final Dataset shapes = new Shapes();
    private final Map<DatasetReference, Dataset> opened = new ConcurrentHashMap<>();

    /**
     * @param environment variables: reads {@code ACCRUE_DATA} and {@code XDG_CACHE_HOME}
     * @param home the user's home; the cache is {@code $XDG_CACHE_HOME/accrue}, else {@code ~/.cache/accrue}
     */
    public DatasetCatalog(Map<String, String> environment, Path home) {
        this.environment = Map.copyOf(environment);
        this.cache = variable("XDG_CACHE_HOME")
                .filter(Path::isAbsolute)
                .orElse(home.resolve(".cache"))
                .resolve("accrue");
    }

    /**
     * One line of a listing.
     *
     * @param name typed after {@code --data}
     * @param description one line for people
     * @param where "built in (generated)", the folder found, or how to get it
     */
    public record Entry(String name, String description, String where) {}

    /** Where {@code data fetch cifar10} puts it. */
    public Path cache() {
        return cache;
    }

    /**
     * @throws AccrueException NOT_FOUND for an unknown name and for missing data, BAD_DATA for damaged data, USAGE
     *     where a directory is needed and missing, or given and of no use
     */
    public Dataset open(DatasetReference reference) {
        DatasetReference resolved = resolve(reference);
        return switch (resolved.name()) {
            case SHAPES -> shapes;
            case CIFAR10, CIFAR10_VALIDATION -> opened.computeIfAbsent(resolved, DatasetCatalog::openCifar10);
            default -> PictureFolder.open(resolved.directory().orElseThrow());
        };
    }

    /**
     * What a reference stands for here and now, so that it can be written down: the directory, found through the
     * environment or typed, is made absolute.
     *
     * @throws AccrueException as {@link #open}, except that data found is not looked into
     */
    public DatasetReference resolve(DatasetReference reference) {
        Optional<Path> directory = reference.directory().map(DatasetCatalog::absolute);
        return switch (reference.name()) {
            case SHAPES -> {
                if (directory.isPresent()) {
                    throw new AccrueException(Category.USAGE, text("dataset.shapes.noDirectory"));
                }
                yield reference;
            }
            case CIFAR10, CIFAR10_VALIDATION -> {
                List<Path> places = directory.map(List::of).orElseGet(this::cifar10Places);
                yield new DatasetReference(
                        reference.name(), Optional.of(findCifar10(places).orElseThrow(() -> missingCifar10(places))));
            }
            case FOLDER ->
                new DatasetReference(
                        FOLDER,
                        Optional.of(directory.orElseThrow(
                                () -> new AccrueException(Category.USAGE, text("dataset.folder.directoryNeeded")))));
            default ->
                throw new AccrueException(
                        Category.NOT_FOUND,
                        text(
                                "dataset.unknown",
                                reference.name(),
                                String.join(", ", SHAPES, CIFAR10, CIFAR10_VALIDATION, FOLDER)));
        };
    }

    /** For a listing; looks only whether folders are there. */
    public List<Entry> entries() {
        String cifar10 =
                findCifar10(cifar10Places()).map(Path::toString).orElseGet(() -> text("dataset.cifar.notHere"));
        return List.of(
                new Entry(SHAPES, shapes.description(), text("dataset.shapes.where")),
                new Entry(CIFAR10, Cifar10.describe(), cifar10),
                new Entry(CIFAR10_VALIDATION, Cifar10.describeValidation(), cifar10),
                new Entry(FOLDER, text("dataset.folder.yourOwn"), text("dataset.folder.where")));
    }

    private List<Path> cifar10Places() {
        return Stream.concat(variable(DATA_VARIABLE).map(DatasetCatalog::absolute).stream(), Stream.of(cache))
                .toList();
    }

    private static Optional<Path> findCifar10(List<Path> places) {
        return places.stream()
                .filter(place -> Cifar10.locate(place).isPresent())
                .findFirst();
    }

    private static Dataset openCifar10(DatasetReference reference) {
        Path place = reference.directory().orElseThrow();
        Path folder = Cifar10.locate(place).orElseThrow(() -> missingCifar10(List.of(place)));
        return reference.name().equals(CIFAR10) ? Cifar10.open(folder) : Cifar10.openValidation(folder);
    }

    private static AccrueException missingCifar10(List<Path> places) {
        return new AccrueException(
                Category.NOT_FOUND,
                text(
                        "dataset.cifar.notThere",
                        Cifar10.FOLDER,
                        Cifar10.TRAIN_FILES.get(0),
                        places.stream()
                                .map(Path::toString)
                                .reduce((some, next) -> text("dataset.cifar.norIn", some, next))
                                .orElse(""),
                        DATA_VARIABLE));
    }

    private Optional<Path> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
