package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;

/**
 * A network in two parts: a trunk that ends in the pooled features, and the softmax head that training needs.
 *
 * @param features maps pictures {@code [n x 3 x s x s]} to feature vectors {@code [n x d]}
 * @param head maps feature vectors to class scores {@code [n x classes]}
 * @param whole the two in sequence, as training and storage see them
 * @param dimension d
 */
record Network(Block features, Block head, SequentialBlock whole, int dimension) {

    Network(Block features, Block head, int dimension) {
        this(features, head, new SequentialBlock().add(features).add(head), dimension);
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

    long parameters() {
        return whole.getParameters().values().stream()
                .filter(Network::trained)
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
    }

    /** False for the running statistics of batch normalisation, which gradient descent does not touch. */
    private static boolean trained(Parameter parameter) {
        Parameter.Type type = parameter.getType();
        return type != Parameter.Type.RUNNING_MEAN && type != Parameter.Type.RUNNING_VAR;
    }
}
