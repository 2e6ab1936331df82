package dev.accrue.learner;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.Preparation;
import dev.accrue.dataset.PreparedPictures;
import dev.accrue.dataset.Split;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.StatisticsAccumulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes images through the backbone. The embedded test images are kept in memory, so that evaluating again after a
 * class was added costs no second pass through the network.
 */
public final class Embedding {
    private static final int BATCH = 128;

    /** What the virtual machine allows an array to have. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private static final long BYTES_KEPT = 512L << 20;

    private final ModelSession session;
    private @Nullable Kept kept;

    /** With everything that decides the features. */
    private record Kept(String backboneSha256, boolean skipBad, EmbeddedImages images) {}

    public Embedding(ModelSession session) {
        this.session = session;
    }

    /** The test images of the chosen data set, those of classes not learnt yet included. */
    public EmbeddedImages testImages(ImageChoice choice, String backboneSha256, Progress progress) {
        DatasetReference reference = session.reference(choice);
        ImageSet images = limited(session.open(reference).images(Split.TEST), choice);
        if (kept != null
                && kept.backboneSha256().equals(backboneSha256)
                && kept.skipBad() == choice.skipBad()
                && kept.images().digest().equals(images.digest(progress))) {
            return kept.images();
        }
        kept = null; // let the old images go before the new ones come
        EmbeddedImages embedded =
                all(session.backbone(backboneSha256), reference.toString(), images, choice.skipBad(), progress);
        if (embedded.bytes() <= BYTES_KEPT) {
            kept = new Kept(backboneSha256, choice.skipBad(), embedded);
        }
        return embedded;
    }

    /** Refuses what no array can hold, before anything is read. */
    static void checkCount(int images, int figures) {
        if (images > LONGEST_ARRAY / figures) {
            throw new AccrueException(
                    Category.USAGE,
                    "%,d images of %,d figures each are too many to keep at once, the most is %,d; take fewer of each class with --limit"
                            .formatted(images, figures, LONGEST_ARRAY / figures));
        }
    }

    static ImageSet limited(ImageSet images, ImageChoice choice) {
        return choice.limit().isPresent() ? images.limited(choice.limit().getAsInt(), choice.seed()) : images;
    }

    /** Statistics of each class of the pictures, in the order of their class list, in one pass. */
    static List<ClassStatistics> statistics(Backbone backbone, PreparedPictures pictures, Progress progress) {
        int dimension = backbone.description().featureDimension();
        List<String> classes = pictures.images().classes();
        List<StatisticsAccumulator> accumulators = new ArrayList<>();
        classes.forEach(name -> accumulators.add(new StatisticsAccumulator(dimension)));
        walk(pictures, "learning " + String.join(", ", classes), progress, (batch, done) -> {
            float[] features = backbone.embed(batch, List.of(View.LAST)).get(0);
            for (int label = 0; label < accumulators.size(); label++) {
                accumulators.get(label).add(features, rowsOf(batch.labels(), label));
            }
        });
        return accumulators.stream().map(StatisticsAccumulator::statistics).toList();
    }

    private static int[] rowsOf(int[] labels, int label) {
        int[] rows = new int[labels.length];
        int count = 0;
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] == label) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /** @param data what a person calls the images */
    static EmbeddedImages all(Backbone backbone, String data, ImageSet images, boolean skipBad, Progress progress) {
        PreparedPictures pictures =
                Preparation.prepare(images, backbone.description().inputSize(), skipBad);
        int dimension = backbone.description().featureDimension();
        List<String> head = backbone.description().baseClasses();
        checkCount(images.size(), Math.max(dimension, head.size()));
        int[] labels = new int[images.size()];
        float[] features = new float[images.size() * dimension];
        float[] logits = new float[images.size() * head.size()];
        int count = walk(pictures, "embedding", progress, (batch, done) -> {
            Backbone.Embedding embedding = backbone.embedAndClassify(batch, List.of(View.LAST));
            System.arraycopy(batch.labels(), 0, labels, done, batch.count());
            System.arraycopy(embedding.features().get(0), 0, features, done * dimension, batch.count() * dimension);
            System.arraycopy(embedding.logits(), 0, logits, done * head.size(), batch.count() * head.size());
        });
        return new EmbeddedImages(
                data,
                images.digest(),
                images.classes(),
                Arrays.copyOf(labels, count),
                Arrays.copyOf(features, count * dimension),
                head,
                Arrays.copyOf(logits, count * head.size()),
                pictures.skipped());
    }

    /** @param work told each batch and how many images came before it */
    private static int walk(
            PreparedPictures pictures, String task, Progress progress, BiConsumer<PictureBatch, Integer> work) {
        int total = pictures.images().size();
        int done = 0;
        progress.update(new Progress.Step(task, 0, total, "images", ""));
        try (PreparedPictures.Batches batches = pictures.batches(BATCH)) {
            for (PictureBatch batch = batches.next(); batch != null; batch = batches.next()) {
                Cancellation.check();
                work.accept(batch, done);
                done += batch.count();
                progress.update(
                        new Progress.Step(task, done + pictures.skipped().size(), total, "images", ""));
            }
        }
        return done;
    }
}
