package dev.accrue.learner;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Pruning;
import dev.accrue.store.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks after the store: checks it, and gives back the room of what nothing needs any more. */
public final class Care {
    private final ModelSession session;

    public Care(ModelSession session) {
        this.session = session;
    }

    /** @param problems one sentence each; empty if the store is sound */
    public record Health(List<Checked> checks, List<String> problems) {}

    public record Checked(String what, long count, long problems) {}

    /**
     * @param bytesBefore size of the store's file
     * @param bytesAfter the same afterwards; after a dry run as before
     * @param contentBytes of statistics and weights among what is dropped
     */
    public record Dropped(
            List<DroppedVersion> versions,
            long classes,
            long backbones,
            long contentBytes,
            long bytesBefore,
            long bytesAfter) {}

    public record DroppedVersion(long version, String summary, String command) {}

    /**
     * What is seen of a store without reading much of it.
     *
     * @param checkpoint the state of a training that was cut short, if one was
     * @param model name of the current one
     * @param classes of the current model
     */
    public record Glance(
            String location, Optional<Path> checkpoint, long bytes, int models, String model, int classes) {}

    /**
     * Looks at the store, which is opened for reading only unless it is open already; none is made.
     *
     * @param path of the store
     * @return empty if there is none yet
     * @throws AccrueException STORE if it cannot be opened as a store of this release
     */
    public Optional<Glance> glance(Path path) {
        Optional<ModelStore> opened = session.openedStore();
        if (opened.isPresent()) {
            return opened.map(Care::glance);
        }
        try (ModelStore store = session.read(path)) {
            return Optional.of(glance(store));
        } catch (AccrueException e) {
            if (e.category() == Category.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The file that a training which was cut short can go on from; the next training replaces it. */
    public Optional<Path> unfinishedTraining() {
        return unfinishedTraining(session.store());
    }

    /** Deletes that file, where there is one. */
    public void dropUnfinishedTraining() {
        new CheckpointFile(() -> session.store().beside(CheckpointFile.SUFFIX), false).delete();
    }

    private static Optional<Path> unfinishedTraining(ModelStore store) {
        return Optional.of(store.beside(CheckpointFile.SUFFIX)).filter(Files::isRegularFile);
    }

    private static Glance glance(ModelStore store) {
        return new Glance(
                store.location(),
                unfinishedTraining(store),
                store.bytesOnDisk(),
                store.models().size(),
                Versions.currentModel(store),
                store.head().map(head -> head.classes().size()).orElse(0));
    }

    /** Reads everything and compares it with its digests. Repairs nothing. */
    public Health verify(Progress progress) {
        Verification found = session.store().verify(progress);
        return new Health(
                found.checks().stream()
                        .map(check -> new Checked(check.what(), check.count(), check.problems()))
                        .toList(),
                found.problems());
    }

    /** Drops what no head and no snapshot reaches. */
    public Dropped prune(boolean dryRun) {
        long before = session.store().bytesOnDisk();
        Pruning pruning = session.store().prune(dryRun);
        return new Dropped(
                pruning.versions().stream().map(Care::dropped).toList(),
                pruning.classes(),
                pruning.backbones(),
                pruning.bytes(),
                before,
                session.store().bytesOnDisk());
    }

    private static DroppedVersion dropped(ModelVersion version) {
        return new DroppedVersion(
                version.number(),
                version.provenance().summary(),
                version.provenance().command());
    }
}
