package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine.Saved;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.djl.Network.Depth;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Networks that were trained here, one or several side by side, as they come out of their weights.
 *
 * @param statistics empty for weights that were written before there were any
 */
record SavedNetworks(SideBySide networks, Optional<TapStatistics> statistics) {

    /** Between the names of networks side by side. */
    private static final String BESIDE = " + ";

    /** Networks that the manager keeps; they are not trained further. */
    static SavedNetworks read(Saved saved, NDManager manager) {
        BackboneDescription description = saved.description();
        SideBySide networks = networks(description);
        networks.initialize(manager, description.inputSize());
        networks.parameters().freezeParameters(true);
        Map<String, NDArray> more = Weights.decode(
                networks.parameters(),
                manager,
                saved.weights(),
                Weights.description(
                        description.architecture(),
                        description.inputSize(),
                        description.featureDimension(),
                        description.baseClasses()));
        List<Integer> channels = networks.depths(description.inputSize()).stream()
                .map(Depth::channels)
                .toList();
        Optional<TapStatistics> statistics = TapStatistics.of(more, channels);
        more.values().forEach(NDArray::close);
        return new SavedNetworks(networks, statistics);
    }

    /** Without base classes they have no heads. */
    private static SideBySide networks(BackboneDescription description) {
        int classes = description.baseClasses().size();
        if (classes > 0) {
            return SideBySide.trained(Networks.build(description.architecture(), classes));
        }
        return SideBySide.headless(Stream.of(description.architecture().split(Pattern.quote(BESIDE), -1))
                .map(name -> Networks.build(name, 1))
                .toList());
    }

    /**
     * What {@link dev.accrue.backbone.BackboneEngine#join} does, up to the loading.
     *
     * @param manager holds the networks meanwhile
     */
    static Saved join(List<Saved> backbones, NDManager manager) {
        checkJoinable(backbones);
        List<SavedNetworks> each =
                backbones.stream().map(saved -> read(saved, manager)).toList();
        SideBySide networks = SideBySide.headless(each.stream()
                .flatMap(saved -> saved.networks().networks().stream())
                .toList());
        List<TapStatistics> statistics =
                each.stream().flatMap(saved -> saved.statistics().stream()).toList();
        String architecture = backbones.stream()
                .map(saved -> saved.description().architecture())
                .collect(Collectors.joining(BESIDE));
        int inputSize = backbones.get(0).description().inputSize();
        byte[] weights = Weights.encode(
                networks.parameters(),
                statistics.size() == each.size()
                        ? TapStatistics.of(statistics).tensors(manager)
                        : new NDList(), // of weights from before there were any
                Weights.description(architecture, inputSize, networks.dimension(), List.of()));
        return new Saved(
                new BackboneDescription(
                        Weights.sha256(weights),
                        architecture,
                        inputSize,
                        networks.dimension(),
                        List.of(),
                        networks.size()),
                weights);
    }

    private static void checkJoinable(List<Saved> backbones) {
        BackboneDescription first = backbones.get(0).description();
        for (Saved each : backbones) {
            BackboneDescription description = each.description();
            if (ForeignBackbone.find(description.architecture()).isPresent()) {
                throw new AccrueException(
                        Category.USAGE, text("backbone.join.madeElsewhere", description.architecture()));
            }
            if (description.inputSize() != first.inputSize()) {
                throw new AccrueException(
                        Category.USAGE,
                        text(
                                "backbone.join.otherInput",
                                first.architecture(),
                                first.inputSize(),
                                description.architecture(),
                                description.inputSize()));
            }
        }
    }
}
