package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredModel;
import dev.accrue.store.portable.ModelFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes models from one store to another: as a file, or by merging what two of them have learnt. */
public final class Transfer {
    private final ModelSession session;

    public Transfer(ModelSession session) {
        this.session = session;
    }

    /** @param sha256 of the file */
    public record Exported(Path file, long version, int classes, long bytes, String sha256) {}

    /** @param from the head that was left; 0 if there was none */
    public record Imported(long from, long version, String name, int classes, String sha256) {}

    /**
     * @param from the version it started from; 0 if the model was empty
     * @param to the new version; the same as {@code from} if there was nothing to merge
     * @param outcomes what became of each class of the other model
     */
    public record Merged(long from, long to, int classes, List<Merge.Outcome> outcomes) {}

    /**
     * Writes a version with all it needs to one file.
     *
     * @param version a snapshot, or the number of a version; left out: the current one
     * @param force whether a file that is there may be replaced
     */
    public Exported exportModel(Path file, Optional<String> version, boolean force, Progress progress) {
        ModelVersion exported = version.isPresent() ? session.store().find(version.get()) : session.head();
        ModelFile.Summary written = ModelFile.write(file, session.store().content(exported), force, progress);
        return new Exported(file, exported.number(), exported.classes().size(), written.bytes(), written.sha256());
    }

    /**
     * Begins the current model anew with what a file holds; what was the model stays in the history.
     *
     * @param command as typed, for the history
     */
    public Imported importModel(Path file, String command, Progress progress) {
        Supplier<Duration> elapsed = session.stopwatch();
        try (ModelFile opened = ModelFile.open(file, progress)) {
            ModelContent content = opened.content();
            long from = session.store().head().map(ModelVersion::number).orElse(0L);
            ModelVersion version = begin(content, "imported", opened.sha256(), command, elapsed);
            return new Imported(
                    from, version.number(), content.name(), version.classes().size(), opened.sha256());
        }
    }

    private ModelVersion begin(
            ModelContent content, String verb, String digest, String command, Supplier<Duration> elapsed) {
        Provenance provenance = new Provenance(
                command,
                verb + " " + content.name() + " (" + classes(content) + " classes)",
                learntFrom(content),
                digest,
                0,
                "",
                elapsed.get());
        Cancellation.check(); // the last moment at which nothing has been changed
        return session.store().begunWith(content, provenance);
    }

    /** What it last learnt from, where it came from: what later commands use if no data is named. */
    private static String learntFrom(ModelContent content) {
        return content.history().isEmpty()
                ? ""
                : content.history().get(0).provenance().data();
    }

    /**
     * Takes in the classes that another model has learnt with the same backbone.
     *
     * @param other a store, or a file of {@link #exportModel}
     * @param model which model of the other store; left out: its current one
     * @param onConflict what to do with classes that both have and that are not the same
     * @param command as typed, for the history
     * @throws AccrueException CONFLICT if the backbones differ, or naming the classes in conflict; the store is as it was
     */
    public Merged merge(
            Path other, Optional<String> model, Merge.OnConflict onConflict, String command, Progress progress) {
        if (ModelFile.isModelFile(other)) {
            if (model.isPresent()) {
                throw new AccrueException(Category.USAGE, text("learner.fileHoldsOneModel", other, model.get()));
            }
            try (ModelFile opened = ModelFile.open(other, progress)) {
                return merge(opened.content(), opened.sha256(), other, onConflict, command);
            }
        }
        session.store(); // before the other one, so that a store cannot be merged with itself
        try (ModelStore store = session.read(other)) {
            ModelVersion head = headOf(store, model);
            return merge(store.content(head), head.hash(), other, onConflict, command);
        }
    }

    private static ModelVersion headOf(ModelStore store, Optional<String> name) {
        List<StoredModel> models = store.models();
        StoredModel model = models.stream()
                .filter(each -> name.map(each.name()::equals).orElse(each.current()))
                .findFirst()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND,
                        text(
                                "learner.modelUnknownThere",
                                store.location(),
                                name.orElse(""),
                                String.join(
                                        ", ",
                                        models.stream().map(StoredModel::name).toList()))));
        if (model.head().isEmpty()) {
            throw new AccrueException(
                    Category.NOT_FOUND, text("learner.modelEmptyThere", model.name(), store.location()));
        }
        return store.version(model.head().getAsLong());
    }

    private Merged merge(ModelContent content, String digest, Path other, Merge.OnConflict onConflict, String command) {
        Supplier<Duration> elapsed = session.stopwatch();
        Optional<ModelVersion> head = session.store().head();
        if (head.isEmpty()) {
            ModelVersion begun = begin(content, "began with", digest, command, elapsed);
            return new Merged(0, begun.number(), begun.classes().size(), Merge.allAdded(content));
        }
        Merge merge = Merge.of(session.store(), head.get(), content, other, onConflict);
        if (merge.changesNothing()) {
            return new Merged(
                    head.get().number(),
                    head.get().number(),
                    head.get().classes().size(),
                    merge.outcomes());
        }
        Provenance provenance = new Provenance(
                command,
                "merged " + merge.summary() + " from " + other.getFileName(),
                session.lastLearntFrom().map(Object::toString).orElse(""),
                digest,
                0,
                "",
                elapsed.get());
        Cancellation.check(); // the last moment at which nothing has been changed
        ModelVersion version = session.store().changedClasses(merge.classes(), provenance);
        return new Merged(
                head.get().number(), version.number(), version.classes().size(), merge.outcomes());
    }

    private static int classes(ModelContent content) {
        return content.classesOf(content.views().get(0).plan().id()).size();
    }
}
