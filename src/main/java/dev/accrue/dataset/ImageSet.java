package dev.accrue.dataset;

import dev.accrue.common.Progress;
import java.util.List;

/**
 * A fixed sequence of labelled pictures, read one at a time. Safe for use by several threads.
 */
public interface ImageSet {

    /** Class names; {@link #label} indexes this list. */
    List<String> classes();

    /** Number of images. */
    int size();

    /** Index into {@link #classes} of image {@code index}. Needs no decoding. */
    int label(int index);

    /** What a person calls image {@code index}: a path, or "data_batch_1.bin, record 17". */
    String name(int index);

    /**
     * Decodes image {@code index}.
     *
     * @throws dev.accrue.common.AccrueException of category BAD_DATA, naming the picture, if it cannot be read; the
     *     cause says why, without the name
     */
    Picture picture(int index);

    /**
     * SHA-256 (hex) over the class names and the content, so that the same data gives the same digest. Of a picture
     * that has been read it covers what was read last, so after learning it tells what was learnt and costs nothing.
     *
     * @throws dev.accrue.common.AccrueException CANCELLED when this thread is interrupted
     */
    String digest();

    /** As {@link #digest()}, told how far the reading of pictures has come that were not read yet. */
    default String digest(Progress progress) {
        return digest();
    }

    /**
     * The images of the named classes only, in the order of the names given; labels index that order.
     *
     * @throws dev.accrue.common.AccrueException of category NOT_FOUND for a name that is not in {@link #classes}
     */
    ImageSet ofClasses(List<String> names);

    /** At most {@code perClass} images of each class, chosen by seed, original order kept. */
    ImageSet limited(int perClass, long seed);
}
