package dev.accrue.learner;

import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Provenance;
import dev.accrue.store.Snapshot;
import dev.accrue.store.StoredBackbone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the store holds, and going back to it. */
public final class Versions {
    private final ModelSession session;

    public Versions(ModelSession session) {
        this.session = session;
    }

    /** @param origin "base" for a class that shaped the backbone, "added" for a later one */
    public record LearntClass(String label, String origin, long images, String source, Instant learntAt) {}

    public record Entry(
            long version,
            OptionalLong parent,
            String summary,
            int classes,
            String command,
            String data,
            long seed,
            String engine,
            Duration duration,
            Instant createdAt,
            String hash) {}

    public record Named(String name, long version, Instant createdAt) {}

    /** @param summary what the command that made the version did */
    public record Current(
            long version,
            String hash,
            String summary,
            String method,
            int baseClasses,
            int addedClasses,
            long images,
            String data,
            String architecture,
            int inputSize,
            int featureDimension,
            long parameters,
            String backboneSha256) {}

    /** What a prompt shows; costs no more than a look at the head. */
    public record Headline(long version, int classes) {}

    /** @param current empty in a store without a model */
    public record Status(String location, long bytesOnDisk, int snapshots, Optional<Current> current) {}

    /** @param from the head that was left, still in the history */
    public record Restored(String name, long from, long to, int classes) {}

    /** @param summary what was taken back, or done again */
    public record Moved(long from, long to, String summary, int classes) {}

    public Named snapshot(String name) {
        return named(session.store().snapshot(name));
    }

    public List<Named> snapshots() {
        return session.store().snapshots().stream().map(Versions::named).toList();
    }

    /** @param command as typed, for the history */
    public Restored restore(String name, String command) {
        Supplier<Duration> elapsed = session.stopwatch();
        ModelStore store = session.store();
        // Named before anything is read from the head, so that an unknown name is what an empty store complains about.
        long from = store.head().map(ModelVersion::number).orElse(0L);
        ModelVersion version = store.restore(
                name,
                new Provenance(
                        command,
                        "restored " + name,
                        session.lastLearntFrom().map(Object::toString).orElse(""),
                        "",
                        0,
                        "",
                        elapsed.get()));
        return new Restored(name, from, version.number(), version.classes().size());
    }

    /** The model as it was before the last command that changed it. */
    public Moved undo() {
        return moved(ModelStore::undo);
    }

    /** Takes back the last undo. */
    public Moved redo() {
        return moved(ModelStore::redo);
    }

    private Moved moved(Function<ModelStore, ModelVersion> move) {
        ModelVersion from = session.head();
        ModelVersion to = move.apply(session.store());
        String what = (to.number() < from.number() ? from : to).provenance().summary();
        return new Moved(from.number(), to.number(), what, to.classes().size());
    }

    /** The head first. */
    public List<Entry> history() {
        return session.store().history().stream().map(Versions::entry).toList();
    }

    /** In the order they were learnt. */
    public List<LearntClass> classes() {
        return session.head().classes().stream()
                .map(row -> new LearntClass(
                        row.label(), row.base() ? "base" : "added", row.count(), row.source(), row.createdAt()))
                .toList();
    }

    /** Empty in a store without a model. */
    public Optional<Headline> headline() {
        return session.store()
                .head()
                .map(head -> new Headline(head.number(), head.classes().size()));
    }

    public String location() {
        return session.store().location();
    }

    /** In the order they were learnt; none in a store without a model. */
    public List<String> classNames() {
        return session.store().head().stream()
                .flatMap(head -> head.classes().stream())
                .map(ClassRow::label)
                .toList();
    }

    public Status status() {
        ModelStore store = session.store();
        return new Status(
                store.location(),
                store.bytesOnDisk(),
                store.snapshots().size(),
                store.head().map(this::current));
    }

    private Current current(ModelVersion head) {
        StoredBackbone backbone = session.store().backbone(head.backbone());
        List<ClassRow> rows = head.classes();
        int base = (int) rows.stream().filter(ClassRow::base).count();
        return new Current(
                head.number(),
                head.hash(),
                head.provenance().summary(),
                head.method(),
                base,
                rows.size() - base,
                rows.stream().mapToLong(ClassRow::count).sum(),
                session.lastLearntFrom().map(Object::toString).orElse(""),
                backbone.architecture(),
                backbone.inputSize(),
                backbone.featureDimension(),
                backbone.parameters(),
                backbone.sha256());
    }

    private static Named named(Snapshot snapshot) {
        return new Named(snapshot.name(), snapshot.version(), snapshot.createdAt());
    }

    private static Entry entry(ModelVersion version) {
        Provenance by = version.provenance();
        return new Entry(
                version.number(),
                version.parent(),
                by.summary(),
                version.classes().size(),
                by.command(),
                by.data(),
                by.seed(),
                by.engine(),
                by.duration(),
                version.createdAt(),
                version.hash());
    }
}
