package dev.accrue.evaluation;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.Classifier;
import dev.accrue.learner.EmbeddedImages;
import dev.accrue.learner.Embedding;
import dev.accrue.learner.ImageChoice;
import dev.accrue.learner.LearntModel;
import dev.accrue.learner.ModelSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Measures versions on test images, and keeps the accuracies beside the versions. Changes no version. */
public final class Evaluate {
    private static final int ROWS_AT_ONCE = 1024;

    private final ModelSession session;
    private final Embedding embedding;
    private final LongSupplier nanoTime;

    public Evaluate(ModelSession session, Embedding embedding, LongSupplier nanoTime) {
        this.session = session;
        this.embedding = embedding;
        this.nanoTime = nanoTime;
    }

    /**
     * The current model.
     *
     * @throws AccrueException NOT_FOUND in an empty store, CONFLICT when no test image is of a class the model knows
     */
    public Evaluation head(ImageChoice choice, Progress progress) {
        return evaluate(session.model(), choice, progress);
    }

    /**
     * The model after each increment, the base first: the accuracy curve. One pass through the network serves all.
     */
    public List<Evaluation> increments(ImageChoice choice, Progress progress) {
        List<Evaluation> curve = new ArrayList<>();
        for (LearntModel model : session.lineage()) {
            curve.add(evaluate(model, choice, progress));
        }
        return curve;
    }

    private Evaluation evaluate(LearntModel model, ImageChoice choice, Progress progress) {
        long start = nanoTime.getAsLong();
        EmbeddedImages images = embedding.testImages(choice, model.backbone(), progress);
        if (images.size() == 0) {
            throw new AccrueException(
                    Category.BAD_DATA,
                    images.data() + " holds no test images; put some in a sub-folder test, one folder a class, beside"
                            + " train, or name other data with --data");
        }
        if (Collections.disjoint(images.classes(), model.classes())) {
            throw new AccrueException(
                    Category.CONFLICT,
                    "no test image of " + images.data() + " is of a class the model knows: the data has "
                            + String.join(", ", images.classes()) + ", the model "
                            + String.join(", ", model.classes()) + "; evaluate on the data it learnt from (--data)");
        }
        ConfusionMatrix confusion =
                ConfusionMatrix.of(images.classes(), model.classes(), images.labels(), predicted(model, images));
        Evaluation evaluation = new Evaluation(
                model,
                images.data(),
                confusion,
                softmax(images),
                images.skipped(),
                Duration.ofNanos(nanoTime.getAsLong() - start));
        session.measured(model, images, evaluation.all(), evaluation.old(), evaluation.added());
        return evaluation;
    }

    private static int[] predicted(LearntModel model, EmbeddedImages images) {
        int dimension = model.classifier().dimension();
        int classes = model.classes().size();
        int[] predicted = new int[images.size()];
        for (int from = 0; from < images.size(); from += ROWS_AT_ONCE) {
            Cancellation.check();
            int count = Math.min(ROWS_AT_ONCE, images.size() - from);
            float[] rows = new float[count * dimension];
            System.arraycopy(images.features(), from * dimension, rows, 0, rows.length);
            int[] labels = Classifier.argmax(model.classifier().scores(rows, count), count, classes);
            System.arraycopy(labels, 0, predicted, from, count);
        }
        return predicted;
    }

    private static Optional<ConfusionMatrix> softmax(EmbeddedImages images) {
        int classes = images.headClasses().size();
        if (classes == 0) {
            return Optional.empty();
        }
        double[] scores = new double[images.logits().length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = images.logits()[i];
        }
        return Optional.of(ConfusionMatrix.of(
                images.classes(),
                images.headClasses(),
                images.labels(),
                Classifier.argmax(scores, images.size(), classes)));
    }
}
