package dev.accrue.store.h2;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.Footprint;
import dev.accrue.store.Labels;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewClasses;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.Provenance;
import dev.accrue.store.Pruning;
import dev.accrue.store.Snapshot;
import dev.accrue.store.StoredBackbone;
import dev.accrue.store.StoredEvaluation;
import dev.accrue.store.StoredModel;
import dev.accrue.store.StoredTemperature;
import dev.accrue.store.Verification;
import dev.accrue.store.h2.database.StoreDatabase;
import dev.accrue.store.h2.database.StoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The model store in one H2 file.
 *
 * <p>Only one shell has a store open to write; others may read it while nobody writes. What a mutating method has
 * returned from is on the disk; what it has not returned from is there wholly or not at all. Interrupting the thread
 * disturbs neither.
 */
public final class H2ModelStore implements ModelStore {
    private final StoreFile file;
    private final StoreDatabase database;
    private final Clock clock;
    private final StoreTables tables;
    private final Changes changes;

    private H2ModelStore(StoreFile file, StoreDatabase database, Clock clock) {
        this.file = file;
        this.database = database;
        this.clock = clock;
        this.tables = new StoreTables(database.jdbc());
        this.changes = new Changes(tables, clock);
    }

    /**
     * Opens a store, or makes one where there is none.
     *
     * @param path file without suffix ({@code store/accrue} for {@code store/accrue.mv.db}), the file itself, or an
     *     existing folder (for {@code accrue.mv.db} in it); parent folders are made
     * @param clock for the times at which rows were made
     * @throws AccrueException STORE if another shell has it open, a newer release wrote it, it is damaged or no
     *     store at all, or it cannot be written; USAGE if H2 cannot address the path
     */
    public static H2ModelStore open(Path path, Clock clock) {
        StoreFile file = StoreFile.at(path);
        return new H2ModelStore(file, StoreDatabase.open(file), clock);
    }

    /**
     * Opens a store to read it, in place; others may do so at the same time.
     *
     * @throws AccrueException NOT_FOUND if there is none, STORE if a shell has it open that may write, or an older or
     *     newer release wrote it
     */
    public static H2ModelStore openReadOnly(Path path, Clock clock) {
        StoreFile file = StoreFile.at(path);
        return new H2ModelStore(file, StoreDatabase.openReadOnly(file), clock);
    }

    @Override
    public String location() {
        return file.database().toString();
    }

    @Override
    public Path beside(String suffix) {
        return file.beside(suffix);
    }

    @Override
    public long bytesOnDisk() {
        try {
            return Files.size(file.database());
        } catch (IOException e) {
            throw new AccrueException(Category.STORE, text("store.sizeUnreadable", location(), e.getMessage()), e);
        }
    }

    @Override
    public boolean readOnly() {
        return database.readOnly();
    }

    @Override
    public List<StoredModel> models() {
        return database.read(tables.models()::all);
    }

    @Override
    public StoredModel createModel(String name, OptionalLong head) {
        Rules.checkName(name, text("store.aModel"));
        return database.write(() -> {
            requireFree(name);
            head.ifPresent(tables.versions()::get);
            tables.models().insert(name, head, clock.instant());
            tables.models().makeCurrent(name);
            return tables.models().get(name);
        });
    }

    @Override
    public StoredModel useModel(String name) {
        return database.write(() -> {
            tables.models().get(name);
            tables.models().makeCurrent(name);
            return tables.models().get(name);
        });
    }

    @Override
    public StoredModel renameModel(String name, String newName) {
        Rules.checkName(newName, text("store.aModel"));
        return database.write(() -> {
            tables.models().get(name);
            requireFree(newName);
            tables.models().rename(name, newName);
            return tables.models().get(newName);
        });
    }

    @Override
    public StoredModel dropModel(String name) {
        return database.write(() -> {
            StoredModel model = tables.models().get(name);
            if (model.current()) {
                throw new AccrueException(Category.CONFLICT, text("store.modelInUse", name));
            }
            tables.models().delete(name);
            return model;
        });
    }

    private void requireFree(String name) {
        tables.models().find(name).ifPresent(taken -> {
            throw new AccrueException(Category.CONFLICT, text("store.modelTaken", name));
        });
    }

    @Override
    public Optional<ModelVersion> head() {
        return database.read(changes::head);
    }

    @Override
    public ModelVersion version(long number) {
        return database.read(() -> tables.versions().get(number));
    }

    @Override
    public ModelVersion find(String reference) {
        return database.read(() -> {
            List<Snapshot> snapshots = tables.snapshots().all();
            long number = find(reference, snapshots)
                    .map(Snapshot::version)
                    .or(() -> Rules.versionNumber(reference))
                    .orElseThrow(() -> noSnapshot(reference, snapshots));
            return tables.versions().get(number);
        });
    }

    @Override
    public List<ModelVersion> history() {
        return database.read(
                () -> tables.models().head().map(tables.versions()::history).orElse(List.of()));
    }

    @Override
    public List<ModelVersion> lineage() {
        return database.read(
                () -> tables.models().head().map(tables.versions()::lineage).orElse(List.of()));
    }

    @Override
    public ClassStatistics statistics(ClassRow row) {
        return database.read(() -> tables.classes().statistics(row));
    }

    @Override
    public double[] mean(ClassRow row) {
        return database.read(() -> tables.classes().mean(row));
    }

    @Override
    public Optional<HeldOut> heldOut(ClassRow row) {
        return database.read(() -> tables.classes().heldOut(row));
    }

    @Override
    public SharedScatter sharedScatter(String sha256) {
        return database.read(() -> tables.scatters().get(sha256));
    }

    @Override
    public Footprint footprint(ModelVersion version) {
        return database.read(() -> {
            List<String> shared = Stream.concat(
                            version.views().stream().flatMap(view -> view.scatter().stream()),
                            version.rows().stream().flatMap(row -> row.sharedScatter().stream()))
                    .toList();
            return tables.classes()
                    .footprint(
                            version.rows(), version.classes(), tables.scatters().bytes(shared));
        });
    }

    @Override
    public StoredBackbone backbone(String sha256) {
        return database.read(() -> tables.backbones().find(sha256));
    }

    @Override
    public ModelContent content(ModelVersion version) {
        String name = database.read(this::currentModel);
        List<ModelContent.Step> history = database.read(() -> tables.versions().history(version.number())).stream()
                .map(step -> new ModelContent.Step(step.number(), step.provenance(), step.createdAt(), step.hash()))
                .toList();
        return new ModelContent(
                name,
                version.method(),
                backbone(version.backbone()),
                version.views().stream()
                        .map(view -> new ModelContent.ViewContent(
                                view.plan(), view.scatter().map(sha256 -> () -> sharedScatter(sha256))))
                        .toList(),
                version.rows().stream().map(this::unstored).toList(),
                history);
    }

    private String currentModel() {
        return tables.models().all().stream()
                .filter(StoredModel::current)
                .map(StoredModel::name)
                .findFirst()
                .orElseThrow();
    }

    private ModelClass unstored(ClassRow row) {
        if (row.pooled()) {
            return new NewPooledClass(
                    row.label(), row.view(), row.base(), row.source(), row.count(), mean(row), () -> heldOut(row));
        }
        if (row.sharedScatter().isPresent()) {
            String sha256 = row.sharedScatter().get();
            return new NewSealedClass(
                    row.label(),
                    row.view(),
                    row.base(),
                    row.source(),
                    row.count(),
                    mean(row),
                    sha256,
                    () -> sharedScatter(sha256),
                    () -> heldOut(row));
        }
        return new NewClass(
                row.label(), row.view(), row.base(), row.source(), () -> statistics(row), () -> heldOut(row));
    }

    /** {@inheritDoc} The new version's parent is what was the head, so that nothing is lost from the history. */
    @Override
    public ModelVersion trainedBase(
            StoredBackbone backbone,
            List<ModelView.Plan> views,
            NewClasses classes,
            String method,
            Provenance provenance) {
        return database.write(() -> changes.begin(backbone, views, classes, method, provenance));
    }

    @Override
    public ModelVersion begunWith(ModelContent content, Provenance provenance) {
        return database.write(() -> changes.begin(content, provenance));
    }

    @Override
    public ModelVersion addedClasses(NewClasses classes, Provenance provenance) {
        return database.write(() -> changes.add(classes, provenance));
    }

    @Override
    public ModelVersion changedClasses(List<? extends ModelClass> classes, Provenance provenance) {
        return database.write(() -> changes.change(classes, provenance));
    }

    @Override
    public ModelVersion changedMethod(String method, Provenance provenance) {
        return database.write(() -> changes.changeMethod(method, provenance));
    }

    @Override
    public ModelVersion changedView(String view, Provenance provenance) {
        return database.write(() -> changes.changeView(view, provenance));
    }

    @Override
    public ModelVersion sealed(List<String> labels, Provenance provenance) {
        return database.write(() -> changes.seal(labels, provenance));
    }

    @Override
    public ModelVersion restore(String name, Provenance provenance) {
        return database.write(() -> changes.restore(find(name), provenance));
    }

    @Override
    public ModelVersion undo() {
        return database.write(() -> {
            ModelVersion head = changes.requireHead();
            long parent = head.parent().orElseThrow(() -> nothingBefore(head));
            tables.models().undo(head.number(), parent);
            return tables.versions().get(parent);
        });
    }

    /** A version that sealed classes, or added to a scatter, had a parent when it was made. */
    private AccrueException nothingBefore(ModelVersion first) {
        boolean cut = tables.versions()
                .entry(first.number())
                .filter(VersionTable.Entry::seal)
                .isPresent();
        if (!cut) {
            return new AccrueException(Category.NOT_FOUND, text("store.nothingBefore", first.number()));
        }
        return new AccrueException(
                Category.NOT_FOUND,
                first.views().stream().anyMatch(ModelView::pools)
                        ? text("store.prunedBeforeAddition", first.number())
                        : text("store.prunedBeforeSeal", first.number()));
    }

    @Override
    public ModelVersion redo() {
        return database.write(() -> tables.versions().get(tables.models().redo()));
    }

    @Override
    public Snapshot snapshot(String name) {
        return snapshot(name, changes::requireHead);
    }

    @Override
    public Snapshot snapshot(String name, String reference) {
        return snapshot(name, () -> find(reference));
    }

    private Snapshot snapshot(String name, Supplier<ModelVersion> version) {
        Rules.checkSnapshotName(name);
        return database.write(() -> {
            Snapshot snapshot = new Snapshot(name, version.get().number(), clock.instant());
            find(name, tables.snapshots().all()).ifPresent(taken -> {
                throw new AccrueException(Category.CONFLICT, text("store.snapshotTaken", name, taken.version()));
            });
            tables.snapshots().insert(snapshot);
            return snapshot;
        });
    }

    @Override
    public Snapshot removeSnapshot(String name) {
        return database.write(() -> {
            List<Snapshot> snapshots = tables.snapshots().all();
            Snapshot removed = find(name, snapshots)
                    .orElseThrow(() -> new AccrueException(
                            Category.NOT_FOUND, text("store.noSnapshotToRemove", currentModel(), Labels.quoted(name))));
            tables.snapshots().delete(name);
            return removed;
        });
    }

    @Override
    public List<Snapshot> snapshots() {
        return database.read(tables.snapshots()::all);
    }

    @Override
    public Verification verify(Progress progress) {
        return database.read(() -> new Verifier(tables, progress).verify());
    }

    @Override
    public Pruning prune(boolean dryRun) {
        Pruner pruner = new Pruner(database.jdbc(), tables);
        if (dryRun) {
            return database.read(pruner::dryRun);
        }
        Pruning pruned = database.write(pruner::prune);
        database.rewrite();
        return pruned;
    }

    @Override
    public Optional<double[]> fittedClassifier(ModelVersion version) {
        return database.read(() -> tables.derived()
                .classifier(version.number())
                .filter(fitted -> !fitted.damaged())
                .map(DerivedTable.Fitted::parameters));
    }

    @Override
    public void keepFittedClassifier(ModelVersion version, double[] parameters) {
        database.write(() -> {
            tables.versions().get(version.number());
            tables.derived().keepClassifier(version.number(), parameters);
            return version;
        });
    }

    @Override
    public Optional<StoredTemperature> temperature(ModelVersion version) {
        return database.read(() -> tables.derived().temperature(version.number()));
    }

    @Override
    public void keepTemperature(ModelVersion version, StoredTemperature temperature) {
        database.write(() -> {
            tables.versions().get(version.number());
            tables.derived().keepTemperature(version.number(), temperature);
            return version;
        });
    }

    @Override
    public void record(StoredEvaluation evaluation) {
        database.write(() -> {
            tables.versions().get(evaluation.version());
            tables.derived().record(evaluation);
            return evaluation;
        });
    }

    @Override
    public List<StoredEvaluation> evaluations(long version) {
        return database.read(() -> tables.derived().evaluations(version));
    }

    /** Closes the store, and gives unused space in the file back if there is much of it. */
    @Override
    public void close() {
        database.close();
    }

    private static Optional<Snapshot> find(String name, List<Snapshot> snapshots) {
        return snapshots.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private AccrueException noSnapshot(String name, List<Snapshot> snapshots) {
        String there = snapshots.stream().map(Snapshot::name).collect(Collectors.joining(", "));
        return new AccrueException(
                Category.NOT_FOUND,
                snapshots.isEmpty()
                        ? text("store.noSnapshotYet", currentModel(), Labels.quoted(name))
                        : text("store.noSnapshot", currentModel(), Labels.quoted(name), there));
    }
}
