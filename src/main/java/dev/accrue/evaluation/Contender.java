package dev.accrue.evaluation;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.Fitting;
import dev.accrue.gaussian.Method;
import dev.accrue.learner.Classifiers;
import dev.accrue.learner.EmbeddedImages;
import dev.accrue.learner.Temperature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** A method in a comparison. What it cannot do is its own affair: the others go on. */
final class Contender {
    private final Method method;
    private final String view;
    private final LongSupplier nanoTime;

    /** Right images after each increment, see {@link AccuracyMatrix}. */
    private final List<long[]> correct = new ArrayList<>();

    private final List<String> remarks = new ArrayList<>();
    private Optional<Fitting> fitting;
    private Optional<String> refusal = Optional.empty();
    private long fitNanos;

    /**
     * @param view text of the view that the features come from
     * @param dimension d of that view
     */
    Contender(Method method, String view, int dimension, LongSupplier nanoTime) {
        this.method = method;
        this.view = view;
        this.nanoTime = nanoTime;
        try {
            Classifiers.requireFit(method, view);
            this.fitting = Optional.of(method.fitting(dimension));
        } catch (AccrueException e) {
            this.fitting = Optional.empty();
            this.refusal = Optional.of(e.getMessage());
        }
    }

    Method method() {
        return method;
    }

    /** Takes in a class, or the scatter that sealed classes share. */
    void learn(Consumer<Fitting> addition) {
        long start = nanoTime.getAsLong();
        try {
            fitting.ifPresent(addition);
        } catch (AccrueException e) {
            refuse(e);
        }
        fitNanos += nanoTime.getAsLong() - start;
    }

    /** Answers after an increment that is not the last one. */
    void answer(int increment, Exam exam) {
        if (fitting.isEmpty() || correct.size() != increment) {
            return; // it cannot be used, or could not answer before
        }
        try {
            int[] rows = exam.rows(increment);
            Scored scored = Scored.of(fitting.get().classifier(), Temperature.NONE, exam.images(), rows);
            correct.add(exam.correct(increment, rows, scored.predicted()));
        } catch (AccrueException e) {
            requireNotCancelled(e);
            remarks.add(text("evaluation.noAverage", increment + 1, e.getMessage()));
        }
    }

    /**
     * Answers after the last increment.
     *
     * @param vectors to set its posterior by
     * @param inUse whether it is the model's own method
     */
    MethodScore finish(Exam exam, Temperature.Vectors vectors, boolean inUse) {
        if (fitting.isPresent()) {
            try {
                return score(fitting.get(), exam, vectors, inUse);
            } catch (AccrueException e) {
                refuse(e);
            }
        }
        return MethodScore.refused(method.id(), view, inUse, refusal.orElseThrow());
    }

    private MethodScore score(Fitting fitting, Exam exam, Temperature.Vectors vectors, boolean inUse) {
        EmbeddedImages images = exam.images();
        long start = nanoTime.getAsLong();
        Classifier classifier = fitting.classifier();
        long fitted = nanoTime.getAsLong();
        Temperature temperature = Temperature.fit(method, classifier, vectors);
        long ready = nanoTime.getAsLong();
        Scored scored = Scored.of(classifier, temperature, images);
        long done = nanoTime.getAsLong();
        ConfusionMatrix confusion =
                ConfusionMatrix.of(images.classes(), exam.classes(), images.labels(), scored.predicted());
        double average = Double.NaN;
        double forgetting = Double.NaN;
        if (correct.size() == exam.last()) { // it was asked after every increment, and answered
            correct.add(exam.correct(scored.predicted()));
            AccuracyMatrix matrix = new AccuracyMatrix(correct.toArray(long[][]::new), exam.counts());
            average = matrix.averageIncremental();
            forgetting = matrix.forgetting();
        }
        return new MethodScore(
                method.id(),
                view,
                inUse,
                confusion.accuracy(),
                confusion.accuracy(exam.oldClasses()),
                confusion.accuracy(exam.newClasses()),
                average,
                forgetting,
                scored.calibrationError(images, exam.classes()),
                (fitNanos + fitted - start) / 1e9,
                (done - ready) / 1e9,
                Stream.concat(classifier.notes().stream(), remarks.stream()).toList());
    }

    private void refuse(AccrueException e) {
        requireNotCancelled(e);
        fitting = Optional.empty(); // lets what it took in go
        refusal = Optional.of(e.getMessage());
    }

    private static void requireNotCancelled(AccrueException e) {
        if (e.category() == Category.CANCELLED) {
            throw e;
        }
    }
}
