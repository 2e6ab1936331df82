package dev.accrue.store;

import dev.accrue.gaussian.ClassStatistics;
import java.util.List;
import java.util.Optional;

/**
 * The persistent model. Every method that changes it is one transaction: afterwards either all of it is on
 * disk or none of it. Versions, class rows and backbones are immutable.
 *
 * <p>All methods throw {@link dev.accrue.common.AccrueException} of category STORE when the file cannot be
 * read or written.
 */
public interface ModelStore extends AutoCloseable {

    /** Where the store lies, for people. */
    String location();

    /** Size of the store on disk. */
    long bytesOnDisk();

    /** The current version; empty in a new store. */
    Optional<ModelVersion> head();

    /** @throws dev.accrue.common.AccrueException NOT_FOUND */
    ModelVersion version(long number);

    /** The head, its parent, and so on to the first version. */
    List<ModelVersion> history();

    /**
     * The versions by which the head's content came to be, first version first: like {@link #history}, but what
     * a restore left behind is skipped, and so is the restore itself.
     */
    List<ModelVersion> lineage();

    /** Statistics of a class row. */
    ClassStatistics statistics(ClassRow row);

    /** @throws dev.accrue.common.AccrueException NOT_FOUND */
    StoredBackbone backbone(String sha256);

    /** Starts the model anew: a backbone and the statistics of its base classes become the new head. */
    ModelVersion trainedBase(StoredBackbone backbone, List<NewClass> classes, String method, Provenance provenance);

    /**
     * Adds classes to the head.
     *
     * @throws dev.accrue.common.AccrueException CONFLICT if a label is already there, NOT_FOUND in an empty store
     */
    ModelVersion addedClasses(List<NewClass> classes, Provenance provenance);

    /**
     * Gives the model another list of classes: rows of the head stay as they are, new ones are written. So a class is
     * left out, replaced or renamed without touching the others.
     *
     * @throws dev.accrue.common.AccrueException USAGE if no class is left, CONFLICT if two have one label or a row is
     *     not of the head, NOT_FOUND in an empty store
     */
    ModelVersion changedClasses(List<? extends ModelClass> classes, Provenance provenance);

    /**
     * Makes the head's parent the head again. The version that was the head stays until something new is made, for
     * {@link #redo}, and beyond that for its snapshots.
     *
     * @throws dev.accrue.common.AccrueException NOT_FOUND if the head has no parent, or there is none
     */
    ModelVersion undo();

    /**
     * Takes back the last {@link #undo}.
     *
     * @throws dev.accrue.common.AccrueException NOT_FOUND if nothing was undone since the last new version
     */
    ModelVersion redo();

    /**
     * Names the head.
     *
     * @throws dev.accrue.common.AccrueException CONFLICT if the name is taken, NOT_FOUND in an empty store
     */
    Snapshot snapshot(String name);

    List<Snapshot> snapshots();

    /**
     * A new head with the content of an earlier version; what was the head stays in the history.
     *
     * @param name of a snapshot, or else the number of a version
     * @throws dev.accrue.common.AccrueException NOT_FOUND, naming the snapshots there are
     */
    ModelVersion restore(String name, Provenance provenance);

    @Override
    void close();
}
