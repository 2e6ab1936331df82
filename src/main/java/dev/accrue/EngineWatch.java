package dev.accrue;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.Checkpoints;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.NetworkAddress;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.View;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PreparedPictures;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** An engine beside which somebody stands: told before each piece of work, which may be kept from happening. */
final class EngineWatch implements BackboneEngine {
    private final BackboneEngine engine;
    private final Supplier<String> description;
    private final Runnable beforeWork;

    /**
     * @param description of engine and device
     * @param beforeWork may throw, so that the engine is not started
     */
    EngineWatch(BackboneEngine engine, Supplier<String> description, Runnable beforeWork) {
        this.engine = engine;
        this.description = description;
        this.beforeWork = beforeWork;
    }

    @Override
    public List<Architecture> architectures() {
        return engine.architectures();
    }

    @Override
    public String description() {
        return description.get();
    }

    @Override
    public void check(String architecture, int inputSize, List<View> views) {
        engine.check(architecture, inputSize, views);
    }

    @Override
    public Trained train(
            TrainingOptions options, PreparedPictures pictures, Checkpoints checkpoints, Progress progress) {
        beforeWork.run();
        return engine.train(options, pictures, checkpoints, progress);
    }

    @Override
    public Backbone open(ForeignBackbone foreign, String name, byte[] file) {
        beforeWork.run();
        return engine.open(foreign, name, file);
    }

    @Override
    public Path fetch(NetworkAddress.Zoo address, Progress progress) {
        beforeWork.run();
        return engine.fetch(address, progress);
    }

    @Override
    public Backbone join(List<Saved> backbones) {
        beforeWork.run();
        return engine.join(backbones);
    }

    @Override
    public Backbone load(BackboneDescription description, byte[] weights) {
        beforeWork.run();
        return engine.load(description, weights);
    }
}
