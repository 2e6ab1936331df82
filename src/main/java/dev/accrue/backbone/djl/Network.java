package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * A network in two parts: a trunk that ends in the pooled features, and the softmax head that training needs. The
 * trunk is one flat sequence of blocks, and some of the maps between them can be tapped: where they are is no part of
 * the parameters' names, so taps may be added to an architecture whose weights are already stored.
 *
 * @param features the trunk; maps pictures {@code [n x 3 x s x s]} to feature vectors {@code [n x d]}
 * @param head maps feature vectors to class scores {@code [n x classes]}
 * @param whole the two in sequence, as training and storage see them
 * @param dimension d
 * @param taps the depths, in the order of the trunk; the last is the map that the features are the average of
 */
record Network(SequentialBlock features, Block head, SequentialBlock whole, int dimension, List<Tap> taps) {

    /**
     * @param blocks of the trunk that come before the map
     * @param grid cells a side that it is averaged over where nobody says otherwise
     */
    record Tap(int blocks, int grid) {}

    /**
     * A tapped map.
     *
     * @param grid the tap's, or what fits
     * @param last whether the features are its average
     */
    record Depth(int channels, int side, int grid, boolean last) {}

    /**
     * @param maps of the taps, {@code [n x channels x side x side]}
     * @param features {@code [n x d]}
     */
    record Output(List<NDArray> maps, NDArray features) {}

    Network(SequentialBlock features, Block head, int dimension, List<Tap> taps) {
        this(features, head, new SequentialBlock().add(features).add(head), dimension, List.copyOf(taps));
    }

    /** Gives every parameter a fresh value on the manager's device; the engine's seed decides which. */
    void initialize(NDManager manager, int inputSize) {
        // Convolutions: He et al. 2015, normal with variance 2 / fan-out.
        Initializer he =
                new XavierInitializer(XavierInitializer.RandomType.GAUSSIAN, XavierInitializer.FactorType.OUT, 2);
        whole.setInitializer(he, Parameter.Type.WEIGHT);
        // The head: uniform within 1 / sqrt(d), so that the first scores are small and no class is preferred.
        Initializer small =
                new XavierInitializer(XavierInitializer.RandomType.UNIFORM, XavierInitializer.FactorType.IN, 1);
        head.setInitializer(small, Parameter.Type.WEIGHT);
        whole.initialize(manager, DataType.FLOAT32, new Shape(1, 3, inputSize, inputSize));
    }

    /** The tapped maps of pictures of a size, whether the network is initialised or not. */
    List<Depth> depths(int inputSize) {
        List<Depth> depths = new ArrayList<>();
        Shape[] shape = {new Shape(1, 3, inputSize, inputSize)};
        int blocks = 0;
        for (Block block : features.getChildren().values()) {
            shape = block.getOutputShapes(shape);
            blocks++;
            for (Tap tap : taps) {
                if (tap.blocks() == blocks) {
                    int side = Math.toIntExact(shape[0].get(3));
                    depths.add(new Depth(
                            Math.toIntExact(shape[0].get(1)),
                            side,
                            Math.min(tap.grid(), side),
                            depths.size() == taps.size() - 1));
                }
            }
        }
        return depths;
    }

    /**
     * The trunk in evaluation mode. What lies between two maps is let go as soon as the second is there, and so are
     * the pictures: a batch needs the memory of its largest block, not of all.
     */
    Output evaluate(ParameterStore parameters, NDArray pictures) {
        NDManager manager = pictures.getManager();
        List<NDArray> maps = new ArrayList<>();
        NDArray x = pictures;
        int blocks = 0;
        for (Block block : features.getChildren().values()) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray before = x;
                before.attach(scope); // where a result goes to is decided by what it is computed from
                x = block.forward(parameters, new NDList(before), false).singletonOrThrow();
                x.attach(manager);
                if (tapped(blocks)) {
                    before.attach(manager);
                    maps.add(before);
                }
            }
            blocks++;
        }
        return new Output(maps, x);
    }

    private boolean tapped(int blocks) {
        return taps.stream().anyMatch(tap -> tap.blocks() == blocks);
    }

    /** Lets the head forget all but its first classes. */
    void keepClasses(int classes) {
        for (Pair<String, Parameter> each : head.getParameters()) {
            Parameter parameter = each.getValue();
            NDArray kept = parameter
                    .getArray()
                    .get(new NDIndex().addSliceDim(0, classes))
                    .duplicate();
            parameter.close();
            parameter.setShape(null);
            parameter.setArray(kept);
        }
    }

    long parameters() {
        return size(weights());
    }

    static long size(List<Pair<String, Parameter>> weights) {
        return weights.stream()
                .mapToLong(weight -> weight.getValue().getArray().size())
                .sum();
    }

    /**
     * What gradient descent moves, by name: all parameters but the running statistics of batch normalisation. The list is
     * fixed, the arrays in it may be replaced.
     */
    List<Pair<String, Parameter>> weights() {
        return weights(whole);
    }

    /** The same of a block. */
    static List<Pair<String, Parameter>> weights(Block block) {
        List<Pair<String, Parameter>> weights = new ArrayList<>();
        for (Pair<String, Parameter> parameter : block.getParameters()) {
            Parameter.Type type = parameter.getValue().getType();
            if (type != Parameter.Type.RUNNING_MEAN && type != Parameter.Type.RUNNING_VAR) {
                weights.add(parameter);
            }
        }
        return List.copyOf(weights);
    }
}
