package dev.accrue.dataset.preparation;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.Augmentation;
import dev.accrue.dataset.Framing;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.PreparedPictures;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/** An image set at a backbone's input size; each walk reads ahead on threads of its own. */
public final class ReadAheadPictures implements PreparedPictures {

    /** What the virtual machine allows an array to have. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final ImageSet images;
    private final Framing framing;
    private final boolean skipBad;
    private final Map<Integer, String> skipped = new ConcurrentSkipListMap<>();

    public ReadAheadPictures(ImageSet images, Framing framing, boolean skipBad) {
        this.images = images;
        this.framing = framing;
        this.skipBad = skipBad;
    }

    @Override
    public ImageSet images() {
        return images;
    }

    @Override
    public int inputSize() {
        return framing.size();
    }

    @Override
    public Batches batches(int batchSize) {
        return batches(IntStream.range(0, images.size()).toArray(), batchSize);
    }

    @Override
    public Batches batches(int[] order, int batchSize) {
        return batches(order, batchSize, Augmentation.NONE, 0);
    }

    @Override
    public Batches batches(int[] order, int batchSize, Augmentation augmentation, long seed) {
        checkBatch(Math.min(batchSize, Math.max(1, order.length)), framing.size());
        for (int index : order) {
            Objects.checkIndex(index, images.size());
        }
        return new Walk(this, order.clone(), batchSize, augmentation, seed);
    }

    /** See {@link dev.accrue.dataset.Preparation#checkBatch}. */
    public static void checkBatch(int batchSize, int inputSize) {
        if (batchSize < 1) {
            throw new AccrueException(Category.USAGE, text("dataset.batchTooSmall", batchSize));
        }
        long picture = 3L * inputSize * inputSize;
        if (batchSize > LONGEST_ARRAY / picture) {
            throw new AccrueException(
                    Category.USAGE,
                    text("dataset.batchTooLarge", batchSize, inputSize, batchSize * picture, LONGEST_ARRAY / picture));
        }
    }

    @Override
    public List<String> skipped() {
        return List.copyOf(skipped.values());
    }

    Framing framing() {
        return framing;
    }

    boolean skipsBad() {
        return skipBad;
    }

    void rememberSkipped(Map<Integer, String> bad) {
        skipped.putAll(bad);
    }
}
