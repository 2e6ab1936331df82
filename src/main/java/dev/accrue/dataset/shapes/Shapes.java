package dev.accrue.dataset.shapes;

import static dev.accrue.common.Messages.text;

import dev.accrue.dataset.Dataset;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.Picture;
import dev.accrue.dataset.PictureSource;
import dev.accrue.dataset.SelectedImages;
import dev.accrue.dataset.Split;
import dev.accrue.dataset.SplitMix64;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The built-in data set: generated pictures of ten shapes, so that everything can be tried without a download.
 * Picture i shows class i mod 10 and follows from its split and index alone. Painted when first asked for, then kept
 * (36 MB if all are).
 */
public final class Shapes implements Dataset {

    private static final List<String> CLASSES =
            Outline.ALL.stream().map(Outline::name).toList();
    private static final int TRAIN_A_CLASS = 1000;
    private static final int TEST_A_CLASS = 200;

    private final ImageSet train = SelectedImages.all(new Painted(Split.TRAIN, 1, TRAIN_A_CLASS));
    private final ImageSet test = SelectedImages.all(new Painted(Split.TEST, 2, TEST_A_CLASS));

    @Override
    public String name() {
        return "shapes";
    }

    @Override
    public String description() {
        return text("dataset.shapes.description");
    }

    @Override
    public List<String> classes() {
        return CLASSES;
    }

    @Override
    public ImageSet images(Split split) {
        return split == Split.TRAIN ? train : test;
    }

    private static final class Painted implements PictureSource {

        private static final Difficulty DIFFICULTY = Difficulty.STANDARD;

        private final Split split;
        private final long seed;
        private final AtomicReferenceArray<Picture> pictures;
        private final ShapePainter painter = new ShapePainter(DIFFICULTY);

        Painted(Split split, long seed, int perClass) {
            this.split = split;
            this.seed = seed;
            pictures = new AtomicReferenceArray<>(perClass * CLASSES.size());
        }

        @Override
        public List<String> classes() {
            return CLASSES;
        }

        @Override
        public int size() {
            return pictures.length();
        }

        @Override
        public int label(int index) {
            return index % CLASSES.size();
        }

        @Override
        public String name(int index) {
            String shape = CLASSES.get(label(index));
            return split == Split.TRAIN
                    ? text("dataset.shapes.trainPicture", shape, index)
                    : text("dataset.shapes.testPicture", shape, index);
        }

        @Override
        public Picture picture(int index, byte[] recipe) {
            Picture picture = pictures.get(index);
            if (picture == null) {
                picture = painter.paint(Outline.ALL.get(label(index)), seed(index));
                pictures.set(index, picture);
            }
            return picture;
        }

        /** The recipe, not the pixels: painting may round differently elsewhere, the data set is the same. */
        @Override
        public byte[] content(int index) {
            return "shapes %s %s %x"
                    .formatted(CLASSES.get(label(index)), DIFFICULTY, seed(index))
                    .getBytes(StandardCharsets.UTF_8);
        }

        private long seed(int index) {
            return SplitMix64.mix(SplitMix64.mix(seed) + index);
        }
    }
}
