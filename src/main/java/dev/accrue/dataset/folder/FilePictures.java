package dev.accrue.dataset.folder;

import static dev.accrue.common.Messages.text;

import dev.accrue.dataset.Picture;
import dev.accrue.dataset.PictureSource;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Pictures that are files, decoded when asked for. */
public record FilePictures(List<String> classes, List<PictureFile> files) implements PictureSource {

    private static final long LONGEST_FILE = 1L << 29;

    /**
     * @param path where it is
     * @param name what a person calls it
     * @param label index into the classes
     */
    public record PictureFile(Path path, String name, int label) {}

    public FilePictures {
        classes = List.copyOf(classes);
        files = List.copyOf(files);
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public int label(int index) {
        return files.get(index).label();
    }

    @Override
    public String name(int index) {
        return files.get(index).name();
    }

    @Override
    public Picture picture(int index, byte[] content) throws IOException {
        return PictureDecoder.decode(content);
    }

    @Override
    public byte[] content(int index) throws IOException {
        Path path = files.get(index).path();
        try {
            long length = Files.size(path);
            if (length > LONGEST_FILE) {
                throw new IOException(text("dataset.picture.fileTooLong", length, LONGEST_FILE));
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    Files.isSymbolicLink(path) ? text("dataset.picture.linkToNothing") : text("dataset.picture.gone"),
                    e);
        } catch (AccessDeniedException e) {
            throw new IOException(text("dataset.picture.noPermission"), e);
        }
    }
}
