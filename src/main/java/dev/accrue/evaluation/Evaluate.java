package dev.accrue.evaluation;

import dev.accrue.common.AccrueException;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.Classifier;
import dev.accrue.learner.EmbeddedImages;
import dev.accrue.learner.Embedding;
import dev.accrue.learner.ImageChoice;
import dev.accrue.learner.LearntModel;
import dev.accrue.learner.ModelSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Measures versions on test images, and keeps the accuracies beside the versions. Changes no version. */
public final class Evaluate {
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
        EmbeddedImages images =
                TestImages.of(embedding, choice, model.version(), model.view(), model.classes(), progress);
        Scored scored = Scored.of(model.classifier(), model.temperature(), images);
        ConfusionMatrix confusion =
                ConfusionMatrix.of(images.classes(), model.classes(), images.labels(), scored.predicted());
        Evaluation evaluation = new Evaluation(
                model,
                images.data(),
                confusion,
                softmax(images),
                scored.calibrationError(images, model.classes()),
                images.skipped(),
                Duration.ofNanos(nanoTime.getAsLong() - start));
        session.measured(model, images, evaluation.all(), evaluation.old(), evaluation.added());
        return evaluation;
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
