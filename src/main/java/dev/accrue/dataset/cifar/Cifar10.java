package dev.accrue.dataset.cifar;

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
import java.util.stream.Stream;

/**
 * CIFAR-10 (Krizhevsky 2009), binary version: six files of 10,000 records, a record being one label byte and
 * 3,072 pixel bytes (the red, green and blue planes of a 32x32 picture).
 */
public final class Cifar10 implements Dataset {

    public static final String FOLDER = "cifar-10-batches-bin";
    public static final String DESCRIPTION = "CIFAR-10: 60,000 photographs of 32x32 pixels in ten classes";
    public static final List<String> TRAIN_FILES =
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");

    static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    /** The training images alone: four files to learn from, the fifth to test with. */
    public static final String VALIDATION_DESCRIPTION =
            "CIFAR-10 without its test images, to choose options by: 40,000 to learn from, 10,000 to test with";

    private static final List<String> TEST_FILES = List.of("test_batch.bin");
    private static final long FILE_LENGTH = (long) BatchFiles.RECORDS * BatchFiles.RECORD_LENGTH;

    private final String name;
    private final String description;
    private final Path folder;
    private final Map<Split, List<String>> files;
    private final Map<Split, ImageSet> splits = new ConcurrentHashMap<>();

    private Cifar10(String name, String description, Path folder, Map<Split, List<String>> files) {
        this.name = name;
        this.description = description;
        this.folder = folder;
        this.files = files;
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
        return open("cifar10", DESCRIPTION, folder, Map.of(Split.TRAIN, TRAIN_FILES, Split.TEST, TEST_FILES));
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
                VALIDATION_DESCRIPTION,
                folder,
                Map.of(Split.TRAIN, TRAIN_FILES.subList(0, 4), Split.TEST, TRAIN_FILES.subList(4, 5)));
    }

    private static Cifar10 open(String name, String description, Path folder, Map<Split, List<String>> files) {
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
        return description;
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
            throw new AccrueException(
                    Category.BAD_DATA,
                    "%s is missing; %s".formatted(file, "get the whole set with data fetch cifar10"));
        }
        try {
            long length = Files.size(file);
            if (length != FILE_LENGTH) {
                throw new AccrueException(
                        Category.BAD_DATA,
                        "%s has %,d bytes, expected %,d (10,000 records of 3,073 bytes); get it again with data fetch cifar10"
                                .formatted(file, length, FILE_LENGTH));
            }
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, "%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
