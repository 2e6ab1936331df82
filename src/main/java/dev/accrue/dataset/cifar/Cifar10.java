package dev.accrue.dataset.cifar;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.Dataset;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.SelectedImages;
import dev.accrue.dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * CIFAR-10 (Krizhevsky 2009), binary version: six files of 10,000 records, a record being one label byte and
 * 3,072 pixel bytes (the red, green and blue planes of a 32x32 picture).
 */
public final class Cifar10 implements Dataset {

    public static final String FOLDER = "cifar-10-batches-bin";
    public static final List<String> TRAIN_FILES =
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");

    static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final List<String> TEST_FILES = List.of("test_batch.bin");
    private static final long FILE_LENGTH = (long) BatchFiles.RECORDS * BatchFiles.RECORD_LENGTH;

    private final String name;
    private final Supplier<String> description;
    private final Path folder;
    private final Map<Split, List<String>> files;
    private final Map<Split, ImageSet> splits = new ConcurrentHashMap<>();

    private Cifar10(String name, Supplier<String> description, Path folder, Map<Split, List<String>> files) {
        this.name = name;
        this.description = description;
        this.folder = folder;
        this.files = files;
    }

    /** One line for people. */
    public static String describe() {
        return text("dataset.cifar.description");
    }

    /** One line for people, of the training images alone. */
    public static String describeValidation() {
        return text("dataset.cifar.validationDescription");
    }

    /** The folder that holds the files: the place itself or its sub-folder of the usual name. */
    public static Optional<Path> locate(Path place) {
        return Stream.of(place.resolve(FOLDER), place)
                .filter(folder -> Files.exists(folder.resolve(TRAIN_FILES.get(0))))
                .findFirst();
    }

    /**
     * Checks that the files are there and of the right length; reads none of them yet. The label bytes are checked
     * when a split is first asked for.
     *
     * @throws AccrueException BAD_DATA naming the file
     */
    public static Cifar10 open(Path folder) {
        return open("cifar10", Cifar10::describe, folder, Map.of(Split.TRAIN, TRAIN_FILES, Split.TEST, TEST_FILES));
    }

    /**
     * The same without its test images, so that nothing that is chosen by a figure has seen them: the first four
     * training files to learn from, the fifth to test with.
     *
     * @throws AccrueException as {@link #open}
     */
    public static Cifar10 openValidation(Path folder) {
        return open(
                "cifar10-validation",
                Cifar10::describeValidation,
                folder,
                Map.of(Split.TRAIN, TRAIN_FILES.subList(0, 4), Split.TEST, TRAIN_FILES.subList(4, 5)));
    }

    private static Cifar10 open(
            String name, Supplier<String> description, Path folder, Map<Split, List<String>> files) {
        Stream.of(Split.TRAIN, Split.TEST)
                .flatMap(split -> files.getOrDefault(split, List.of()).stream())
                .map(folder::resolve)
                .forEach(Cifar10::checkLength);
        return new Cifar10(name, description, folder, files);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description.get();
    }

    @Override
    public List<String> classes() {
        return CLASSES;
    }

    @Override
    public ImageSet images(Split split) {
        return splits.computeIfAbsent(
                split, s -> SelectedImages.all(BatchFiles.map(folder, files.getOrDefault(s, List.of()))));
    }

    private static void checkLength(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AccrueException(Category.BAD_DATA, text("dataset.cifar.fileMissing", file));
        }
        try {
            long length = Files.size(file);
            if (length != FILE_LENGTH) {
                throw new AccrueException(
                        Category.BAD_DATA, text("dataset.cifar.wrongLength", file, length, FILE_LENGTH));
            }
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, text("dataset.unreadable", file, e.getMessage()), e);
        }
    }
}
