package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

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
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes images through the backbone. The embedded test images are kept in memory, so that evaluating again after a
 * class was added costs no second pass through the network.
 */
public final class Embedding {
    private static final int BATCH = 128;

    /** What the virtual machine allows an array to have. */
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** An eighth of what Java may have: half a gigabyte as it is started, and more views at once for who gives it more. */
    private static final long BYTES_KEPT = Runtime.getRuntime().maxMemory() / 8;

    private final ModelSession session;
    private @Nullable Kept kept;

    /** With everything that decides the features. */
    private record Kept(String backbone, boolean skipBad, String digest, Map<String, EmbeddedImages> views) {}

    public Embedding(ModelSession session) {
        this.session = session;
    }

    /**
     * The test images of the chosen data set, those of classes not learnt yet included. One pass through the network serves
     * all views of the version, as far as they can be kept.
     *
     * @param number of the version
     * @param view id of the one of its views that is asked for
     */
    public EmbeddedImages testImages(ImageChoice choice, long number, String view, Progress progress) {
        ModelVersion version = session.store().version(number).seenThrough(view);
        DatasetReference reference = session.reference(choice);
        ImageSet images = limited(session.open(reference).images(Split.TEST), choice);
        String wanted = version.view().id();
        if (kept != null
                && kept.backbone().equals(version.backbone())
                && kept.skipBad() == choice.skipBad()
                && kept.views().containsKey(wanted)
                && kept.digest().equals(images.digest(progress))) {
            return kept.views().get(wanted);
        }
        kept = null; // let the old images go before the new ones come
        Backbone backbone = session.backbone(version.backbone());
        List<ModelView> views =
                worthKeeping(version.views(), images.size()) ? version.views() : List.of(version.view());
        List<EmbeddedImages> embedded = all(
                backbone,
                views.stream().map(each -> View.parse(each.id())).toList(),
                reference.toString(),
                images,
                choice.skipBad(),
                progress);
        if (worthKeeping(views, images.size())) {
            Map<String, EmbeddedImages> byView = new HashMap<>();
            for (int v = 0; v < views.size(); v++) {
                byView.put(views.get(v).id(), embedded.get(v));
            }
            kept = new Kept(
                    version.backbone(), choice.skipBad(), embedded.get(0).digest(), byView);
        }
        return embedded.get(0);
    }

    private static boolean worthKeeping(List<ModelView> views, int images) {
        long features = views.stream().mapToLong(ModelView::dimension).sum();
        return features * images * Float.BYTES <= BYTES_KEPT;
    }

    /** Refuses what no array can hold, before anything is read. */
    static void checkCount(int images, int figures) {
        if (images > LONGEST_ARRAY / figures) {
            throw new AccrueException(
                    Category.USAGE, text("learner.tooManyImages", images, figures, LONGEST_ARRAY / figures));
        }
    }

    /** The pictures as the backbone wants them. */
    static PreparedPictures prepared(Backbone backbone, ImageSet images, boolean skipBad) {
        return Preparation.prepare(images, backbone.description().framing(), skipBad);
    }

    static ImageSet limited(ImageSet images, ImageChoice choice) {
        return choice.limit().isPresent() ? images.limited(choice.limit().getAsInt(), choice.seed()) : images;
    }

    /**
     * @param data what a person calls the images
     * @return the same images for each view
     */
    static List<EmbeddedImages> all(
            Backbone backbone, List<View> views, String data, ImageSet images, boolean skipBad, Progress progress) {
        PreparedPictures pictures = prepared(backbone, images, skipBad);
        List<String> head = backbone.description().baseClasses();
        int[] dimensions = views.stream().mapToInt(backbone::dimension).toArray();
        checkCount(images.size(), Math.max(Arrays.stream(dimensions).max().orElseThrow(), head.size()));
        int[] labels = new int[images.size()];
        List<float[]> features = Arrays.stream(dimensions)
                .mapToObj(dimension -> new float[images.size() * dimension])
                .toList();
        float[] logits = new float[images.size() * head.size()];
        int[] order = IntStream.range(0, images.size()).toArray();
        int count = walk(pictures, order, text("learner.embedding"), progress, (batch, done) -> {
            Backbone.Embedding embedding = backbone.embedAndClassify(batch, views);
            System.arraycopy(batch.labels(), 0, labels, done, batch.count());
            for (int v = 0; v < dimensions.length; v++) {
                int d = dimensions[v];
                System.arraycopy(embedding.features().get(v), 0, features.get(v), done * d, batch.count() * d);
            }
            System.arraycopy(embedding.logits(), 0, logits, done * head.size(), batch.count() * head.size());
        });
        return IntStream.range(0, dimensions.length)
                .mapToObj(v -> new EmbeddedImages(
                        data,
                        images.digest(),
                        images.classes(),
                        Arrays.copyOf(labels, count),
                        Arrays.copyOf(features.get(v), count * dimensions[v]),
                        head,
                        Arrays.copyOf(logits, count * head.size()),
                        pictures.skipped()))
                .toList();
    }

    /**
     * @param order in which the pictures come
     * @param work told each batch and how many images came before it
     * @return how many images came
     */
    static int walk(
            PreparedPictures pictures,
            int[] order,
            String task,
            Progress progress,
            BiConsumer<PictureBatch, Integer> work) {
        int total = pictures.images().size();
        String unit = text("common.images");
        int done = 0;
        progress.update(new Progress.Step(task, 0, total, unit, ""));
        try (PreparedPictures.Batches batches = pictures.batches(order, BATCH)) {
            for (PictureBatch batch = batches.next(); batch != null; batch = batches.next()) {
                Cancellation.check();
                work.accept(batch, done);
                done += batch.count();
                progress.update(
                        new Progress.Step(task, done + pictures.skipped().size(), total, unit, ""));
            }
        }
        return done;
    }
}
