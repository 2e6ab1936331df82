package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.View;
import dev.accrue.backbone.djl.RandomProjection.NormalNumbers;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.SplitMix64;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each view gives, on a small network: 4 depths of 16x16, 8x8, 4x4 and 2x2, with 20, 40, 80, 160 channels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DjlBackboneViewTests {
    private static final int SIZE = 16;
    private final PicturesInMemory pictures = PicturesInMemory.coloured(48, SIZE, 3, 1);
    private Backbone backbone;

    @BeforeAll
    void train() {
        backbone = new DjlBackboneEngine()
                .train(TrainingOptions.article("resnet10", SIZE, 2, 16, 1e-3f, 1), pictures, Progress.NONE)
                .backbone();
    }

    @AfterAll
    void close() {
        backbone.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "last | 160",
                "last mirror=yes normalize=l2 | 160",
                "multi | 1600", // 2, 2, 3 and, because the last map is 2x2, 2
                "multi grids=0,1,2,2 | 1000",
                "multi grids=16,8,4,2 | 9600",
                "multi projection=relu width=50 | 50",
                "last projection=fourier width=300 | 300",
                "multi shift=1 | 1600",
                "multi mirror=yes turns=yes | 3200",
                "last turns=yes projection=fourier width=300 | 300",
            })
    void givesVectorsOfTheDimensionItSays(String view, int dimension) {
        assertThat(backbone.dimension(View.parse(view))).isEqualTo(dimension);
        assertThat(embed(view, pictures.batch(0, 1, 2))).hasSize(3 * dimension);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multi grids=2,2,2 | 4 depths, so grids= wants 4 numbers, such as 2,2,3,2; found 2,2,2.",
                "multi grids=9,9 | wants 4 numbers, such as 2,2,3,2; found 9,9.",
                "multi grids=2,2,2,3 | a grid of 3 does not fit depth 4",
            })
    void refusesGridsThatDoNotFit(String view, String problem) {
        View wrong = View.parse(view);
        assertThatThrownBy(() -> backbone.dimension(wrong))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining(problem)
                .hasMessageContaining(
                        "20 channels of 16x16, 40 channels of 8x8, 80 channels of 4x4, 160 channels of 2x2");
        assertThatThrownBy(() -> new DjlBackboneEngine().check("resnet10", SIZE, List.of(View.LAST, wrong)))
                .hasMessageContaining(problem);
        assertThatThrownBy(() -> backbone.embed(pictures.batch(0), List.of(View.LAST, wrong)))
                .isInstanceOf(AccrueException.class);
    }

    @Test
    void refusesToMovePicturesOutOfSight() {
        View wide = View.parse("last shift=16");
        assertThatThrownBy(() -> backbone.dimension(wide))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining("by 16 pixels, and the network sees 16 a side");
        assertThatThrownBy(() -> new DjlBackboneEngine().check("resnet10", SIZE, List.of(wide)))
                .hasMessageContaining("by 16 pixels");
        assertThat(embed("last shift=15", pictures.batch(0))).hasSize(160);
    }

    @Test
    void refusesAProjectionThatNoMemoryHolds() {
        View huge = View.parse("multi grids=16,8,4,2 projection=relu width=32768");
        assertThatThrownBy(() -> backbone.dimension(huge))
                .hasMessageContaining("1200 MiB")
                .hasMessageContaining("a width of at most 27962");
        assertThatThrownBy(() -> new DjlBackboneEngine().check("resnet10", SIZE, List.of(huge)))
                .hasMessageContaining("1200 MiB");
    }

    @Test
    void averagesTheSameMapOverEachGrid() {
        float[] cells = embed("multi grids=0,0,0,2", pictures.batch(5));
        float[] last = embed("last", pictures.batch(5));
        for (int channel = 0; channel < 160; channel++) {
            float sum = cells[4 * channel] + cells[4 * channel + 1] + cells[4 * channel + 2] + cells[4 * channel + 3];
            assertThat(sum / 4).isCloseTo(last[channel], within(1e-5f));
        }
        float[] two = embed("multi grids=0,1,0,2", pictures.batch(5));
        float[] first = embed("multi grids=0,1,0,0", pictures.batch(5));
        assertThat(IntStream.range(0, 40).mapToObj(i -> two[i]).toList())
                .isEqualTo(IntStream.range(0, 40).mapToObj(i -> first[i]).toList());
        assertThat(IntStream.range(0, 640).mapToObj(i -> two[40 + i]).toList())
                .isEqualTo(IntStream.range(0, 640).mapToObj(i -> cells[i]).toList());
    }

    @Test
    void givesAPictureAndItsMirrorImageTheSameVector() {
        PictureBatch batch = pictures.batch(3, 4);
        PictureBatch mirrored = mirrored(batch);
        for (String view : List.of("last", "multi", "multi grids=1,2,3,2")) {
            float[] plain = embed(view, batch);
            float[] flipped = embed(view, mirrored);
            float[] mean = embed(view + " mirror=yes", batch);
            assertThat(flipped).isNotEqualTo(plain);
            for (int i = 0; i < mean.length; i++) {
                assertThat(mean[i]).isCloseTo((plain[i] + flipped[i]) / 2, within(1e-5f));
            }
            assertThat(embed(view + " mirror=yes", mirrored)).isEqualTo(mean);
        }
    }

    @Test
    void putsTheMeanOfTurnedPicturesBeside() {
        PictureBatch batch = pictures.batch(3, 4);
        PictureBatch once = turned(batch);
        PictureBatch twice = turned(once);
        float[] plain = embed("multi mirror=yes", batch);
        float[] first = embed("multi mirror=yes", once);
        float[] second = embed("multi mirror=yes", twice);
        float[] third = embed("multi mirror=yes", turned(twice));
        float[] both = embed("multi mirror=yes turns=yes", batch);
        assertThat(second).isNotEqualTo(plain);
        for (int i = 0; i < plain.length; i++) {
            int upright = i / 1600 * 3200 + i % 1600;
            assertThat(both[upright]).isCloseTo(plain[i], within(1e-6f));
            assertThat(both[1600 + upright]).isCloseTo((first[i] + second[i] + third[i]) / 3, within(1e-5f));
        }
    }

    /** Sums of copies are taken in one order, so what else is asked for does not show. */
    @Test
    void givesAViewTheSameVectorsWhateverStandsBesideIt() {
        PictureBatch batch = pictures.batch(3, 4, 5);
        List<View> views = Stream.of("multi shift=1", "multi mirror=yes shift=2 turns=yes", "multi mirror=yes", "last")
                .map(View::parse)
                .toList();
        List<float[]> together = backbone.embed(batch, views);
        for (int v = 0; v < views.size(); v++) {
            assertThat(backbone.embed(batch, List.of(views.get(v))).get(0)).isEqualTo(together.get(v));
        }
    }

    private static PictureBatch turned(PictureBatch batch) {
        int size = batch.size();
        byte[] pixels = new byte[batch.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            int colour = i % 3;
            int column = i / 3 % size;
            int row = i / 3 / size % size;
            int picture = i / 3 / size / size;
            pixels[((picture * size + size - 1 - column) * size + row) * 3 + colour] = batch.pixels()[i];
        }
        return new PictureBatch(batch.count(), size, pixels, batch.labels());
    }

    private static PictureBatch mirrored(PictureBatch batch) {
        int size = batch.size();
        byte[] pixels = new byte[batch.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            int colour = i % 3;
            int column = i / 3 % size;
            int row = i / 3 / size;
            pixels[(row * size + size - 1 - column) * 3 + colour] = batch.pixels()[i];
        }
        return new PictureBatch(batch.count(), size, pixels, batch.labels());
    }

    @Test
    void transformsTheMeanOfAPictureAndItsMirrorImage() {
        PictureBatch batch = pictures.batch(7, 8);
        float[] plain = embed("multi mirror=yes", batch);
        float[] unit = embed("multi mirror=yes normalize=l2", batch);
        float[] root = embed("multi mirror=yes normalize=tukey", batch);
        float[] hellinger = embed("multi mirror=yes normalize=hellinger", batch);
        int d = plain.length / 2;
        for (int n = 0; n < 2; n++) {
            double square = 0;
            double sum = 0;
            for (int i = n * d; i < (n + 1) * d; i++) {
                square += (double) plain[i] * plain[i];
                sum += Math.abs(plain[i]);
            }
            for (int i = n * d; i < (n + 1) * d; i++) {
                assertThat((double) unit[i]).isCloseTo(plain[i] / Math.sqrt(square), within(1e-6));
                assertThat((double) root[i])
                        .isCloseTo(Math.signum(plain[i]) * Math.sqrt(Math.abs(plain[i])), within(1e-5));
                assertThat((double) hellinger[i])
                        .isCloseTo(Math.signum(plain[i]) * Math.sqrt(Math.abs(plain[i]) / sum), within(1e-6));
            }
        }
    }

    /** With the statistics as anyone would read them from the weights, and sums in float64. */
    @ParameterizedTest
    @CsvSource({"none, ''", "tukey, root."})
    void projectsStandardisedFeatures(String normalize, String kind) {
        PictureBatch batch = pictures.batch(0, 11);
        int width = 33;
        float[] plain = embed("last normalize=" + normalize, batch);
        float[] projected = embed("last normalize=" + normalize + " projection=relu width=33 seed=5", batch);
        float[] mean = Tensors.of(backbone.weights()).get("taps.4." + kind + "mean");
        float[] spread = Tensors.of(backbone.weights()).get("taps.4." + kind + "spread");
        NormalNumbers draws = new NormalNumbers(new SplitMix64(5));
        double[][] sums = new double[2][width];
        for (int i = 0; i < 160; i++) {
            for (int j = 0; j < width; j++) {
                double entry = draws.next() / Math.sqrt(160);
                for (int n = 0; n < 2; n++) {
                    sums[n][j] += entry * (plain[n * 160 + i] - mean[i]) / spread[i];
                }
            }
        }
        for (int n = 0; n < 2; n++) {
            for (int j = 0; j < width; j++) {
                assertThat((double) projected[n * width + j]).isCloseTo(Math.max(0, sums[n][j]), within(1e-4));
            }
        }
    }

    @Test
    void projectsTheSameWayWheneverItIsLoaded() {
        String view = "multi mirror=yes normalize=tukey projection=fourier width=100 seed=9 scale=2";
        PictureBatch batch = pictures.batch(1, 2);
        try (Backbone again = new DjlBackboneEngine().load(backbone.description(), backbone.weights())) {
            assertThat(again.embed(batch, List.of(View.parse(view))).get(0)).isEqualTo(embed(view, batch));
        }
        assertThat(embed(view.replace("seed=9", "seed=10"), batch)).isNotEqualTo(embed(view, batch));
    }

    @Test
    void givesInOnePassWhatEachViewGivesAlone() {
        List<View> views = List.of(
                View.LAST,
                View.parse("multi mirror=yes"),
                View.parse("last normalize=l2"),
                View.parse("multi grids=0,1,2,2 normalize=tukey"),
                View.parse("multi mirror=yes projection=relu width=70"),
                View.parse("last projection=fourier width=20"));
        PictureBatch batch = pictures.batch(IntStream.range(0, 20).toArray());
        Backbone.Embedding together = backbone.embedAndClassify(batch, views);
        for (int i = 0; i < views.size(); i++) {
            float[] alone = backbone.embed(batch, List.of(views.get(i))).get(0);
            assertThat(together.features().get(i)).hasSize(20 * backbone.dimension(views.get(i)));
            assertThat(alone).containsExactly(together.features().get(i), within(1e-5f));
        }
        assertThat(together.logits())
                .isEqualTo(backbone.embedAndClassify(batch, List.of(View.LAST)).logits());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
    void keepsNoNativeMemoryFromBatchToBatch() throws IOException {
        List<View> views =
                List.of(View.LAST, View.parse("multi mirror=yes normalize=tukey projection=relu width=2000"));
        PictureBatch batch = pictures.batch(IntStream.range(0, 48).toArray());
        for (int i = 0; i < 30; i++) {
            backbone.embed(batch, views);
        }
        long before = residentKilobytes();
        for (int i = 0; i < 200; i++) {
            backbone.embedAndClassify(batch, views);
        }
        // The maps of one pass are about 10 MB: 200 leaked ones would be gigabytes.
        assertThat(residentKilobytes() - before).isLessThan(200_000);
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private float[] embed(String view, PictureBatch batch) {
        return backbone.embed(batch, List.of(View.parse(view))).get(0);
    }
}
