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
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Provenance;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;

/** Learns classes in one pass over their images alone: no old image is read, no weight changes. */
public final class AddClasses {
    private final ModelSession session;

    public AddClasses(ModelSession session) {
        this.session = session;
    }

    /**
     * @param holdOut feature vectors of a class to hold out of its statistics at most, to set the posterior by
     * @param command as typed, for the history
     */
    public record Request(ImageChoice images, List<String> names, int holdOut, String command) {}

    /**
     * @param from the version it started from
     * @param to the new version
     * @param classes how many the model knows now
     */
    public record Result(
            long from, long to, List<String> added, int classes, long images, List<String> skipped, Duration duration) {

        /** Images a second. */
        public double rate() {
            return images / Math.max(1e-9, duration.toNanos() / 1e9);
        }
    }

    /**
     * @throws AccrueException CONFLICT for a class that is already there, NOT_FOUND for one that the data set does not
     *     have, CANCELLED on Ctrl-C; the store is as it was
     */
    public Result run(Request request, Progress progress) {
        Supplier<Duration> elapsed = session.stopwatch();
        ModelVersion head = session.head();
        refuseKnown(head, request.names());
        DatasetReference reference = session.reference(request.images());
        ImageSet images = Embedding.limited(
                session.open(reference).images(Split.TRAIN).ofClasses(request.names()), request.images());
        Backbone backbone = session.backbone(head.backbone());
        PreparedPictures pictures =
                Embedding.prepared(backbone, images, request.images().skipBad());
        LearntClasses learnt = LearntClasses.added(session.store(), head, request.names(), reference.toString());
        Lesson.learn(backbone, Views.of(head), pictures, request.holdOut(), learnt, progress);
        Provenance provenance = new Provenance(
                request.command(),
                "added " + String.join(", ", request.names()),
                reference.toString(),
                images.digest(),
                request.images().seed(),
                session.engine().description(),
                elapsed.get());
        Cancellation.check(); // the last moment at which nothing has been changed
        ModelVersion version = session.store().addedClasses(learnt.finish(), provenance);
        return new Result(
                head.number(),
                version.number(),
                request.names(),
                version.classes().size(),
                learnt.images(),
                pictures.skipped(),
                elapsed.get());
    }

    /** Asked before the images are read; the store asks again when it writes. */
    private static void refuseKnown(ModelVersion head, List<String> names) {
        LinkedHashSet<String> seen = new LinkedHashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new AccrueException(Category.USAGE, text("learner.classNamedTwice", name));
            }
            for (ClassRow row : head.classes()) {
                if (row.label().equals(name)) {
                    throw new AccrueException(
                            Category.CONFLICT, text("learner.classThereAlready", name, row.count(), head.number()));
                }
            }
        }
    }
}
