package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import dev.accrue.backbone.djl.Network.Depth;
import dev.accrue.backbone.djl.Network.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The networks of one backbone. Mostly it is a single one, with the head that it was trained with; or it is several that
 * were trained apart, without their heads, and then the depths of the second follow those of the first, and its features
 * the first's (an ensemble of features; compare Lakshminarayanan et al. 2017, "Simple and Scalable Predictive Uncertainty
 * Estimation Using Deep Ensembles").
 *
 * @param networks in order
 * @param head of the only one
 * @param parameters a block that has all that is stored of them, by name; never run
 */
record SideBySide(List<Network> networks, Optional<Block> head, Block parameters) {

    /** As trained. */
    static SideBySide trained(Network network) {
        return new SideBySide(List.of(network), Optional.of(network.head()), network.whole());
    }

    /** One or more, without what they know of classes. */
    static SideBySide headless(List<Network> networks) {
        SequentialBlock trunks = new SequentialBlock();
        networks.forEach(network -> trunks.add(network.features()));
        return new SideBySide(List.copyOf(networks), Optional.empty(), trunks);
    }

    void initialize(NDManager manager, int inputSize) {
        networks.forEach(network -> network.initialize(manager, inputSize));
    }

    /** Of all networks, see {@link Network#depths}. */
    List<Depth> depths(int inputSize) {
        return networks.stream()
                .flatMap(network -> network.depths(inputSize).stream())
                .toList();
    }

    /** Length of the features. */
    int dimension() {
        return networks.stream().mapToInt(Network::dimension).sum();
    }

    /** How many numbers training moved, of what is stored. */
    long size() {
        return Network.size(Network.weights(parameters));
    }

    /** See {@link Network#evaluate}; the pictures are let go. */
    Output evaluate(ParameterStore store, NDArray pictures) {
        List<NDArray> maps = new ArrayList<>();
        NDList features = new NDList();
        for (int i = 0; i < networks.size(); i++) {
            NDArray input = i < networks.size() - 1 ? pictures.duplicate() : pictures;
            Output output = networks.get(i).evaluate(store, input);
            maps.addAll(output.maps());
            features.add(output.features());
        }
        return new Output(maps, features.size() == 1 ? features.singletonOrThrow() : NDArrays.concat(features, 1));
    }
}
