package dev.accrue.learner;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.Dataset;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.StoredBackbone;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the use cases of one shell share: the store, the engine and the data sets, each started at first use, and
 * what is worth keeping in memory from one command to the next. For one thread at a time.
 */
public final class ModelSession implements AutoCloseable {
    private static final int CLASSIFIERS_KEPT = 4;

    private final Supplier<ModelStore> storeOpener;
    private final BackboneEngine engine;
    private final DatasetCatalog catalog;
    private final LongSupplier nanoTime;
    private final Map<String, LearntModel> models = new LinkedHashMap<>();
    private @Nullable ModelStore store;
    private @Nullable Backbone backbone;

    /**
     * @param storeOpener called once, when the first command needs the store
     * @param nanoTime a clock that only runs forward, such as {@link System#nanoTime}
     */
    public ModelSession(
            Supplier<ModelStore> storeOpener, BackboneEngine engine, DatasetCatalog catalog, LongSupplier nanoTime) {
        this.storeOpener = storeOpener;
        this.engine = engine;
        this.catalog = catalog;
        this.nanoTime = nanoTime;
    }

    /** Starts to measure how long a use case takes. */
    Supplier<Duration> stopwatch() {
        long start = nanoTime.getAsLong();
        return () -> Duration.ofNanos(nanoTime.getAsLong() - start);
    }

    ModelStore store() {
        if (store == null) {
            store = storeOpener.get();
        }
        return store;
    }

    BackboneEngine engine() {
        return engine;
    }

    /** The version people work on. */
    ModelVersion head() {
        return store().head()
                .orElseThrow(
                        () -> new AccrueException(
                                Category.NOT_FOUND,
                                "the store " + store().location()
                                        + " holds no model yet; make one with train-base (quickest: train-base --data shapes)"));
    }

    /** The current model, its classifier derived at first use and kept. */
    public LearntModel model() {
        return model(head());
    }

    /** The model after each step by which it came to be, the base first. */
    public List<LearntModel> lineage() {
        head();
        return store().lineage().stream().map(this::model).toList();
    }

    private LearntModel model(ModelVersion version) {
        LearntModel kept = models.get(version.hash());
        if (kept != null) {
            return kept;
        }
        List<ClassRow> rows = version.classes();
        LearntModel model = new LearntModel(
                version.number(),
                version.provenance().summary(),
                version.backbone(),
                version.method(),
                rows.stream().map(ClassRow::label).toList(),
                rows.stream().filter(ClassRow::base).map(ClassRow::label).toList(),
                Method.parse(version.method())
                        .classifier(rows.stream().map(store()::statistics).toList()));
        if (models.size() >= CLASSIFIERS_KEPT) {
            models.remove(models.keySet().iterator().next());
        }
        models.put(version.hash(), model);
        return model;
    }

    /** The backbone of that digest, loaded at first use and kept until another is needed. Closed by the session. */
    Backbone backbone(String sha256) {
        if (backbone != null && backbone.description().sha256().equals(sha256)) {
            return backbone;
        }
        StoredBackbone stored = store().backbone(sha256);
        BackboneDescription description = new BackboneDescription(
                stored.sha256(),
                stored.architecture(),
                stored.inputSize(),
                stored.featureDimension(),
                stored.baseClasses(),
                stored.parameters());
        use(engine.load(description, stored.weights()));
        return backbone(sha256);
    }

    /** Takes over a backbone that has just been made. */
    void use(Backbone next) {
        if (backbone != null) {
            backbone.close();
        }
        backbone = next;
    }

    /** The reference that a command means: as typed, or what the model last learnt from, or the built-in data. */
    DatasetReference reference(ImageChoice choice) {
        return catalog.resolve(choice.data().or(this::lastLearntFrom).orElseGet(this::builtIn));
    }

    private DatasetReference builtIn() {
        return new DatasetReference("shapes", Optional.empty());
    }

    /** What the model last learnt from; empty in a new store. */
    Optional<DatasetReference> lastLearntFrom() {
        List<ModelVersion> lineage = store().lineage();
        return lineage.isEmpty()
                ? Optional.empty()
                : Optional.of(DatasetReference.parse(
                        lineage.get(lineage.size() - 1).provenance().data()));
    }

    Dataset open(DatasetReference reference) {
        return catalog.open(reference);
    }

    @Override
    public void close() {
        try {
            if (backbone != null) {
                backbone.close();
            }
        } finally {
            if (store != null) {
                store.close();
            }
        }
    }
}
