package dev.accrue.dataset;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.folder.FilePictures;
import dev.accrue.dataset.folder.FilePictures.PictureFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Single picture files (PNG, JPEG, BMP, GIF), for telling what is on them. */
public final class PictureFiles {

    private PictureFiles() {}

    /** @throws AccrueException NOT_FOUND if the file is not there, BAD_DATA if it cannot be decoded */
    public static Picture read(Path file) {
        return of(List.of(file)).picture(0);
    }

    /**
     * The files in the order given, each a class of its own, so that its label says which file a picture is. Decodes
     * none of them yet.
     *
     * @throws AccrueException NOT_FOUND if one of the files is not there
     */
    public static ImageSet of(List<Path> files) {
        List<PictureFile> labelled = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new AccrueException(Category.NOT_FOUND, text("dataset.picture.noFile", file));
            }
            labelled.add(new PictureFile(file, file.toString(), labelled.size()));
        }
        return SelectedImages.all(
                new FilePictures(labelled.stream().map(PictureFile::name).toList(), labelled));
    }
}
