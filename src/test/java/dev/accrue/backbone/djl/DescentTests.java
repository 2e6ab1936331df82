package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.accrue.backbone.Recipe;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the function scores = w x + b of one picture of constant colour, whose gradients are known by heart. */
class DescentTests {
    private static final float X = 0.5f;

    private NDManager manager;
    private Network network;

    @BeforeEach
    void start() {
        new DjlBackboneEngine().description(); // starts the engine offline
        manager = NDManager.newBaseManager("PyTorch");
        SequentialBlock trunk = new SequentialBlock()
                .add(Conv2d.builder()
                        .setFilters(1)
                        .setKernelShape(new Shape(1, 1))
                        .build())
                .add(BatchNorm.builder().build());
        network = new Network(trunk, Linear.builder().setUnits(1).build(), 1, List.of());
        network.initialize(manager, 1);
    }

    @AfterEach
    void end() {
        manager.close();
    }

    /** Moves the head's weight and bias, each with a gradient of X or 1. */
    private void step(Descent descent, long number, float rate) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray input = scope.full(new Shape(2, 1), X);
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray scores = network.head()
                        .forward(new ParameterStore(manager, false), new NDList(input), true)
                        .singletonOrThrow();
                collector.backward(scores.mean());
            }
            descent.step(number, rate);
        }
    }

    private float weight(String kind) {
        return network.head().getParameters().get(kind).getArray().toFloatArray()[0];
    }

    /** By hand: v = 0.9 v + g, w = w - rate (g + 0.9 v), g of the weight with decay. */
    @Test
    void takesNesterovsStepsAndLeavesBiasesUndecayed() {
        Descent descent = Descent.of(Recipe.parse("strong decay=0.1"), network);
        double w = weight("weight");
        double b = weight("bias");
        double wVelocity = 0;
        double bVelocity = 0;
        IntToDoubleFunction rate = number -> 0.1 / number;
        for (int number = 1; number <= 5; number++) {
            step(descent, number, (float) rate.applyAsDouble(number));
            double gradient = X + 0.1 * w;
            wVelocity = 0.9 * wVelocity + gradient;
            w -= rate.applyAsDouble(number) * (gradient + 0.9 * wVelocity);
            bVelocity = 0.9 * bVelocity + 1;
            b -= rate.applyAsDouble(number) * (1 + 0.9 * bVelocity);
            assertThat((double) weight("weight")).isCloseTo(w, within(1e-6));
            assertThat((double) weight("bias")).isCloseTo(b, within(1e-6));
        }
    }

    /** With a constant gradient the corrected mean is the gradient and the corrected variance its square. */
    @Test
    void takesAdamsSteps() {
        Descent descent = Descent.of(Recipe.ARTICLE, network);
        double w = weight("weight");
        for (int number = 1; number <= 5; number++) {
            step(descent, number, 0.01f);
            assertThat((double) weight("weight")).isCloseTo(w - 0.01 * number, within(1e-5));
        }
    }

    @Test
    void decaysNeitherBatchNormalisationNorItsStatistics() {
        Descent descent = Descent.of(Recipe.parse("strong decay=0.5"), network);
        step(descent, 1, 0.1f);
        network.features().getParameters().forEach(parameter -> {
            if (parameter.getKey().endsWith("gamma") || parameter.getKey().endsWith("runningVar")) {
                assertThat(parameter.getValue().getArray().toFloatArray()).containsOnly(1f);
            }
        });
        assertThat(network.weights()).hasSize(6);
    }

    @Test
    void averagesWeightsOverTheSteps() {
        WeightAverage average = new WeightAverage(network, 0.5);
        NDArray weight = network.head().getParameters().get("weight").getArray();
        double expected = 0;
        for (int number = 1; number <= 8; number++) {
            weight.set(new float[] {number});
            average.add(number);
            double stays = Math.min(0.5, (number - 1) / (number + 9.0));
            expected = stays * expected + (1 - stays) * number;
        }
        average.replaceWeights();
        assertThat((double) weight("weight")).isCloseTo(expected, within(1e-5));
    }

    @Test
    void withoutAveragingTheWeightsStay() {
        WeightAverage average = new WeightAverage(network, 0);
        average.add(1);
        float before = weight("weight");
        average.replaceWeights();
        assertThat(weight("weight")).isEqualTo(before);
        assertThat(average.averages()).isEmpty();
    }
}
