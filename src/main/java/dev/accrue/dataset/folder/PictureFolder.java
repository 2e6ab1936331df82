package dev.accrue.dataset.folder;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.dataset.Dataset;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.SelectedImages;
import dev.accrue.dataset.Split;
import dev.accrue.dataset.SplitMix64;
import dev.accrue.dataset.folder.FilePictures.PictureFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A folder of pictures, one sub-folder a class. If it has sub-folders {@code train} and {@code test} with class
 * folders in them, those are the splits; else about one picture in five is kept for testing, chosen by its class and
 * file name alone, so that adding pictures never moves others. Hidden files and files that are not called pictures
 * are passed over. Lists the folder when it is opened and decodes nothing.
 */
public final class PictureFolder implements Dataset {

    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "gif");
    private static final int TEST_ONE_IN = 5;

    private final Path folder;
    private final List<String> classes;
    private final ImageSet train;
    private final ImageSet test;

    private PictureFolder(Path folder, List<String> classes, List<PictureFile> train, List<PictureFile> test) {
        this.folder = folder;
        this.classes = classes;
        this.train = SelectedImages.all(new FilePictures(classes, train));
        this.test = SelectedImages.all(new FilePictures(classes, test));
    }

    /** @throws AccrueException NOT_FOUND if there is no such folder, BAD_DATA if it is not laid out as it should be */
    public static PictureFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new AccrueException(Category.NOT_FOUND, text("dataset.folder.notThere", folder));
        }
        Path train = folder.resolve("train");
        Path test = folder.resolve("test");
        return !namesOf(train).isEmpty() && !namesOf(test).isEmpty()
                ? openSplit(folder, train, test)
                : openWhole(folder);
    }

    @Override
    public String name() {
        return "folder";
    }

    @Override
    public String description() {
        return text("dataset.folder.description", folder);
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public ImageSet images(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    private static PictureFolder openSplit(Path folder, Path train, Path test) {
        List<String> classes = namesOf(train);
        for (String name : namesOf(test)) {
            if (!classes.contains(name)) {
                throw badData(text("dataset.folder.onlyInTest", name, test, train));
            }
        }
        return new PictureFolder(folder, classes, pictures(folder, train, classes), pictures(folder, test, classes));
    }

    private static PictureFolder openWhole(Path folder) {
        List<String> classes = namesOf(folder);
        if (classes.isEmpty()) {
            throw badData(text("dataset.folder.noSubfolders", folder));
        }
        List<PictureFile> all = pictures(folder, folder, classes);
        List<PictureFile> train =
                all.stream().filter(Predicate.not(PictureFolder::isForTesting)).toList();
        for (int label = 0; label < classes.size(); label++) {
            int wanted = label;
            if (train.stream().noneMatch(file -> file.label() == wanted)) {
                throw badData(text("dataset.folder.nothingToLearn", classes.get(label), folder));
            }
        }
        return new PictureFolder(
                folder,
                classes,
                train,
                all.stream().filter(PictureFolder::isForTesting).toList());
    }

    private static List<PictureFile> pictures(Path root, Path folder, List<String> classes) {
        List<PictureFile> pictures = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            Path classFolder = folder.resolve(classes.get(label));
            if (!Files.isDirectory(classFolder)) {
                continue;
            }
            List<Path> visible = visible(classFolder);
            List<Path> found =
                    visible.stream().filter(PictureFolder::isCalledPicture).toList();
            if (found.isEmpty()) {
                throw badData(text("dataset.folder.noPictures", classFolder, visible.size()));
            }
            for (Path path : found) {
                String name = root.relativize(path).toString().replace('\\', '/');
                pictures.add(new PictureFile(path, name, label));
            }
        }
        return pictures;
    }

    private static boolean isForTesting(PictureFile file) {
        CRC32 crc = new CRC32();
        crc.update(file.name().getBytes(StandardCharsets.UTF_8));
        return Long.remainderUnsigned(SplitMix64.mix(crc.getValue()), TEST_ONE_IN) == 0;
    }

    /** A link that leads nowhere counts, so that it is named, or left out by {@code --skip-bad}, as a bad picture. */
    private static boolean isCalledPicture(Path path) {
        Cancellation.check();
        String name = path.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return EXTENSIONS.contains(extension)
                && (Files.isRegularFile(path) || (Files.isSymbolicLink(path) && !Files.exists(path)));
    }

    private static List<String> namesOf(Path folder) {
        return visible(folder).stream()
                .filter(Files::isDirectory)
                .map(path -> path.getFileName().toString())
                .toList();
    }

    /** What is in a folder and not hidden, by name; nothing if it is not a folder. */
    private static List<Path> visible(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, text("dataset.folder.cannotList", folder, e.getMessage()), e);
        }
    }

    private static AccrueException badData(String message) {
        return new AccrueException(Category.BAD_DATA, message);
    }
}
