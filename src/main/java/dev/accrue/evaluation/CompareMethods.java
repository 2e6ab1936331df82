package dev.accrue.evaluation;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.Fitting;
import dev.accrue.gaussian.Method;
import dev.accrue.learner.Classifiers;
import dev.accrue.learner.EmbeddedImages;
import dev.accrue.learner.Embedding;
import dev.accrue.learner.ImageChoice;
import dev.accrue.learner.Increments;
import dev.accrue.learner.ModelSession;
import dev.accrue.learner.Temperature;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Measures several classifiers on the classes of the current model, as if each had been the model's from the base on.
 * Test images go through the network once and the statistics are read once, for all of them together. Changes nothing.
 */
public final class CompareMethods {
    private final ModelSession session;
    private final Embedding embedding;
    private final LongSupplier nanoTime;

    public CompareMethods(ModelSession session, Embedding embedding, LongSupplier nanoTime) {
        this.session = session;
        this.embedding = embedding;
        this.nanoTime = nanoTime;
    }

    /**
     * @param methods as a version names them ("article", "lda shrinkage=oas"); none for all that fit the view, at their defaults, and
     *     the model's own
     * @param allViews through each view of the model, not only the one in use
     * @param increments also answers after each increment, for average incremental accuracy and forgetting
     */
    public record Request(List<String> methods, boolean allViews, boolean increments, ImageChoice images) {}

    /**
     * @param version that was compared on
     * @param images tested
     * @param classes of the model
     * @param increments by which they came, the base included
     * @param sealed whether classes of the model share a scatter
     * @param unseen classes of the images that the model does not know
     * @param scores in the order of the request
     * @param skipped what was wrong with each picture left out
     */
    public record Comparison(
            long version,
            String data,
            int images,
            int classes,
            int increments,
            boolean sealed,
            List<String> unseen,
            List<MethodScore> scores,
            List<String> skipped) {}

    /**
     * @throws AccrueException USAGE for a method that there is not, NOT_FOUND in an empty store, CONFLICT when no test
     *     image is of a class the model knows
     */
    public Comparison run(Request request, Progress progress) {
        List<Increments> views = request.allViews() ? session.incrementsOfAllViews() : List.of(session.increments());
        Increments first = views.get(0);
        List<Method> methods = methods(request.methods(), Method.parse(first.method())); // before anything is read
        List<String> known = first.classes().stream().flatMap(List::stream).toList();
        List<MethodScore> scores = new ArrayList<>();
        EmbeddedImages images = images(request, first, known, progress);
        for (Increments view : views) {
            scores.addAll(scores(request, methods, view, view == first, known, progress));
        }
        List<String> unseen = new ArrayList<>(images.classes());
        unseen.removeAll(known);
        return new Comparison(
                first.version(),
                images.data(),
                images.size(),
                known.size(),
                first.classes().size(),
                views.stream().anyMatch(Increments::sealed),
                unseen,
                scores,
                images.skipped());
    }

    private EmbeddedImages images(Request request, Increments view, List<String> known, Progress progress) {
        return TestImages.of(embedding, request.images(), view.version(), view.view(), known, progress);
    }

    private List<MethodScore> scores(
            Request request,
            List<Method> methods,
            Increments view,
            boolean viewInUse,
            List<String> known,
            Progress progress) {
        Method inUse = Method.parse(view.method());
        List<Contender> contenders = methods.stream()
                .filter(method -> !request.methods().isEmpty() || Classifiers.fits(method, view.view()))
                .map(method -> new Contender(method, view.view(), view.dimension(), nanoTime))
                .toList();
        Exam exam = new Exam(images(request, view, known, progress), view.classes(), view.oldClasses());
        Temperature.Vectors vectors = view.vectors();
        List<MethodScore> scores = new ArrayList<>();
        view.replay(new Increments.Learner() {
            private int learnt;

            @Override
            public void learn(Consumer<Fitting> addition) {
                Cancellation.check();
                contenders.forEach(contender -> contender.learn(addition));
                report(
                        text("evaluation.comparing"),
                        ++learnt,
                        view.additions(),
                        text("evaluation.unitClasses"),
                        progress);
            }

            @Override
            public void complete(int increment) {
                if (increment == exam.last()) {
                    for (Contender contender : contenders) {
                        scores.add(contender.finish(
                                exam, vectors, viewInUse && contender.method().equals(inUse)));
                        report(
                                text("evaluation.scoring"),
                                scores.size(),
                                contenders.size(),
                                text("evaluation.unitClassifiers"),
                                progress);
                    }
                } else if (request.increments()) {
                    contenders.forEach(contender -> contender.answer(increment, exam));
                }
            }
        });
        return scores;
    }

    private static List<Method> methods(List<String> named, Method inUse) {
        Stream<Method> methods = named.isEmpty()
                ? Stream.concat(Method.all().stream().map(each -> Method.parse(each.name())), Stream.of(inUse))
                : named.stream().map(Method::parse);
        return methods.distinct().toList();
    }

    private static void report(String task, int done, int total, String unit, Progress progress) {
        progress.update(new Progress.Step(task, done, total, unit, ""));
    }
}
