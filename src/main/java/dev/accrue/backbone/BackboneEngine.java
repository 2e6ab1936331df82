package dev.accrue.backbone;

import dev.accrue.common.Progress;
import dev.accrue.dataset.ImageSet;
import java.util.List;

/** Makes backbones: trains them or loads them again. Starts the numerical engine at first use. */
public interface BackboneEngine {

    /** Names that {@link TrainingOptions#architecture} may take, the default first. */
    List<Architecture> architectures();

    /** Engine and device, for provenance: "PyTorch 2.7.1, cpu, 2 threads". */
    String description();

    /**
     * Trains a network on the images from scratch with cross-entropy.
     *
     * @throws dev.accrue.common.AccrueException CANCELLED when interrupted, ENGINE when the loss is not finite
     */
    Backbone train(TrainingOptions options, ImageSet images, Progress progress);

    /** Loads what {@link Backbone#weights} gave. */
    Backbone load(BackboneDescription description, byte[] weights);

    /**
     * @param name typed after {@code --backbone}
     * @param defaultInputSize pixels
     * @param minimumInputSize pixels
     */
    record Architecture(String name, int defaultInputSize, int minimumInputSize) {}
}
