package dev.accrue.store;

import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.SharedScatter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The persistent models. Every method that changes them is one transaction: afterwards either all of it is on
 * disk or none of it. Versions, class rows and backbones are immutable.
 *
 * <p>A store holds several models, of which one is current: head, history, snapshots, undo and all that makes a new
 * version mean that one. Versions are numbered through the whole store.
 *
 * <p>All methods throw {@link dev.accrue.common.AccrueException} of category STORE when the file cannot be
 * read or written; those that change something throw READ_ONLY if it is open for reading only.
 */
public interface ModelStore extends AutoCloseable {

    /** Where the store lies, for people. */
    String location();

    /** Where a file would lie that goes with the store but is no part of it. */
    Path beside(String suffix);

    /** Size of the store on disk. */
    long bytesOnDisk();

    boolean readOnly();

    /** By name. A new store has one, {@code main}, which has no head. */
    List<StoredModel> models();

    /**
     * Makes another model and makes it the current one.
     *
     * @param head number of a version to begin with; without it the model is empty
     * @throws dev.accrue.common.AccrueException USAGE for a name that cannot be one, CONFLICT if it is taken,
     *     NOT_FOUND for the version
     */
    StoredModel createModel(String name, OptionalLong head);

    /** @throws dev.accrue.common.AccrueException NOT_FOUND, naming the models there are */
    StoredModel useModel(String name);

    /** @throws dev.accrue.common.AccrueException NOT_FOUND, USAGE for a name that cannot be one, CONFLICT if it is taken */
    StoredModel renameModel(String name, String newName);

    /**
     * Forgets a model and its snapshots. Its versions stay until they are pruned.
     *
     * @throws dev.accrue.common.AccrueException NOT_FOUND, CONFLICT for the current model
     */
    StoredModel dropModel(String name);

    /** The current version; empty in a new model. */
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

    /**
     * The version that a person means.
     *
     * @param reference name of a snapshot of the current model, or else the number of any version of the store
     * @throws dev.accrue.common.AccrueException NOT_FOUND, naming the snapshots there are
     */
    ModelVersion find(String reference);

    /**
     * Statistics of a class row.
     *
     * @throws dev.accrue.common.AccrueException CONFLICT for a class that has no scatter of its own
     */
    ClassStatistics statistics(ClassRow row);

    /** Mean of a class row, whatever became of its scatter: {@code [d]}. */
    double[] mean(ClassRow row);

    /** Feature vectors that the statistics of a class row do not count, if some were held out. */
    Optional<HeldOut> heldOut(ClassRow row);

    /** @param sha256 see {@link ClassRow#sharedScatter} and {@link ModelView#scatter} */
    SharedScatter sharedScatter(String sha256);

    Footprint footprint(ModelVersion version);

    /** @throws dev.accrue.common.AccrueException NOT_FOUND */
    StoredBackbone backbone(String sha256);

    /**
     * Starts the model anew: a backbone, the views it is seen through and the statistics of its base classes become the
     * new head.
     *
     * @param views the one that the classifier sees through first
     * @param classes none for a backbone that has not seen a class yet
     * @throws dev.accrue.common.AccrueException CONFLICT if the views do not have the same classes, or the scatter of one
     *     that pools is not the sum of as many classes and images
     */
    ModelVersion trainedBase(
            StoredBackbone backbone,
            List<ModelView.Plan> views,
            NewClasses classes,
            String method,
            Provenance provenance);

    /** {@link #trainedBase} with the one view {@link ModelView#LAST}. */
    default ModelVersion trainedBase(
            StoredBackbone backbone, List<NewClass> classes, String method, Provenance provenance) {
        return trainedBase(
                backbone,
                List.of(ModelView.Plan.last(backbone.featureDimension())),
                NewClasses.of(classes),
                method,
                provenance);
    }

    /** A version with all it needs, to be read by another store or written to a file while this store is open. */
    ModelContent content(ModelVersion version);

    /**
     * Starts the model anew, as {@link #trainedBase} does, with what came from elsewhere.
     *
     * @throws dev.accrue.common.AccrueException BAD_DATA if the content is not what its digests say
     */
    ModelVersion begunWith(ModelContent content, Provenance provenance);

    /**
     * Adds classes to the head.
     *
     * @throws dev.accrue.common.AccrueException CONFLICT if a label is already there, if the scatter of a view that pools
     *     did not grow from the one that the head has, or not by as many classes and images; NOT_FOUND in an empty store
     */
    ModelVersion addedClasses(NewClasses classes, Provenance provenance);

    /** {@link #addedClasses(NewClasses, Provenance)} where no view pools. */
    default ModelVersion addedClasses(List<NewClass> classes, Provenance provenance) {
        return addedClasses(NewClasses.of(classes), provenance);
    }

    /**
     * Gives the model another list of classes: rows of the head stay as they are, new ones are written. So a class is
     * left out, replaced or renamed without touching the others. The scatter of a view that pools stays as it is.
     *
     * @param classes the same for each view of the head
     * @throws dev.accrue.common.AccrueException USAGE if no class is left, CONFLICT if two have one label or a row is
     *     not of the head, NOT_FOUND in an empty store
     */
    ModelVersion changedClasses(List<? extends ModelClass> classes, Provenance provenance);

    /**
     * Gives the head's classes another classifier: their rows stay as they are.
     *
     * @param method name of the classifier
     * @throws dev.accrue.common.AccrueException NOT_FOUND in an empty store
     */
    ModelVersion changedMethod(String method, Provenance provenance);

    /**
     * Lets the classifier see through another view of the head.
     *
     * @throws dev.accrue.common.AccrueException NOT_FOUND, naming the views there are, or in an empty store
     */
    ModelVersion changedView(String view, Provenance provenance);

    /**
     * Folds the scatters of classes of the head, and of those sealed before, into one shared scatter. The history before
     * a seal is the first thing that {@link #prune} may drop.
     *
     * @throws dev.accrue.common.AccrueException NOT_FOUND for a label, CONFLICT for a class that is sealed already, USAGE
     *     where sealing would save nothing
     */
    ModelVersion sealed(List<String> labels, Provenance provenance);

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

    /**
     * Names any version.
     *
     * @param reference of it, see {@link #find}
     * @throws dev.accrue.common.AccrueException CONFLICT if the name is taken, NOT_FOUND as {@link #find}
     */
    Snapshot snapshot(String name, String reference);

    /**
     * Forgets a name. Its version stays until it is pruned.
     *
     * @return what it named
     * @throws dev.accrue.common.AccrueException NOT_FOUND if there is none of that name; a version's number is none
     */
    Snapshot removeSnapshot(String name);

    List<Snapshot> snapshots();

    /**
     * A new head with the content of an earlier version; what was the head stays in the history.
     *
     * @param name of a snapshot, or else the number of a version
     * @throws dev.accrue.common.AccrueException NOT_FOUND, naming the snapshots there are
     */
    ModelVersion restore(String name, Provenance provenance);

    /** Looks at everything: recomputes each digest and checks that each scatter can be one. Repairs nothing. */
    Verification verify(Progress progress);

    /**
     * Drops versions that no head and no snapshot reaches, with what only they use, and gives the room in the file back.
     * A version reaches its parent and what it was restored from; one that sealed classes does not reach its parent.
     *
     * @param dryRun only says what it would drop
     */
    Pruning prune(boolean dryRun);

    /** Numbers of a classifier derived from the version, if they were kept. */
    Optional<double[]> fittedClassifier(ModelVersion version);

    /**
     * Keeps the numbers of a classifier for as long as the version is the head of a model.
     *
     * @throws dev.accrue.common.AccrueException NOT_FOUND if there is no such version
     */
    void keepFittedClassifier(ModelVersion version, double[] parameters);

    /** The temperature fitted to the classifier of a version, if one was kept. */
    Optional<StoredTemperature> temperature(ModelVersion version);

    /** @throws dev.accrue.common.AccrueException NOT_FOUND if there is no such version */
    void keepTemperature(ModelVersion version, StoredTemperature temperature);

    /** @throws dev.accrue.common.AccrueException NOT_FOUND if there is no such version */
    void record(StoredEvaluation evaluation);

    /** What was measured on a version, the latest first. */
    List<StoredEvaluation> evaluations(long version);

    @Override
    void close();
}
