package dev.accrue.learner;

import dev.accrue.backbone.Backbone;
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
    private static final long BYTES_KEPT = 512L << 20;

    private final ModelSession session;
    private @Nullable Kept kept;

    /** @param key everything that decides the features: backbone, images, what to do with bad ones */
    private record Kept(String key, EmbeddedImages images) {}

    public Embedding(ModelSession session) {
        this.session = session;
    }

    /** The test images of the chosen data set, those of classes not learnt yet included. */
    public EmbeddedImages testImages(ImageChoice choice, String backboneSha256, Progress progress) {
        DatasetReference reference = session.reference(choice);
        ImageSet images = limited(session.open(reference).images(Split.TEST), choice);
        String key = String.join("|", backboneSha256, images.digest(), String.valueOf(choice.skipBad()));
        if (kept != null && kept.key().equals(key)) {
            return kept.images();
        }
        kept = null; // let the old images go before the new ones come
        EmbeddedImages embedded = all(session.backbone(backboneSha256), reference, images, choice.skipBad(), progress);
        if (embedded.bytes() <= BYTES_KEPT) {
            kept = new Kept(key, embedded);
        }
        return embedded;
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
            float[] features = backbone.embed(batch);
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

    private static EmbeddedImages all(
            Backbone backbone, DatasetReference reference, ImageSet images, boolean skipBad, Progress progress) {
        PreparedPictures pictures =
                Preparation.prepare(images, backbone.description().inputSize(), skipBad);
        int dimension = backbone.description().featureDimension();
        List<String> head = backbone.description().baseClasses();
        int[] labels = new int[images.size()];
        float[] features = new float[Math.multiplyExact(images.size(), dimension)];
        float[] logits = new float[images.size() * head.size()];
        int count = walk(pictures, "embedding", progress, (batch, done) -> {
            Backbone.Embedding embedding = backbone.embedAndClassify(batch);
            System.arraycopy(batch.labels(), 0, labels, done, batch.count());
            System.arraycopy(embedding.features(), 0, features, done * dimension, batch.count() * dimension);
            System.arraycopy(embedding.logits(), 0, logits, done * head.size(), batch.count() * head.size());
        });
        return new EmbeddedImages(
                reference.toString(),
                images.classes(),
                Arrays.copyOf(labels, count),
                Arrays.copyOf(features, count * dimension),
                head,
                Arrays.copyOf(logits, count * head.size()),
                pictures.skipped());
    }

    /** Features of pictures without labels, in their order. */
    static float[] features(Backbone backbone, PreparedPictures pictures, Progress progress) {
        int dimension = backbone.description().featureDimension();
        float[] features = new float[Math.multiplyExact(pictures.images().size(), dimension)];
        int count = walk(
                pictures,
                "embedding",
                progress,
                (batch, done) -> System.arraycopy(
                        backbone.embed(batch), 0, features, done * dimension, batch.count() * dimension));
        return Arrays.copyOf(features, count * dimension);
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
