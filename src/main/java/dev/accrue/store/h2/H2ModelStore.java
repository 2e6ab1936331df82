package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.Provenance;
import dev.accrue.store.Snapshot;
import dev.accrue.store.StoredBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The model store in one H2 file.
 *
 * <p>Only one shell has a store open at a time. What a mutating method has returned from is on the disk; what it
 * has not returned from is there wholly or not at all. Interrupting the thread disturbs neither.
 */
public final class H2ModelStore implements ModelStore {
    private final StoreFile file;
    private final StoreDatabase database;
    private final Clock clock;

    private H2ModelStore(StoreFile file, StoreDatabase database, Clock clock) {
        this.file = file;
        this.database = database;
        this.clock = clock;
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

    @Override
    public String location() {
        return file.database().toString();
    }

    @Override
    public long bytesOnDisk() {
        try {
            return Files.size(file.database());
        } catch (IOException e) {
            throw new AccrueException(
                    Category.STORE, "cannot read the size of the store " + location() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<ModelVersion> head() {
        return database.read(tables -> tables.versions().head());
    }

    @Override
    public ModelVersion version(long number) {
        return database.read(tables -> tables.versions().get(number));
    }

    @Override
    public List<ModelVersion> history() {
        return database.read(tables -> tables.versions().history());
    }

    @Override
    public List<ModelVersion> lineage() {
        return database.read(tables -> tables.versions().lineage());
    }

    @Override
    public ClassStatistics statistics(ClassRow row) {
        return database.read(tables -> tables.classes().statistics(row));
    }

    @Override
    public StoredBackbone backbone(String sha256) {
        return database.read(tables -> tables.backbones().find(sha256));
    }

    /** {@inheritDoc} The new version's parent is what was the head, so that nothing is lost from the history. */
    @Override
    public ModelVersion trainedBase(
            StoredBackbone backbone, List<NewClass> classes, String method, Provenance provenance) {
        Rules.checkClasses(classes, backbone.featureDimension());
        return database.write(tables -> {
            tables.backbones().insertIfAbsent(backbone);
            List<ClassRow> rows = tables.classes().insert(classes, backbone.sha256(), clock.instant());
            return tables.versions()
                    .append(
                            VersionKind.TRAINED,
                            tables.versions().head(),
                            Optional.empty(),
                            backbone.sha256(),
                            rows,
                            method,
                            provenance,
                            clock.instant());
        });
    }

    @Override
    public ModelVersion addedClasses(List<NewClass> classes, Provenance provenance) {
        return database.write(tables -> {
            ModelVersion head = headOf(tables);
            Rules.checkClasses(classes, tables.backbones().featureDimension(head.backbone()));
            Rules.checkNew(classes, head);
            return change(
                    tables,
                    head,
                    Stream.concat(head.classes().stream(), classes.stream()).toList(),
                    provenance);
        });
    }

    @Override
    public ModelVersion changedClasses(List<? extends ModelClass> classes, Provenance provenance) {
        return database.write(tables -> {
            ModelVersion head = headOf(tables);
            Rules.checkChange(classes, head, tables.backbones().featureDimension(head.backbone()));
            return change(tables, head, classes, provenance);
        });
    }

    private ModelVersion change(
            StoreTables tables, ModelVersion head, List<? extends ModelClass> classes, Provenance provenance) {
        List<ClassRow> rows = new ArrayList<>();
        for (ModelClass each : classes) {
            if (each instanceof NewClass added) {
                rows.addAll(tables.classes().insert(List.of(added), head.backbone(), clock.instant()));
            } else if (each instanceof ClassRow kept) {
                rows.add(kept);
            }
        }
        return tables.versions()
                .append(
                        VersionKind.CHANGED,
                        Optional.of(head),
                        Optional.empty(),
                        head.backbone(),
                        rows,
                        head.method(),
                        provenance,
                        clock.instant());
    }

    @Override
    public ModelVersion undo() {
        return database.write(tables -> tables.versions().undo(headOf(tables)));
    }

    @Override
    public ModelVersion redo() {
        return database.write(tables -> tables.versions().redo());
    }

    @Override
    public Snapshot snapshot(String name) {
        Rules.checkSnapshotName(name);
        return database.write(tables -> {
            Snapshot snapshot = new Snapshot(name, headOf(tables).number(), clock.instant());
            find(name, tables.snapshots().all()).ifPresent(taken -> {
                throw new AccrueException(
                        Category.CONFLICT,
                        "there is a snapshot \"" + name + "\" already, of version " + taken.version()
                                + "; choose another name");
            });
            tables.snapshots().insert(snapshot);
            return snapshot;
        });
    }

    @Override
    public List<Snapshot> snapshots() {
        return database.read(tables -> tables.snapshots().all());
    }

    @Override
    public ModelVersion restore(String name, Provenance provenance) {
        return database.write(tables -> {
            List<Snapshot> snapshots = tables.snapshots().all();
            long number = find(name, snapshots)
                    .map(Snapshot::version)
                    .or(() -> Rules.versionNumber(name))
                    .orElseThrow(() -> noSnapshot(name, snapshots));
            ModelVersion restored = tables.versions().get(number);
            return tables.versions()
                    .append(
                            VersionKind.RESTORED,
                            tables.versions().head(),
                            Optional.of(restored),
                            restored.backbone(),
                            restored.classes(),
                            restored.method(),
                            provenance,
                            clock.instant());
        });
    }

    /** Closes the store, and gives unused space in the file back if there is much of it. */
    @Override
    public void close() {
        database.close();
    }

    private static ModelVersion headOf(StoreTables tables) {
        return tables.versions()
                .head()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND, "the store holds no model yet; start one with train-base"));
    }

    private static Optional<Snapshot> find(String name, List<Snapshot> snapshots) {
        return snapshots.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static AccrueException noSnapshot(String name, List<Snapshot> snapshots) {
        String there = snapshots.isEmpty()
                ? "; there are none yet, make one with snapshot NAME"
                : snapshots.stream().map(Snapshot::name).collect(Collectors.joining(", ", "; there are: ", ""));
        return new AccrueException(Category.NOT_FOUND, "there is no snapshot \"" + name + "\"" + there);
    }
}
