package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.Progress;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.PreparedPictures;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Learns classes in one pass over their pictures that serves all views of a backbone. The pictures come class by class,
 * those of a class in their own order, so no more than one class is under way; what becomes of it does not depend on how the
 * classes were mixed.
 */
final class Lesson {
    private final Backbone backbone;
    private final List<View> views;
    private final List<ClassLearner> learners;
    private final Listener listener;

    /** Of the class under way. */
    private int label;

    /** Hears of each class when all its pictures are learnt. */
    @FunctionalInterface
    interface Listener {

        /** Told class by class in the order of the pictures' class list, and of each for one view after the other. */
        void learnt(int view, int label, ClassLearner.Learnt learnt);
    }

    private Lesson(Backbone backbone, List<View> views, int holdOut, Listener listener) {
        this.backbone = backbone;
        this.views = views;
        this.learners = views.stream()
                .map(view -> new ClassLearner(backbone.dimension(view), holdOut))
                .toList();
        this.listener = listener;
    }

    /**
     * @param holdOut how many feature vectors of a class to hold out at most
     * @throws AccrueException BAD_DATA for a class without a picture, and as {@link PreparedPictures} does
     */
    static void learn(
            Backbone backbone,
            List<View> views,
            PreparedPictures pictures,
            int holdOut,
            Listener listener,
            Progress progress) {
        Lesson lesson = new Lesson(backbone, views, holdOut, listener);
        List<String> classes = pictures.images().classes();
        String task = text("learner.learning", String.join(", ", classes));
        Embedding.walk(pictures, byClass(pictures.images()), task, progress, (batch, done) -> lesson.learn(batch));
        lesson.finishBefore(classes.size());
    }

    private static int[] byClass(ImageSet images) {
        return IntStream.range(0, images.size())
                .boxed()
                .sorted(Comparator.comparingInt(images::label))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void learn(PictureBatch batch) {
        List<float[]> features = backbone.embed(batch, views);
        int[] labels = batch.labels();
        for (int from = 0, to; from < labels.length; from = to) {
            finishBefore(labels[from]);
            for (to = from; to < labels.length && labels[to] == label; to++) {}
            for (int v = 0; v < learners.size(); v++) {
                learners.get(v).add(features.get(v), from, to);
            }
        }
    }

    private void finishBefore(int next) {
        for (; label < next; label++) {
            for (int v = 0; v < learners.size(); v++) {
                listener.learnt(v, label, learners.get(v).finish());
            }
        }
    }
}
