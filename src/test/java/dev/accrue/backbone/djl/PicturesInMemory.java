package dev.accrue.backbone.djl;

import dev.accrue.dataset.Augmentation;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.Picture;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.Preparation;
import dev.accrue.dataset.PreparedPictures;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Square pictures of a size, in memory; by default noise whose mean colour tells the class. */
record PicturesInMemory(byte[][] pixels, int[] labels, int inputSize, List<String> classes)
        implements PreparedPictures, ImageSet {

    static PicturesInMemory coloured(int count, int size, int classes, long seed) {
        Random random = new Random(seed);
        byte[][] pixels = new byte[count][size * size * 3];
        int[] labels = new int[count];
        for (int n = 0; n < count; n++) {
            labels[n] = n % classes;
            for (int i = 0; i < pixels[n].length; i++) {
                int base = 60 + 120 * ((labels[n] >> (i % 3)) & 1);
                pixels[n][i] = (byte) (base + random.nextInt(60));
            }
        }
        return new PicturesInMemory(
                pixels,
                labels,
                size,
                IntStream.range(0, classes).mapToObj(c -> "class " + c).toList());
    }

    PictureBatch batch(int... indices) {
        byte[] all = new byte[indices.length * inputSize * inputSize * 3];
        int[] chosen = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            byte[] picture = pixels[indices[i]];
            System.arraycopy(picture, 0, all, i * picture.length, picture.length);
            chosen[i] = labels[indices[i]];
        }
        return new PictureBatch(indices.length, inputSize, all, chosen);
    }

    @Override
    public Batches batches(int batchSize) {
        return batches(IntStream.range(0, size()).toArray(), batchSize);
    }

    @Override
    public Batches batches(int[] order, int batchSize) {
        return new Batches() {
            private int next;

            @Override
            public @Nullable PictureBatch next() {
                int from = next;
                next = Math.min(order.length, from + batchSize);
                return from == next
                        ? null
                        : batch(IntStream.range(from, next).map(i -> order[i]).toArray());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Batches batches(int[] order, int batchSize, Augmentation augmentation, long seed) {
        return augmentation.changes()
                ? Preparation.prepare(this, inputSize, false).batches(order, batchSize, augmentation, seed)
                : batches(order, batchSize);
    }

    @Override
    public ImageSet images() {
        return this;
    }

    @Override
    public List<String> skipped() {
        return List.of();
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public String name(int index) {
        return "picture " + index;
    }

    @Override
    public Picture picture(int index) {
        return new Picture(inputSize, inputSize, pixels[index]);
    }

    @Override
    public String digest() {
        return "in memory";
    }

    @Override
    public ImageSet ofClasses(List<String> names) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ImageSet limited(int perClass, long seed) {
        throw new UnsupportedOperationException();
    }
}
