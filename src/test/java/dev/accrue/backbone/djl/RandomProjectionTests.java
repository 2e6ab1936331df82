package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.accrue.backbone.View.Kind;
import dev.accrue.backbone.View.Projection;
import dev.accrue.backbone.djl.RandomProjection.NormalNumbers;
import dev.accrue.dataset.SplitMix64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomProjectionTests {

    /** Computed in Python. Statistics of projected features are kept in stores, so these must never change. */
    @Test
    void drawsTheseNumbersForEver() {
        SplitMix64 random = new SplitMix64(1);
        NormalNumbers draws = new NormalNumbers(random);
        assertThat(new double[] {draws.next(), draws.next(), draws.next(), random.between(0, 1)})
                .containsExactly(0.42945220538400686, 1.5857725335739927, 0.4564552075888475, 0.44426470082635805);
    }

    @Test
    void drawsStandardNormalNumbers() {
        NormalNumbers draws = new NormalNumbers(new SplitMix64(42));
        int count = 200_000;
        double[] moments = new double[5];
        for (int i = 0; i < count; i++) {
            double x = draws.next();
            for (int power = 1; power <= 4; power++) {
                moments[power] += Math.pow(x, power) / count;
            }
        }
        assertThat(moments[1]).isCloseTo(0, within(0.01));
        assertThat(moments[2]).isCloseTo(1, within(0.02));
        assertThat(moments[3]).isCloseTo(0, within(0.05));
        assertThat(moments[4]).isCloseTo(3, within(0.1));
    }

    /** Rahimi and Recht 2007: the product of two vectors approaches exp(-|x - y|^2 / (2 d scale^2)). */
    @Test
    void fourierFeaturesApproachAGaussianKernel() {
        int d = 6;
        int width = 20_000;
        double scale = 1.5;
        SplittableRandom random = new SplittableRandom(3);
        float[] vectors = new float[8 * d];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) (4 * random.nextDouble() - 2);
        }
        float[] mapped;
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomProjection projection =
                    new RandomProjection(new Projection(Kind.FOURIER, width, 1, scale), d, manager);
            mapped = projection.apply(manager.create(vectors, new Shape(8, d))).toFloatArray();
        }
        for (int a = 0; a < 8; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int j = 0; j < width; j++) {
                    product += (double) mapped[a * width + j] * mapped[b * width + j];
                }
                double distance = 0;
                for (int i = 0; i < d; i++) {
                    distance += Math.pow(vectors[a * d + i] - vectors[b * d + i], 2);
                }
                assertThat(product).isCloseTo(Math.exp(-distance / (2 * d * scale * scale)), within(0.03));
            }
        }
    }
}
