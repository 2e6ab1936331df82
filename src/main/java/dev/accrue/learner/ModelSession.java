package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.Dataset;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.StoredBackbone;
import dev.accrue.store.StoredEvaluation;
import dev.accrue.store.StoredTemperature;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
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
    private final Function<Path, ModelStore> reader;
    private final BackboneEngine engine;
    private final DatasetCatalog catalog;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, LearntModel> models = new LinkedHashMap<>();
    private @Nullable ModelStore store;
    private @Nullable Backbone backbone;
    private @Nullable RunningFit fit;

    /**
     * @param storeOpener called once, when the first command needs the store
     * @param reader opens another store for reading only
     * @param clock for the times of what is written
     * @param nanoTime a clock that only runs forward, such as {@link System#nanoTime}
     */
    public ModelSession(
            Supplier<ModelStore> storeOpener,
            Function<Path, ModelStore> reader,
            BackboneEngine engine,
            DatasetCatalog catalog,
            Clock clock,
            LongSupplier nanoTime) {
        this.storeOpener = storeOpener;
        this.reader = reader;
        this.engine = engine;
        this.catalog = catalog;
        this.clock = clock;
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

    /** The store if a command has needed it already. */
    Optional<ModelStore> openedStore() {
        return Optional.ofNullable(store);
    }

    /** Another store, for the caller to close. */
    ModelStore read(Path path) {
        return reader.apply(path);
    }

    BackboneEngine engine() {
        return engine;
    }

    /** The version people work on. */
    ModelVersion head() {
        return store().head()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND,
                        text("learner.modelEmpty", Versions.currentModel(store()), store().location())));
    }

    /** The current model, its classifier derived at first use and kept, in the store too. */
    public LearntModel model() {
        ModelVersion head = head();
        return kept(head)
                .or(() -> stored(head).map(classifier -> keep(head, classifier)))
                .orElseGet(() -> derived(head, fit(head).classifier()));
    }

    /** Keeps the classifier that was derived from the head, in the store too where it is worth its room. */
    LearntModel derived(ModelVersion head, Classifier classifier) {
        if (classifier.keepable() && !store().readOnly()) {
            store().keepFittedClassifier(head, classifier.parameters());
        }
        return keep(head, classifier);
    }

    /** The classes of the current model, to be learnt by other methods. */
    public Increments increments() {
        return Increments.of(store(), head());
    }

    /** The same as each view of the current model sees them, the one in use first. */
    public List<Increments> incrementsOfAllViews() {
        ModelVersion head = head();
        return head.views().stream()
                .map(view -> Increments.of(store(), head.seenThrough(view.id())))
                .toList();
    }

    /** The model after each step by which it came to be, the base first. */
    public List<LearntModel> lineage() {
        head();
        return store().lineage().stream()
                .map(version ->
                        kept(version).orElseGet(() -> keep(version, fit(version).classifier())))
                .toList();
    }

    /**
     * Keeps what was measured on a version, where the store may be written.
     *
     * @param oldAccuracy NaN if no test image is of a base class
     * @param newAccuracy NaN if none is of a class added later
     */
    public void measured(
            LearntModel model, EmbeddedImages images, double accuracy, double oldAccuracy, double newAccuracy) {
        if (!store().readOnly()) {
            store().record(new StoredEvaluation(
                    model.version(),
                    images.data(),
                    images.digest(),
                    images.size(),
                    accuracy,
                    number(oldAccuracy),
                    number(newAccuracy),
                    clock.instant()));
        }
    }

    private static OptionalDouble number(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The classifier that an earlier session derived, if this release can read it and it fits the version. */
    private Optional<Classifier> stored(ModelVersion version) {
        try {
            return store().fittedClassifier(version)
                    .map(Method.parse(version.method())::classifier)
                    .filter(classifier ->
                            classifier.classes() == version.classes().size()
                                    && classifier.dimension() == version.view().dimension());
        } catch (AccrueException e) {
            return Optional.empty();
        }
    }

    /** The fit of a version by its own method. */
    RunningFit fit(ModelVersion version) {
        return fit(version, Method.parse(version.method()));
    }

    /** The fit of a version by any method: what is kept of the last one if it leads there. */
    RunningFit fit(ModelVersion version, Method method) {
        if (fit == null || !fit.leadsTo(version, method)) {
            fit = RunningFit.of(version, method);
        }
        RunningFit running = fit;
        fit = null; // until it is whole again: reading the store may fail half-way
        running.fit(version, store());
        fit = running;
        return running;
    }

    private Optional<LearntModel> kept(ModelVersion version) {
        return Optional.ofNullable(models.get(version.hash()));
    }

    private LearntModel keep(ModelVersion version, Classifier classifier) {
        List<ClassRow> rows = version.classes();
        LearntModel model = new LearntModel(
                version.number(),
                version.provenance().summary(),
                version.backbone(),
                version.view().id(),
                version.method(),
                rows.stream().map(ClassRow::label).toList(),
                rows.stream().filter(ClassRow::base).map(ClassRow::label).toList(),
                classifier,
                LearntModel.once(() -> temperature(version, classifier)));
        if (models.size() >= CLASSIFIERS_KEPT) {
            models.remove(models.keySet().iterator().next());
        }
        models.put(version.hash(), model);
        return model;
    }

    /** As kept with the version, or fitted now and kept. */
    private Temperature temperature(ModelVersion version, Classifier classifier) {
        return store().temperature(version)
                .filter(kept -> kept.vectors() > 0) // more may be known now than when it was kept
                .map(kept -> new Temperature(kept.temperature(), kept.vectors()))
                .orElseGet(() -> {
                    Temperature fitted = Temperature.fit(
                            Method.parse(version.method()), classifier, Temperature.Vectors.of(store(), version));
                    if (!store().readOnly()) {
                        store().keepTemperature(version, new StoredTemperature(fitted.value(), fitted.vectors()));
                    }
                    return fitted;
                });
    }

    /** The backbone of that digest, loaded at first use and kept until another is needed. Closed by the session. */
    Backbone backbone(String sha256) {
        if (backbone != null && backbone.description().sha256().equals(sha256)) {
            return backbone;
        }
        StoredBackbone stored = store().backbone(sha256);
        use(engine.load(description(stored), stored.weights()));
        return backbone(sha256);
    }

    static BackboneDescription description(StoredBackbone stored) {
        return new BackboneDescription(
                stored.sha256(),
                stored.architecture(),
                stored.inputSize(),
                stored.featureDimension(),
                stored.baseClasses(),
                stored.parameters());
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

    /** What the model last learnt from; empty in an empty model. */
    Optional<DatasetReference> lastLearntFrom() {
        return store().head().flatMap(this::learntFrom);
    }

    /** What a version, or the one whose content it has again, last learnt from. */
    Optional<DatasetReference> learntFrom(ModelVersion version) {
        ModelVersion made = version;
        while (made.restoredFrom().isPresent()) {
            made = store().version(made.restoredFrom().getAsLong());
        }
        return Optional.of(made.provenance().data())
                .filter(data -> !data.isEmpty())
                .map(DatasetReference::parse);
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
