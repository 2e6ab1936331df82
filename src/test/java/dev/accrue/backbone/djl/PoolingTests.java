package dev.accrue.backbone.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.accrue.backbone.View;
import dev.accrue.backbone.djl.Network.Depth;
import dev.accrue.backbone.djl.Network.Output;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolingTests {

    /** The cells of PyTorch's adaptive_avg_pool2d, one number after the other. */
    @ParameterizedTest
    @CsvSource({"1, 1", "8, 1", "8, 2", "8, 3", "7, 3", "5, 4", "5, 5", "16, 6", "32, 3"})
    void averagesTheCellsOfAMap(int side, int grid) {
        int pictures = 2;
        int channels = 3;
        Random random = new Random(side * 100L + grid);
        float[] values = new float[pictures * side * side * channels]; // channels last, as the network's maps lie
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.3f;
        }
        float[] found;
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray map = manager.create(values, new Shape(pictures, side, side, channels))
                    .transpose(0, 3, 1, 2);
            NDArray averages = Pooling.averages(map, grid);
            assertThat(averages.getShape()).isEqualTo(new Shape(pictures, channels, grid, grid));
            found = averages.toFloatArray();
        }
        int next = 0;
        for (int n = 0; n < pictures; n++) {
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < grid; i++) {
                    for (int j = 0; j < grid; j++) {
                        double sum = 0;
                        int count = 0;
                        for (int y = 0; y < side; y++) {
                            for (int x = 0; x < side; x++) {
                                if (inCell(y, i, side, grid) && inCell(x, j, side, grid)) {
                                    sum += values[((n * side + y) * side + x) * channels + c];
                                    count++;
                                }
                            }
                        }
                        assertThat((double) found[next++]).isCloseTo(sum / count, within(1e-6));
                    }
                }
            }
        }
    }

    /** A pixel belongs to the cell if the two, drawn as intervals, overlap. */
    private static boolean inCell(int pixel, int cell, int side, int grid) {
        return (pixel + 1) * grid > cell * side && pixel * grid < (cell + 1) * side;
    }

    @Test
    void putsDepthAfterDepthAndChannelAfterChannel() {
        List<Depth> depths = List.of(new Depth(2, 2, 2, false), new Depth(1, 3, 1, false), new Depth(3, 1, 1, true));
        try (NDManager manager = NDManager.newBaseManager()) {
            List<NDArray> maps = List.of(
                    manager.create(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(1, 2, 2, 2)),
                    manager.create(new float[] {0, 0, 0, 0, 9, 0, 0, 0, 0}, new Shape(1, 1, 3, 3)),
                    manager.create(new float[] {10, 11, 12}, new Shape(1, 3, 1, 1)));
            Output output = new Output(maps, maps.get(2).reshape(1, 3));

            assertThat(vectors("last", depths, output)).containsExactly(10, 11, 12);
            assertThat(vectors("multi", depths, output)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 1, 10, 11, 12);
            assertThat(vectors("multi grids=1,0,1", depths, output)).containsExactly(2.5f, 6.5f, 10, 11, 12);
        }
    }

    private static float[] vectors(String view, List<Depth> depths, Output output) {
        Pooling pooling = Pooling.of(View.parse(view), "a network", depths);
        float[] vectors = pooling.vectors(output).toFloatArray();
        assertThat(pooling.length()).isEqualTo(vectors.length);
        return vectors;
    }

    @Test
    void givesEachNumberWhatBelongsToItsChannel() {
        List<Depth> depths = List.of(new Depth(2, 2, 2, false), new Depth(1, 3, 1, false), new Depth(3, 1, 1, true));
        List<float[]> values = List.of(new float[] {1, 2}, new float[] {3}, new float[] {4, 5, 6});
        assertThat(Pooling.of(View.LAST, "a network", depths).spread(values)).containsExactly(4, 5, 6);
        assertThat(Pooling.of(View.parse("multi grids=2,0,1"), "a network", depths)
                        .spread(values))
                .containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 4, 5, 6);
    }

    @Test
    void putsNetworkAfterNetwork() {
        List<Depth> depths = List.of(
                new Depth(1, 2, 2, false),
                new Depth(2, 1, 1, true),
                new Depth(1, 2, 1, false),
                new Depth(1, 1, 1, true));
        List<float[]> values = List.of(new float[] {1}, new float[] {2, 3}, new float[] {4}, new float[] {5});
        assertThat(spread("last", depths, values)).containsExactly(2, 3, 5);
        assertThat(spread("multi", depths, values)).containsExactly(1, 1, 1, 1, 2, 3, 4, 5);
        assertThat(spread("multi grids=2,0", depths, values)).containsExactly(1, 1, 1, 1, 4, 4, 4, 4);
        assertThat(spread("multi grids=0,1,2,0", depths, values)).containsExactly(2, 3, 4, 4, 4, 4);
        for (String grids : List.of("1", "1,1,1")) {
            assertThatThrownBy(() -> spread("multi grids=" + grids, depths, values))
                    .hasMessageContaining("each of its networks has 2 depths")
                    .hasMessageContaining("wants 2 numbers, such as 2,1, or 4 for all of them");
        }
        assertThatThrownBy(() -> spread("multi grids=1,2", depths, values))
                .hasMessageContaining("does not fit depth 2");
    }

    /** Two grids would go into four depths, but the networks have one and three. */
    @Test
    void repeatsGridsOnlyForNetworksOfThatManyDepths() {
        List<Depth> depths = List.of(
                new Depth(1, 2, 2, true),
                new Depth(2, 2, 1, false),
                new Depth(1, 2, 1, false),
                new Depth(1, 1, 1, true));
        List<float[]> values = List.of(new float[] {1}, new float[] {2, 3}, new float[] {4}, new float[] {5});
        assertThatThrownBy(() -> spread("multi grids=1,1", depths, values)).hasMessageContaining("wants 4 numbers");
        assertThat(spread("multi grids=1,1,0,0", depths, values)).containsExactly(1, 2, 3);
    }

    private static float[] spread(String view, List<Depth> depths, List<float[]> values) {
        return Pooling.of(View.parse(view), "networks", depths).spread(values);
    }
}
