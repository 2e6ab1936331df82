package dev.accrue.learner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.store.ClassRow;
import dev.accrue.store.Footprint;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Provenance;
import dev.accrue.store.Snapshot;
import dev.accrue.store.StoredBackbone;
import dev.accrue.store.StoredModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    public record LearntClass(
            String label, String origin, long images, long bytes, boolean sealed, String source, Instant learntAt) {}

    public record Entry(
            long version,
            OptionalLong parent,
            String summary,
            int classes,
            String command,
            String data,
            String dataDigest,
            long seed,
            String engine,
            Duration duration,
            Instant createdAt,
            String hash) {}

    /**
     * All about a version.
     *
     * @param images that its classes were learnt from
     * @param training how its backbone was trained: options, data, engine
     * @param snapshots of the current model that name it
     * @param evaluations the latest first
     */
    public record Details(
            Entry entry,
            List<String> classes,
            long images,
            String method,
            String backboneSha256,
            Map<String, String> training,
            OptionalLong restoredFrom,
            List<String> snapshots,
            List<Measured> evaluations) {}

    public record Measured(String data, long images, double accuracy) {}

    public record Named(String name, long version, Instant createdAt) {}

    /**
     * @param summary what the command that made the version did
     * @param method name of the classifier, with the options that it has
     * @param view text of the view that it sees through
     * @param views how many there are
     * @param featureDimension d of that view
     */
    public record Current(
            long version,
            String hash,
            String summary,
            String method,
            String view,
            int views,
            int baseClasses,
            int addedClasses,
            long images,
            String data,
            String architecture,
            int inputSize,
            int featureDimension,
            long parameters,
            String backboneSha256,
            Room room) {}

    /** What a prompt shows; costs no more than a look at the head. */
    public record Headline(String model, long version, int classes) {}

    /**
     * @param model name of the current one
     * @param models how many there are
     * @param current empty if the current model is
     */
    public record Status(
            String location,
            boolean readOnly,
            long bytesOnDisk,
            String model,
            int models,
            int snapshots,
            Optional<Current> current) {}

    /**
     * The room that the statistics of the head take.
     *
     * @param smallestClass bytes of the class that takes the least
     * @param largestClass bytes of the class that takes the most
     * @param factors classes kept as the rows their scatter is made of, because these are few
     * @param sealed classes that share a scatter
     * @param bytes of all classes, what sealed ones share included
     */
    public record Room(long smallestClass, long largestClass, int factors, int sealed, long bytes) {}

    /** @param from the head that was left, still in the history */
    public record Restored(String name, long from, long to, int classes) {}

    /** @param summary what was taken back, or done again */
    public record Moved(long from, long to, String summary, int classes) {}

    /** @param version a snapshot, or the number of a version; left out: the current one */
    public Named snapshot(String name, Optional<String> version) {
        ModelStore store = session.store();
        return named(version.isEmpty() ? store.snapshot(name) : store.snapshot(name, version.get()));
    }

    public Named removeSnapshot(String name) {
        return named(session.store().removeSnapshot(name));
    }

    public List<Named> snapshots() {
        return session.store().snapshots().stream().map(Versions::named).toList();
    }

    /** @param command as typed, for the history */
    public Restored restore(String name, String command) {
        Supplier<Duration> elapsed = session.stopwatch();
        ModelStore store = session.store();
        // Named before anything is read from the head, so that an unknown name is what an empty store complains about.
        ModelVersion restored = store.find(name);
        long from = store.head().map(ModelVersion::number).orElse(0L);
        String data = session.learntFrom(restored).map(Object::toString).orElse("");
        ModelVersion version =
                store.restore(name, new Provenance(command, "restored " + name, data, "", 0, "", elapsed.get()));
        return new Restored(name, from, version.number(), version.classes().size());
    }

    /** The model as it was before the last command that changed it. */
    public Moved undo() {
        return moved(ModelStore::undo);
    }

    /** Whether the current model has a version before the current one. */
    public boolean canBeUndone() {
        return session.store().head().map(head -> head.parent().isPresent()).orElse(false);
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

    /** @param reference a snapshot, or the number of a version; left out: the current one */
    public Details details(Optional<String> reference) {
        ModelStore store = session.store();
        ModelVersion version = reference.isPresent() ? store.find(reference.get()) : session.head();
        return new Details(
                entry(version),
                version.classes().stream().map(ClassRow::label).toList(),
                version.classes().stream().mapToLong(ClassRow::count).sum(),
                version.method(),
                version.backbone(),
                training(store.backbone(version.backbone())),
                version.restoredFrom(),
                store.snapshots().stream()
                        .filter(snapshot -> snapshot.version() == version.number())
                        .map(Snapshot::name)
                        .toList(),
                store.evaluations(version.number()).stream()
                        .map(each -> new Measured(each.data(), each.images(), each.accuracy()))
                        .toList());
    }

    /** Single values only; the curve stays in the record. */
    private static Map<String, String> training(StoredBackbone backbone) {
        Map<String, String> training = new LinkedHashMap<>();
        try {
            JsonNode record = new ObjectMapper().readTree(backbone.training());
            for (JsonNode object : List.of(record.path("options"), record)) {
                object.properties().stream()
                        .filter(field -> field.getValue().isValueNode())
                        .forEach(field -> training.put(
                                words(field.getKey()), field.getValue().asText()));
            }
        } catch (JsonProcessingException e) {
            training.put("record", backbone.training());
        }
        return training;
    }

    /** {@code batchSize} and {@code data_digest} as people write them. */
    private static String words(String key) {
        return key.replace('_', ' ').replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** For completion. */
    public List<String> snapshotNames() {
        return session.store().snapshots().stream().map(Snapshot::name).toList();
    }

    /** In the order they were learnt. */
    public List<LearntClass> classes() {
        ModelVersion head = session.head();
        List<Long> bytes = session.store().footprint(head).classBytes();
        List<LearntClass> classes = new ArrayList<>();
        for (ClassRow row : head.classes()) {
            classes.add(new LearntClass(
                    row.label(),
                    row.base() ? "base" : "added",
                    row.count(),
                    bytes.get(classes.size()),
                    row.isSealed(),
                    row.source(),
                    row.createdAt()));
        }
        return classes;
    }

    /** Empty in a store without a model. */
    public Optional<Headline> headline() {
        return session.store()
                .head()
                .map(head -> new Headline(
                        currentModel(session.store()),
                        head.number(),
                        head.classes().size()));
    }

    /** Name of the current model, empty or not. */
    public String model() {
        return currentModel(session.store());
    }

    public String location() {
        return session.store().location();
    }

    /** What the model last learnt from; empty in a store without a model. */
    public Optional<DatasetReference> lastLearntFrom() {
        return session.lastLearntFrom();
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
                store.readOnly(),
                store.bytesOnDisk(),
                currentModel(store),
                store.models().size(),
                store.snapshots().size(),
                store.head().map(this::current));
    }

    /** Name of the model that commands mean. */
    static String currentModel(ModelStore store) {
        return store.models().stream()
                .filter(StoredModel::current)
                .map(StoredModel::name)
                .findFirst()
                .orElseThrow();
    }

    private Room room(ModelVersion version) {
        Footprint footprint = session.store().footprint(version);
        return new Room(
                footprint.classBytes().stream().mapToLong(Long::longValue).min().orElse(0),
                footprint.classBytes().stream().mapToLong(Long::longValue).max().orElse(0),
                footprint.factors(),
                footprint.sealed(),
                footprint.bytes());
    }

    private Current current(ModelVersion head) {
        StoredBackbone backbone = session.store().backbone(head.backbone());
        List<ClassRow> rows = head.classes();
        int base = (int) rows.stream().filter(ClassRow::base).count();
        return new Current(
                head.number(),
                head.hash(),
                head.provenance().summary(),
                Classifiers.described(head.method()).text(),
                head.view().id(),
                head.views().size(),
                base,
                rows.size() - base,
                rows.stream().mapToLong(ClassRow::count).sum(),
                session.lastLearntFrom().map(Object::toString).orElse(""),
                backbone.architecture(),
                backbone.inputSize(),
                head.view().dimension(),
                backbone.parameters(),
                backbone.sha256(),
                room(head));
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
                by.dataDigest(),
                by.seed(),
                by.engine(),
                by.duration(),
                version.createdAt(),
                version.hash());
    }
}
