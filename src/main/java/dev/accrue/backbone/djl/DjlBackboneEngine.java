package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.Checkpoints;
import dev.accrue.backbone.DeviceChoice;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.NetworkAddress;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.View;
import dev.accrue.backbone.djl.Network.Depth;
import dev.accrue.backbone.djl.foreign.ForeignNetwork;
import dev.accrue.backbone.djl.foreign.ZooDownload;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PreparedPictures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Backbones on DJL's PyTorch engine; those of ONNX files on ONNX Runtime. */
public final class DjlBackboneEngine implements BackboneEngine {

    private final DeviceChoice choice;
    private final EngineStart start = new EngineStart();
    private @Nullable Engine engine;
    private @Nullable ChosenDevice chosen;

    /** On the GPU where there is one. */
    public DjlBackboneEngine() {
        this(DeviceChoice.AUTO);
    }

    public DjlBackboneEngine(DeviceChoice choice) {
        this.choice = choice;
    }

    @Override
    public List<Architecture> architectures() {
        return Networks.architectures();
    }

    @Override
    public String description() {
        Engine started = engine();
        ChosenDevice where = chosen();
        String device = where.device().isGpu()
                ? where.device().toString()
                : "cpu, " + Runtime.getRuntime().availableProcessors() + " threads";
        return "PyTorch " + started.getVersion() + ", " + device
                + (where.note().isEmpty() ? "" : " (" + where.note() + ")");
    }

    @Override
    public void check(String architecture, int inputSize, List<View> views) {
        engine(); // shapes are found by running blocks
        List<Depth> depths = Networks.build(architecture, 1).depths(inputSize);
        views.forEach(view -> DjlBackbone.dimension(view, architecture, inputSize, depths));
    }

    @Override
    public Trained train(
            TrainingOptions options, PreparedPictures pictures, Checkpoints checkpoints, Progress progress) {
        List<String> classes = pictures.images().classes();
        Network network = Networks.build(
                options.architecture(), options.recipe().augmentation().classes(classes.size()));
        // DJL hands the seed on as 32 bits; folding keeps seeds apart that differ in the upper half only.
        engine().setRandomSeed(Long.hashCode(options.seed()));
        try (NDManager manager = newManager()) {
            network.initialize(manager, options.inputSize());
            Training.Outcome outcome = new Training(options, network, manager, pictures, progress).run(checkpoints);
            network.keepClasses(classes.size());
            TapStatistics statistics = TapStatistics.measure(network, manager, pictures, options.batchSize(), progress);
            byte[] weights = Weights.encode(
                    network.whole(),
                    statistics.tensors(manager),
                    Weights.description(options.architecture(), options.inputSize(), network.dimension(), classes));
            BackboneDescription description = new BackboneDescription(
                    Weights.sha256(weights),
                    options.architecture(),
                    options.inputSize(),
                    network.dimension(),
                    classes,
                    network.parameters());
            // Loaded afresh, so that what is used now is what a later session will load.
            return new Trained(load(description, weights), outcome.curve(), outcome.resumed());
        } catch (EngineException e) {
            throw new AccrueException(Category.ENGINE, text("backbone.training.failed", e.getMessage()), e);
        }
    }

    @Override
    public Backbone open(ForeignBackbone foreign, String name, byte[] file) {
        NDManager manager = newManager();
        try {
            ForeignNetwork network = ForeignNetwork.open(foreign, name, file, manager, choice.required());
            byte[] weights = ForeignFile.pack(file, foreignDescription(network.backbone(), network.dimension()));
            BackboneDescription description = new BackboneDescription(
                    Weights.sha256(weights),
                    network.backbone().id(),
                    network.backbone().inputSize().orElseThrow(),
                    network.dimension(),
                    List.of(),
                    0);
            return new OpenedBackbone(description, weights, network, manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** What is in DJL's cache folder is taken from there, however old it is. */
    @Override
    public Path fetch(NetworkAddress.Zoo address, Progress progress) {
        presetOffline();
        return new ZooDownload(address).run(progress);
    }

    private Backbone reopen(ForeignBackbone foreign, BackboneDescription description, byte[] weights) {
        byte[] file = ForeignFile.unpack(weights, foreignDescription(foreign, description.featureDimension()));
        NDManager manager = newManager();
        try {
            String name = text("backbone.foreign.storedFile", foreign.format().title());
            ForeignNetwork network = ForeignNetwork.open(foreign, name, file, manager, choice.required());
            return new OpenedBackbone(description, weights, network, manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static Map<String, String> foreignDescription(ForeignBackbone foreign, int dimension) {
        return Weights.description(foreign.id(), foreign.inputSize().orElseThrow(), dimension, List.of());
    }

    @Override
    public Backbone load(BackboneDescription description, byte[] weights) {
        Optional<ForeignBackbone> foreign = ForeignBackbone.find(description.architecture());
        if (foreign.isPresent()) {
            return reopen(foreign.get(), description, weights);
        }
        NDManager manager = newManager();
        try {
            SavedNetworks saved = SavedNetworks.read(new Saved(description, weights), manager);
            List<Depth> depths = saved.networks().depths(description.inputSize());
            return new DjlBackbone(description, weights, saved.networks(), depths, saved.statistics(), manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public Backbone join(List<Saved> backbones) {
        Saved joined;
        try (NDManager manager = newManager()) {
            joined = SavedNetworks.join(backbones, manager);
        }
        return load(joined.description(), joined.weights()); // afresh, as a later session will
    }

    /** Keeps DJL from downloading native libraries; what a zoo has and the cache has not is fetched nevertheless. */
    private static void presetOffline() {
        preset("ai.djl.offline", "true");
    }

    /** Leaves alone what the person has set. */
    private static void preset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private NDManager newManager() {
        return engine().newBaseManager(chosen().device());
    }

    private synchronized ChosenDevice chosen() {
        if (chosen == null) {
            chosen = ChosenDevice.of(choice, engine().getGpuCount());
        }
        return chosen;
    }

    /** The engine itself says only that it failed. */
    private static @Nullable String innermost(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.getMessage() : innermost(cause);
    }

    private synchronized Engine engine() {
        if (engine == null) {
            try {
                presetOffline();
                // On few cores a second pool of threads only gets in the way of the first.
                preset("ai.djl.pytorch.num_interop_threads", "1");
                engine = start.await();
            } catch (EngineException e) {
                throw new AccrueException(Category.ENGINE, text("backbone.engine.cannotStart", innermost(e)), e);
            }
        }
        return engine;
    }
}
