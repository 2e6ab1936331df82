package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.Backbone;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.PreparedPictures;
import dev.accrue.dataset.Split;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.Provenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Changes classes the model knows. Statistics add up exactly, so none of this needs an image that was seen before. */
public final class ChangeClasses {
    private final ModelSession session;

    public ChangeClasses(ModelSession session) {
        this.session = session;
    }

    /**
     * @param from the version it started from
     * @param to the new version
     * @param base whether the class shaped the backbone
     * @param images the class's, now (or, if it was removed, until then)
     * @param newImages that this command learnt
     * @param sealed whether the class shared its scatter with others
     */
    public record Result(
            String label,
            long from,
            long to,
            boolean base,
            boolean sealed,
            long images,
            long newImages,
            int classes,
            List<String> skipped,
            Duration duration) {}

    /**
     * Learns more images of a class.
     *
     * @param command as typed, for the history
     */
    public Result append(String name, ImageChoice choice, String command, Progress progress) {
        Supplier<Duration> elapsed = session.stopwatch();
        ModelVersion head = session.head();
        ClassRow row = row(head, name);
        List<ClassRow> rows = rowsOf(head, row);
        List<ClassStatistics> known =
                rows.stream().map(session.store()::statistics).toList(); // better refused before the images are read
        DatasetReference reference = session.reference(choice);
        ImageSet images =
                Embedding.limited(session.open(reference).images(Split.TRAIN).ofClasses(List.of(name)), choice);
        Backbone backbone = session.backbone(head.backbone());
        PreparedPictures pictures = Embedding.prepared(backbone, images, choice.skipBad());
        List<ClassStatistics> merged = new ArrayList<>();
        Lesson.learn(
                backbone,
                Views.of(head),
                pictures,
                0,
                (view, label, more) ->
                        merged.add(known.get(view).mergedWith(more.statistics().get())),
                progress);
        long newImages = merged.get(0).count() - row.count();
        List<NewClass> replacements = new ArrayList<>();
        for (ClassRow old : rows) {
            ClassStatistics ofView = merged.get(replacements.size());
            replacements.add(new NewClass(
                    name,
                    old.view(),
                    old.base(),
                    old.source() + " + " + reference,
                    () -> ofView,
                    () -> session.store().heldOut(old)));
        }
        Provenance provenance = new Provenance(
                command,
                "appended to " + name,
                reference.toString(),
                images.digest(),
                choice.seed(),
                session.engine().description(),
                elapsed.get());
        Cancellation.check(); // the last moment at which nothing has been changed
        ModelVersion version = session.store()
                .changedClasses(
                        replaced(
                                head,
                                row,
                                old -> replacements.stream()
                                        .filter(each -> each.view().equals(old.view()))
                                        .map(each -> each)),
                        provenance);
        return new Result(
                name,
                head.number(),
                version.number(),
                row.base(),
                row.sharesItsScatter(),
                row.count() + newImages,
                newImages,
                version.classes().size(),
                pictures.skipped(),
                elapsed.get());
    }

    /** Leaves a class out; what is left is, bit for bit, as if it had never been added. */
    public Result remove(String name, String command) {
        return change(name, command, "removed " + name, row -> Stream.of());
    }

    /** Gives a class another name. */
    public Result rename(String name, String newName, String command) {
        return change(name, command, "renamed " + name + " to " + newName, row -> Stream.of(renamed(row, newName)));
    }

    private ModelClass renamed(ClassRow row, String newName) {
        ModelStore store = session.store();
        if (row.pooled()) {
            return new NewPooledClass(
                    newName,
                    row.view(),
                    row.base(),
                    row.source(),
                    row.count(),
                    store.mean(row),
                    () -> store.heldOut(row));
        }
        return row.sharedScatter()
                .<ModelClass>map(sha256 -> new NewSealedClass(
                        newName,
                        row.view(),
                        row.base(),
                        row.source(),
                        row.count(),
                        store.mean(row),
                        sha256,
                        () -> store.sharedScatter(sha256),
                        () -> store.heldOut(row)))
                .orElseGet(() -> new NewClass(
                        newName,
                        row.view(),
                        row.base(),
                        row.source(),
                        () -> store.statistics(row),
                        () -> store.heldOut(row)));
    }

    /** @param bytesBefore of the statistics of the version that was sealed, {@code bytesAfter} of the new one */
    public record Sealed(long from, long to, List<String> labels, int sealed, long bytesBefore, long bytesAfter) {}

    /**
     * Folds the scatters of classes into one that they share. They can no longer be added to, taking one away leaves its
     * share behind, and their own covariances cannot be had back.
     */
    public Sealed seal(List<String> names, String command) {
        Supplier<Duration> elapsed = session.stopwatch();
        ModelVersion head = session.head();
        refuseIfTheClassifierNeedsThem(head);
        String data = session.lastLearntFrom().map(Object::toString).orElse("");
        String summary = "sealed " + String.join(", ", names);
        ModelVersion version =
                session.store().sealed(names, new Provenance(command, summary, data, "", 0, "", elapsed.get()));
        return new Sealed(
                head.number(),
                version.number(),
                names,
                (int) version.classes().stream().filter(ClassRow::isSealed).count(),
                session.store().footprint(head).bytes(),
                session.store().footprint(version).bytes());
    }

    /** The model would have no classifier afterwards. */
    private static void refuseIfTheClassifierNeedsThem(ModelVersion head) {
        int dimension = head.view().dimension();
        try {
            Method.parse(head.method()).fitting(dimension).add(1, new double[dimension]);
        } catch (AccrueException e) {
            throw new AccrueException(Category.CONFLICT, text("learner.classifierNeedsScatters", head.method()), e);
        }
    }

    private Result change(
            String name, String command, String summary, Function<ClassRow, Stream<ModelClass>> replacement) {
        Supplier<Duration> elapsed = session.stopwatch();
        ModelVersion head = session.head();
        ClassRow row = row(head, name);
        String data = session.lastLearntFrom().map(Object::toString).orElse("");
        Provenance provenance = new Provenance(command, summary, data, "", 0, "", elapsed.get());
        ModelVersion version = session.store().changedClasses(replaced(head, row, replacement), provenance);
        return new Result(
                name,
                head.number(),
                version.number(),
                row.base(),
                row.sharesItsScatter(),
                row.count(),
                0,
                version.classes().size(),
                List.of(),
                elapsed.get());
    }

    private static ClassRow row(ModelVersion head, String name) {
        return head.classes().stream()
                .filter(row -> row.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND,
                        text(
                                "learner.classUnknown",
                                name,
                                String.join(
                                        ", ",
                                        head.classes().stream()
                                                .map(ClassRow::label)
                                                .toList()))));
    }

    /** The class as each view sees it, in the order of the views. */
    private static List<ClassRow> rowsOf(ModelVersion head, ClassRow row) {
        return head.rows().stream()
                .filter(each -> each.label().equals(row.label()))
                .toList();
    }

    private static List<ModelClass> replaced(
            ModelVersion head, ClassRow row, Function<ClassRow, Stream<ModelClass>> replacement) {
        return head.rows().stream()
                .<ModelClass>flatMap(
                        each -> each.label().equals(row.label()) ? replacement.apply(each) : Stream.of(each))
                .toList();
    }
}
