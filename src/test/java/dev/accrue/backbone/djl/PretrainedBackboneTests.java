package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.View;
import dev.accrue.dataset.PictureBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** EfficientNet-Lite0 as TorchScript and as ONNX, from the folder that {@code ACCRUE_WEIGHTS} names. */
@EnabledIfEnvironmentVariable(named = "ACCRUE_WEIGHTS", matches = ".+")
class PretrainedBackboneTests {
    private static final int SIZE = 224;
    private static final int DIMENSION = 1280;

    private final BackboneEngine engine = new DjlBackboneEngine();

    private Backbone open(String how, String name) throws IOException {
        Path file = Path.of(System.getenv("ACCRUE_WEIGHTS"), name);
        return engine.open(ForeignBackbone.parse(how), name, Files.readAllBytes(file));
    }

    /** Smooth, so that features are not those of mere noise. */
    private static PictureBatch pictures(int count) {
        Random random = new Random(1);
        byte[] pixels = new byte[count * SIZE * SIZE * 3];
        for (int n = 0; n < count; n++) {
            double[] waves = random.doubles(6, 0.01, 0.3).toArray();
            for (int i = 0; i < SIZE * SIZE; i++) {
                int row = i / SIZE;
                int column = i % SIZE;
                for (int c = 0; c < 3; c++) {
                    double value = Math.sin(row * waves[c]) + Math.cos(column * waves[c + 3]);
                    pixels[(n * SIZE * SIZE + i) * 3 + c] = (byte) (127 + 60 * value + random.nextInt(8));
                }
            }
        }
        return new PictureBatch(count, SIZE, pixels, new int[count]);
    }

    @Test
    void givesTheSameFeaturesFromBothFiles() throws IOException {
        PictureBatch batch = pictures(64);
        try (Backbone script = open("torchscript input=224", "efficientnet_lite0_224_features.pt");
                Backbone onnx = open("onnx", "efficientnet_lite0_224_features.onnx")) {
            assertThat(onnx.description().architecture()).isEqualTo("onnx input=224");
            assertThat(onnx.dimension(View.LAST)).isEqualTo(DIMENSION);
            float[] first = script.embed(batch, List.of(View.LAST)).get(0);
            float[] second = onnx.embed(batch, List.of(View.LAST)).get(0);
            assertThat(first).hasSize(64 * DIMENSION);
            double difference = 0;
            double length = 0;
            for (int i = 0; i < first.length; i++) {
                difference += Math.pow(first[i] - second[i], 2);
                length += Math.pow(first[i], 2);
            }
            assertThat(Math.sqrt(difference / length)).describedAs("relative").isLessThan(1e-4);
            assertThat(Arrays.copyOf(first, DIMENSION))
                    .isNotEqualTo(Arrays.copyOfRange(first, DIMENSION, 2 * DIMENSION));
        }
    }
}
