package dev.accrue.dataset;

import java.io.IOException;
import java.util.List;

/**
 * Where pictures come from: what a kind of data set must know about its own storage. Selection, digests and
 * error messages are added once for all kinds by {@link SelectedImages}. Safe for use by several threads.
 */
public interface PictureSource {

    List<String> classes();

    int size();

    /** Index into {@link #classes}. */
    int label(int index);

    /** What a person calls the picture. */
    String name(int index);

    /**
     * Reads the bytes that make a picture what it is, without its name and label: two pictures are the same if these
     * are.
     *
     * @throws IOException with the reason alone as its message, the picture's name is added by the caller
     */
    byte[] content(int index) throws IOException;

    /**
     * Decodes a picture from its content, which is read only once that way, also where a digest of it is taken.
     *
     * @throws IOException as {@link #content}
     */
    Picture picture(int index, byte[] content) throws IOException;
}
