package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.PictureBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenedBackboneTests {
    private static final String CHANNEL_MEANS = "torch.mean(x, [2, 3])";

    private final BackboneEngine engine = new DjlBackboneEngine();
    private final PicturesInMemory pictures = PicturesInMemory.coloured(5, 8, 2, 1);

    private static byte[] onnx(String... operators) {
        return OnnxFile.of(OnnxFile.FLOAT, List.of(-1, 3, 8, 8), operators);
    }

    private Backbone open(String how, byte[] file) {
        return engine.open(ForeignBackbone.parse(how), "some file", file);
    }

    private Backbone open(String how) {
        return open(how, how.startsWith("onnx") ? onnx("GlobalAveragePool") : TorchScriptFile.of(CHANNEL_MEANS));
    }

    private static float[] features(Backbone backbone, PictureBatch batch) {
        return backbone.embed(batch, List.of(View.LAST)).get(0);
    }

    /** Mean of each channel, as plain arithmetic. */
    private static double channelMean(PictureBatch batch, int picture, int channel) {
        int area = batch.size() * batch.size();
        return IntStream.range(0, area)
                .map(pixel -> batch.pixels()[(picture * area + pixel) * 3 + channel] & 255)
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "torchscript input=8"})
    void feedsPicturesInTheUnitRangeUnlessToldOtherwise(String how) {
        PictureBatch batch = pictures.batch(0, 1, 2, 3, 4);
        try (Backbone backbone = open(how)) {
            float[] features = features(backbone, batch);
            assertThat(features).hasSize(5 * 3);
            for (int i = 0; i < 15; i++) {
                assertThat((double) features[i]).isCloseTo(channelMean(batch, i / 3, i % 3) / 255, within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "torchscript input=8"})
    void feedsPicturesAsDescribed(String how) {
        PictureBatch batch = pictures.batch(3, 4);
        double[] mean = {100, 110.5, 120};
        double[] std = {1, 2, 4};
        try (Backbone backbone = open(how + " channels=bgr range=0..255 mean=100,110.5,120 std=1,2,4")) {
            float[] features = features(backbone, batch);
            for (int i = 0; i < 6; i++) {
                int channel = i % 3;
                assertThat((double) features[i])
                        .isCloseTo(
                                (channelMean(batch, i / 3, 2 - channel) - mean[channel]) / std[channel], within(1e-3));
            }
        }
    }

    /** What an engine gave lies in memory of Java, which must not go before the features are out of it. */
    @Test
    void keepsFeaturesWhileMemoryIsCollectedBesideIt() throws InterruptedException {
        int many = 1200; // more than are taken at once
        int[] all = IntStream.range(0, many).map(i -> i % 5).toArray();
        Thread collector = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                System.gc();
                for (int i = 0; i < 200; i++) {
                    ByteBuffer.allocateDirect(240).putDouble(0, 1e30);
                }
            }
        });
        try (Backbone backbone = open("onnx")) {
            float[] expected = new float[many * 3];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = (float) (channelMean(pictures.batch(all[i / 3]), 0, i % 3) / 255);
            }
            collector.start();
            for (int round = 0; round < 40; round++) {
                float[] features = features(backbone, pictures.batch(all));
                for (int i = 0; i < expected.length; i++) {
                    assertThat(features[i]).isCloseTo(expected[i], within(1e-5f));
                }
            }
        } finally {
            collector.interrupt();
            collector.join();
        }
    }

    @Test
    void describesWhatItOpened() {
        try (Backbone backbone = open("onnx range=0..255")) {
            BackboneDescription description = backbone.description();
            assertThat(description.architecture()).isEqualTo("onnx input=8 range=0..255");
            assertThat(description.inputSize()).isEqualTo(8);
            assertThat(description.featureDimension()).isEqualTo(3);
            assertThat(description.baseClasses()).isEmpty();
            assertThat(description.sha256()).isEqualTo(Weights.sha256(backbone.weights()));
            assertThat(backbone.embedAndClassify(pictures.batch(0, 1), List.of(View.LAST))
                            .logits())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx std=1,2,3", "torchscript input=8 channels=bgr"})
    void loadsWhatItOpened(String how) {
        try (Backbone opened = open(how);
                Backbone loaded = engine.load(opened.description(), opened.weights())) {
            assertThat(features(loaded, pictures.batch(0, 2))).isEqualTo(features(opened, pictures.batch(0, 2)));
            assertThat(loaded.description()).isEqualTo(opened.description());
            assertThat(loaded.weights()).isEqualTo(opened.weights());
        }
    }

    @Test
    void theFingerprintCoversTheFileAndHowItIsFed() {
        try (Backbone first = open("onnx");
                Backbone again = open("onnx input=8 mean=0,0,0");
                Backbone otherMean = open("onnx mean=0,0,1");
                Backbone otherSpread = open("onnx std=1,1,2");
                Backbone otherOrder = open("onnx channels=bgr");
                Backbone otherRange = open("onnx range=0..255");
                Backbone otherFile = open("onnx", onnx("Neg", "GlobalAveragePool"))) {
            assertThat(again.description()).isEqualTo(first.description());
            assertThat(List.of(first, otherMean, otherSpread, otherOrder, otherRange, otherFile))
                    .extracting(backbone -> backbone.description().sha256())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void refusesStoredBytesOfAnotherBackboneAndDamagedOnes() {
        try (Backbone backbone = open("onnx")) {
            BackboneDescription right = backbone.description();
            BackboneDescription other =
                    new BackboneDescription(right.sha256(), "onnx input=8 mean=1,1,1", 8, 3, List.of(), 0);
            assertRefused(Category.BAD_DATA, () -> engine.load(other, backbone.weights()), "architecture");
            byte[] cut = Arrays.copyOf(backbone.weights(), 300);
            assertRefused(Category.BAD_DATA, () -> engine.load(right, cut), "");
            assertRefused(Category.BAD_DATA, () -> engine.load(right, new byte[0]), "");
        }
    }

    @Test
    void feedsOneByOneWhatTakesNoMore() {
        byte[] fixed = OnnxFile.of(OnnxFile.FLOAT, List.of(1, 3, 8, 8), "GlobalAveragePool");
        byte[] flattening = TorchScriptFile.of("torch.reshape(torch.mean(x, [2, 3]), [1, -1])");
        PictureBatch batch = pictures.batch(0, 1, 2);
        try (Backbone any = open("onnx");
                Backbone one = open("onnx", fixed);
                Backbone row = open("torchscript input=8", flattening)) {
            assertThat(features(one, batch)).isEqualTo(features(any, batch));
            assertThat(features(row, batch)).containsExactly(features(any, batch), within(1e-6f));
        }
    }

    @Test
    void needsASizeWhereTheFileSaysNone() {
        byte[] any = OnnxFile.of(OnnxFile.FLOAT, List.of(-1, 3, -1, -1), "GlobalAveragePool");
        assertRefused(Category.USAGE, () -> open("onnx", any), "--input 224");
        assertRefused(Category.USAGE, () -> open("torchscript"), "--input 224");
        assertRefused(Category.USAGE, () -> open("onnx input=32"), "8 pixels a side and not of 32");
        try (Backbone backbone = open("onnx input=8", any)) {
            assertThat(features(backbone, pictures.batch(0))).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Neg, '(1, 3, 8, 8) for one picture'",
        "Sub Flatten, two different pictures",
        "Neg Sqrt GlobalAveragePool, NaN",
        "Softmax Mul GlobalAveragePool, evaluation mode",
    })
    void refusesAnOnnxFileThatGivesNoFeatures(String operators, String message) {
        assertRefused(Category.BAD_DATA, () -> open("onnx", onnx(operators.split(" ", -1))), message);
    }

    @Test
    void refusesAnOnnxFileOfOtherTypesAndShapes() {
        List<Integer> shape = List.of(-1, 3, 8, 8);
        byte[] doubles = OnnxFile.of(OnnxFile.DOUBLE, shape, "GlobalAveragePool", "Cast");
        assertRefused(Category.BAD_DATA, () -> open("onnx", doubles), "its output is no float32 array");
        for (List<Integer> other : List.of(
                List.of(-1, 8, 8, 3),
                List.of(4, 3, 8, 8),
                List.of(-1, 1, 8, 8),
                List.of(-1, 3, 8, 9),
                List.of(-1, 3))) {
            byte[] file = OnnxFile.of(OnnxFile.FLOAT, other, "Neg");
            assertRefused(Category.BAD_DATA, () -> open("onnx input=8", file), "its input is declared as float32");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "/etc/hostname", "nothing.bin"})
    void refusesAnOnnxFileWhoseWeightsLieInAnother(String location) {
        assertRefused(Category.BAD_DATA, () -> open("onnx", OnnxFile.withWeightsIn(location)), "in another file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x; '(1, 3, 8, 8) for one picture'",
                "torch.zeros([2, 3]); 'float32 (2, 3)'",
                "torch.zeros([1, 3]); two different pictures",
                "torch.sqrt(torch.mean(torch.neg(x), [2, 3])); NaN",
                "torch.mean(torch.sub(x, torch.mean(x)), [2, 3]); evaluation mode",
                "torch.reshape(x, [7]); is 8 the right input size",
                "torch.to(torch.mean(x, [2, 3]), 7); float64",
            })
    void refusesATorchScriptFileThatGivesNoFeatures(String result, String message) {
        assertRefused(Category.BAD_DATA, () -> open("torchscript input=8", TorchScriptFile.of(result)), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "torchscript input=8"})
    void refusesWhatIsNoSuchFile(String how) {
        assertRefused(Category.BAD_DATA, () -> open(how, new byte[] {1, 2, 3}), "expected a");
        assertRefused(Category.BAD_DATA, () -> open(how, new byte[0]), "expected a");
        byte[] whole = how.startsWith("onnx") ? onnx("GlobalAveragePool") : TorchScriptFile.of(CHANNEL_MEANS);
        assertRefused(Category.BAD_DATA, () -> open(how, Arrays.copyOf(whole, whole.length / 2)), "expected a");
    }

    /** Of rows that depend on where in a picture a pixel is, so that a mirror image differs. */
    @ParameterizedTest
    @ValueSource(strings = {"onnx", "torchscript input=8"})
    void givesViewsOfTheLastLayer(String how) {
        byte[] file = how.startsWith("onnx") ? onnx("Flatten") : TorchScriptFile.of("torch.flatten(x, 1)");
        PictureBatch batch = pictures.batch(0, 1);
        View mirror = View.parse("last mirror=yes normalize=tukey");
        View unit = View.parse("last normalize=l2");
        View projected = View.parse("last projection=relu width=50");
        try (Backbone backbone = open(how, file)) {
            List<float[]> vectors = backbone.embed(batch, List.of(View.LAST, mirror, unit, projected));
            int length = 3 * 8 * 8;
            assertThat(List.of(View.LAST, mirror, unit, projected))
                    .extracting(backbone::dimension)
                    .containsExactly(length, length, length, 50);
            double square = 0;
            for (int i = 0; i < 2 * length; i++) {
                int reflected = i - i % 8 + 7 - i % 8;
                double mean = (vectors.get(0)[i] + vectors.get(0)[reflected]) / 2.0;
                assertThat((double) vectors.get(1)[i]).isCloseTo(Math.sqrt(mean), within(1e-5));
                square += Math.pow(vectors.get(2)[i], 2);
            }
            assertThat(square).isCloseTo(2, within(1e-5));
            assertThat(vectors.get(3)).hasSize(2 * 50);
            assertThat(backbone.embed(batch, List.of(projected)).get(0)).isEqualTo(vectors.get(3));
        }
    }

    /** Pixel by pixel: the vector of this network is the picture, channel by channel, row by row. */
    @ParameterizedTest
    @ValueSource(strings = {"onnx", "torchscript input=8"})
    void showsMovedAndTurnedPictures(String how) {
        byte[] file = how.startsWith("onnx") ? onnx("Flatten") : TorchScriptFile.of("torch.flatten(x, 1)");
        View moved = View.parse("last shift=2");
        View all = View.parse("last mirror=yes shift=3 turns=yes");
        try (Backbone backbone = open(how, file)) {
            List<float[]> vectors = backbone.embed(pictures.batch(0, 1), List.of(all, View.LAST, moved));
            int length = 3 * 8 * 8;
            assertThat(backbone.dimension(all)).isEqualTo(2 * length);
            for (int picture = 0; picture < 2; picture++) {
                for (int channel = 0; channel < 3; channel++) {
                    int start = picture * length + channel * 64;
                    float[] pixels = Arrays.copyOfRange(vectors.get(1), start, start + 64);
                    assertThat(Arrays.copyOfRange(vectors.get(2), start, start + 64))
                            .containsExactly(meanOfMoved(List.of(pixels), 2), within(1e-6f));
                    float[] once = turned(pixels);
                    float[] twice = turned(once);
                    int upright = picture * 2 * length + channel * 64;
                    assertThat(Arrays.copyOfRange(vectors.get(0), upright, upright + 64))
                            .containsExactly(meanOfMoved(withMirrored(pixels), 3), within(1e-6f));
                    assertThat(Arrays.copyOfRange(vectors.get(0), upright + length, upright + length + 64))
                            .containsExactly(meanOfMoved(withMirrored(once, twice, turned(twice)), 0), within(1e-6f));
                }
            }
        }
    }

    /** Of squares of 8 x 8 and of those moved four ways, edges mirrored. */
    private static float[] meanOfMoved(List<float[]> squares, int by) {
        float[] mean = new float[64];
        for (float[] square : squares) {
            for (int[] move : new int[][] {{0, 0}, {by, 0}, {-by, 0}, {0, by}, {0, -by}}) {
                for (int row = 0; row < 8; row++) {
                    for (int column = 0; column < 8; column++) {
                        int from = inside(row + move[0]) * 8 + inside(column + move[1]);
                        mean[row * 8 + column] += square[from] / (5 * squares.size());
                    }
                }
            }
        }
        return mean;
    }

    private static int inside(int at) {
        return at < 0 ? -1 - at : at > 7 ? 15 - at : at;
    }

    private static float[] turned(float[] square) {
        float[] turned = new float[64];
        for (int i = 0; i < 64; i++) {
            turned[(7 - i % 8) * 8 + i / 8] = square[i];
        }
        return turned;
    }

    private static List<float[]> withMirrored(float[]... squares) {
        return Arrays.stream(squares)
                .flatMap(square -> {
                    float[] mirrored = new float[64];
                    for (int i = 0; i < 64; i++) {
                        mirrored[i - i % 8 + 7 - i % 8] = square[i];
                    }
                    return Stream.of(square, mirrored);
                })
                .toList();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
    void keepsNoNativeMemoryFromBatchToBatch() throws IOException {
        PicturesInMemory large = PicturesInMemory.coloured(16, 96, 2, 1);
        PictureBatch batch = large.batch(IntStream.range(0, 16).toArray());
        byte[] file = OnnxFile.of(OnnxFile.FLOAT, List.of(-1, 3, -1, -1), "GlobalAveragePool");
        try (Backbone onnx = open("onnx input=96", file);
                Backbone script = open("torchscript input=96", TorchScriptFile.of(CHANNEL_MEANS))) {
            long before = 0;
            for (int i = 0; i < 400; i++) {
                if (i == 100) {
                    before = residentKilobytes();
                }
                onnx.embed(batch, List.of(View.LAST));
                script.embed(batch, List.of(View.LAST));
            }
            // Two inputs are 3.5 MB: 300 leaked ones would be a gigabyte.
            assertThat(residentKilobytes() - before).isLessThan(300_000);
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void refusesDepthsThatItDoesNotHave() {
        try (Backbone backbone = open("onnx")) {
            assertRefused(Category.USAGE, () -> backbone.dimension(View.parse("multi")), "one depth");
        }
    }

    private static void assertRefused(Category category, ThrowingCallable opening, String message) {
        assertThatThrownBy(opening)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }
}
