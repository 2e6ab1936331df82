package dev.accrue.backbone;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PreparedPictures;
import java.nio.file.Path;
import java.util.List;

/** Makes backbones: trains them or loads them again. Starts the numerical engine at first use. */
public interface BackboneEngine {

    /** The networks that {@link TrainingOptions#architecture} may name, the default first. Does not start the engine. */
    List<Architecture> architectures();

    /** Engine and device, for provenance: "PyTorch 2.7.1, cpu, 2 threads". */
    String description();

    /**
     * Refuses what a network could not give, before it is trained.
     *
     * @param architecture one of {@link #architectures}
     * @param inputSize side of the square input in pixels
     * @throws dev.accrue.common.AccrueException USAGE as {@link Backbone#dimension} of the trained network
     */
    void check(String architecture, int inputSize, List<View> views);

    /** As the other does, and keeps nothing meanwhile. */
    default Trained train(TrainingOptions options, PreparedPictures pictures, Progress progress) {
        return train(options, pictures, Checkpoints.NONE, progress);
    }

    /**
     * Trains a network on the pictures from scratch with cross-entropy. What was begun with the same options, on the same
     * pictures, goes on after the last epoch that was kept, and ends with the weights of a training that never stopped:
     * bit for bit where the engine repeats itself, as it does on a CPU with the same number of threads.
     *
     * @throws dev.accrue.common.AccrueException CANCELLED when interrupted, ENGINE when the loss is not finite,
     *     USAGE when the options do not fit the architecture, CONFLICT when the checkpoint is of another training,
     *     BAD_DATA when it cannot be read
     */
    Trained train(TrainingOptions options, PreparedPictures pictures, Checkpoints checkpoints, Progress progress);

    /**
     * Opens a network that was made elsewhere, and tries it on two pictures.
     *
     * @param foreign how it wants its pictures; the input size may be left to a file that says it
     * @param name of the file, for messages
     * @param file its bytes
     * @return a backbone without base classes, whose architecture is {@link ForeignBackbone#id}; its weights hold the
     *     file and how it is fed, so that its fingerprint covers both
     * @throws dev.accrue.common.AccrueException BAD_DATA when the file cannot be read or gives no float32 {@code [n x d]}
     *     (or {@code [n x d x 1 x 1]}), USAGE when the input size is missing or another than the file says
     */
    default Backbone open(ForeignBackbone foreign, String name, byte[] file) {
        throw new AccrueException(Category.USAGE, text("backbone.foreign.notByThisEngine", name, description()));
    }

    /**
     * The file of a network from a model zoo of the engine's. Does not start the engine.
     *
     * @param progress told the bytes, where they are not here already
     * @return a file that the engine keeps for the next time, as a zoo's networks do not change
     * @throws dev.accrue.common.AccrueException NOT_FOUND when the zoo has no such network, USAGE when it has several,
     *     BAD_DATA when it cannot be had or is not one file of a {@link ForeignBackbone.Format}, CANCELLED when
     *     interrupted
     */
    default Path fetch(NetworkAddress.Zoo address, Progress progress) {
        throw new AccrueException(Category.NOT_FOUND, text("backbone.zoo.noZoo", address.text(), description()));
    }

    /**
     * Puts trained networks side by side: the depths of the second follow those of the first, and so do its features. What
     * they know of their base classes is left behind.
     *
     * @param backbones one or more; each may be of several networks itself
     * @return a backbone without base classes, whose architecture names all networks in order
     * @throws dev.accrue.common.AccrueException USAGE when one was made elsewhere, or their inputs are of different sizes,
     *     BAD_DATA as {@link #load}
     */
    Backbone join(List<Saved> backbones);

    /** Loads what {@link Backbone#weights} gave, of a trained network or an opened one. */
    Backbone load(BackboneDescription description, byte[] weights);

    /** What {@link #load} wants. */
    record Saved(BackboneDescription description, byte[] weights) {}

    /**
     * @param name typed after {@code --backbone}
     * @param defaultInputSize pixels
     * @param minimumInputSize pixels
     */
    record Architecture(String name, int defaultInputSize, int minimumInputSize) {}

    /**
     * A new backbone and how it came to be.
     *
     * @param backbone to be closed by the caller
     * @param curve one entry an epoch
     * @param resumed how many of these epochs were over when the training went on; 0 if it ran through
     */
    record Trained(Backbone backbone, List<Epoch> curve, int resumed) {
        public Trained {
            curve = List.copyOf(curve);
        }
    }

    /**
     * @param loss mean cross-entropy over the epoch, of labels as smooth as the recipe has them, nats
     * @param accuracy of the training batches as they were seen, 0 to 1; pictures that were turned do not count
     * @param seconds wall-clock time
     */
    record Epoch(double loss, double accuracy, double seconds) {}
}
