package dev.accrue.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of an image set, decoded and resized to a backbone's input, handed out in batches while the
 * next ones are made ready on other threads. Holds no more than a few batches at a time.
 */
public interface PreparedPictures {

    ImageSet images();

    /** Side of the square pictures in pixels. */
    int inputSize();

    /** All pictures in their own order. */
    Batches batches(int batchSize);

    /** The pictures at these indices, in this order. */
    Batches batches(int[] order, int batchSize);

    /**
     * The pictures at these indices, in this order, each changed at random on the threads that read ahead. What becomes
     * of a picture depends on the seed and its position in the order alone.
     *
     * @param seed of this walk
     */
    Batches batches(int[] order, int batchSize, Augmentation augmentation, long seed);

    /** What was wrong with each picture skipped so far, each named once; empty unless skipping was asked for. */
    List<String> skipped();

    /** A walk over the pictures. Close it; closing early stops the threads that read ahead. */
    interface Batches extends AutoCloseable {

        /**
         * The next batch, of at most the batch size and never empty; null at the end. Pictures that were skipped
         * are left out, so a batch may be smaller.
         *
         * @throws dev.accrue.common.AccrueException BAD_DATA if pictures could not be read and skipping was not
         *     asked for: the message counts and names them; CANCELLED when this thread is interrupted
         */
        @Nullable
        PictureBatch next();

        @Override
        void close();
    }
}
