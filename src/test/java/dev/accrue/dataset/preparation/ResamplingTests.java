package dev.accrue.dataset.preparation;

import static dev.accrue.dataset.Interpolation.BICUBIC;
import static dev.accrue.dataset.Interpolation.BILINEAR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.dataset.Framing;
import dev.accrue.dataset.Interpolation;
import dev.accrue.dataset.Picture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResamplingTests {

    @Test
    void enlargesBilinearlyWithHalfPixelCentres() {
        // By hand: weights 1/4 and 3/4 inside, the edge pixel alone outside; rows 58.75, 76.25 and 126.25, 78.75.
        assertThat(red(fit(grey(2, 2, 0, 100, 200, 40), 4)))
                .containsExactly(0, 25, 75, 100, 50, 59, 76, 85, 150, 126, 79, 55, 200, 160, 80, 40);
    }

    /** Weights at distances of 1/4, 3/4, 5/4 and 7/4: 111, 29, -9 and -3, of 128. What goes beyond white is white. */
    @Test
    void enlargesBicubicallyByTheFourNearest() {
        int[] line = {0, 0, 0, 130, 130, 192, 255, 255};
        int[] square = IntStream.range(0, 64).map(i -> line[i % 8]).toArray();

        int[] row = IntStream.of(red(fit(grey(8, 8, square), 16, BICUBIC)))
                .limit(16)
                .toArray();

        assertThat(row).containsExactly(0, 0, 0, 0, 0, 26, 104, 138, 129, 141, 175, 209, 244, 255, 255, 255);
    }

    /** The only cubic convolution that does: it is what tells a = -1/2 from the others. */
    @Test
    void bicubicEnlargingKeepsParabolas() {
        int[] parabola = IntStream.range(0, 15 * 15)
                .map(i -> (i % 15 - 7) * (i % 15 - 7) * 4)
                .toArray();

        int[] row = IntStream.of(red(fit(grey(15, 15, parabola), 105, BICUBIC)))
                .limit(105)
                .toArray();

        for (int i = 14; i < 91; i++) { // whose four neighbours are there
            double x = (i + 0.5) / 7 - 0.5 - 7;
            assertThat(row[i]).isEqualTo((int) Math.round(4 * x * x));
        }
    }

    @Test
    void shrinksAlikeWhateverTheInterpolation() {
        Picture picture = grey(3, 3, 0, 30, 60, 90, 120, 150, 180, 210, 240);

        assertThat(fit(picture, 2, BICUBIC)).isEqualTo(fit(picture, 2));
        assertThat(fit(picture, 3, BICUBIC)).isEqualTo(fit(picture, 3));
    }

    @Test
    void shrinksByTheAreaCovered() {
        // Columns of 1.5 pixels: (2 a + b) / 3 and (b + 2 c) / 3, rows alike.
        assertThat(red(fit(grey(3, 3, 0, 30, 60, 90, 120, 150, 180, 210, 240), 2)))
                .containsExactly(40, 80, 160, 200);
        assertThat(red(fit(grey(4, 4, 1, 3, 5, 7, 1, 3, 5, 7, 0, 0, 0, 0, 0, 0, 255, 255), 2)))
                .containsExactly(2, 6, 0, 128);
    }

    @Test
    void leavesAPictureOfTheRightSizeAsItIs() {
        Picture picture = grey(2, 2, 1, 2, 3, 255);

        assertThat(fit(picture, 2)).isEqualTo(picture.rgb());
    }

    @Test
    void takesTheCentreOfAPictureThatIsNotSquare() {
        assertThat(red(fit(grey(4, 2, 9, 1, 2, 9, 9, 3, 4, 9), 2))).containsExactly(1, 2, 3, 4);
        assertThat(red(fit(grey(2, 4, 9, 9, 1, 2, 3, 4, 9, 9), 2))).containsExactly(1, 2, 3, 4);
        assertThat(red(fit(grey(4, 2, 9, 0, 4, 9, 9, 8, 12, 9), 1))).containsExactly(6);
    }

    @ParameterizedTest
    @EnumSource
    void cutsOffTheEdges(Interpolation interpolation) {
        Picture picture = grey(4, 4, 9, 9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9, 9, 9, 9);

        assertThat(red(fit(picture, new Framing(2, interpolation, 0.5)))).containsExactly(1, 2, 3, 4);
        assertThat(red(fit(grey(4, 4, 9, 9, 9, 9, 9, 1, 3, 9, 9, 5, 7, 9, 9, 9, 9, 9), new Framing(1, BILINEAR, 0.5))))
                .containsExactly(4);
    }

    @ParameterizedTest
    @EnumSource
    void showsWhatLiesBeyondTheSquare(Interpolation interpolation) {
        assertThat(red(fit(grey(2, 2, 1, 2, 3, 4), new Framing(4, interpolation, 2))))
                .containsExactly(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
        // on the long side the picture goes on
        assertThat(red(fit(grey(4, 2, 1, 2, 3, 4, 5, 6, 7, 8), new Framing(4, interpolation, 2))))
                .containsExactly(1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8);
        assertThat(red(fit(grey(2, 4, 1, 2, 3, 4, 5, 6, 7, 8), new Framing(4, interpolation, 2))))
                .containsExactly(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8);
    }

    /** Thirds of a pixel are cut off at each end: (2/3 a + b) / (5/3) and so on. */
    @Test
    void cutsPartsOfPixels() {
        int[] lines = IntStream.range(0, 16).map(i -> i % 4 * 50).toArray();

        assertThat(red(fit(grey(4, 4, lines), new Framing(2, BILINEAR, 10 / 12.0))))
                .containsExactly(30, 120, 30, 120);
    }

    @Test
    void keepsChannelsApart() {
        Picture picture = new Picture(2, 1, new byte[] {1, 2, 3, 7, 8, 9});

        assertThat(fit(picture, 1)).containsExactly(1, 2, 3);
        assertThat(fit(new Picture(1, 1, new byte[] {1, 2, -1}), 2))
                .containsExactly(1, 2, -1, 1, 2, -1, 1, 2, -1, 1, 2, -1);
    }

    @Test
    void writesWhereItIsTold() {
        byte[] target = new byte[9];

        Resampling.fit(grey(1, 1, 5), Framing.plain(1), target, 3);

        assertThat(target).containsExactly(0, 0, 0, 5, 5, 5, 0, 0, 0);
    }

    @Property(tries = 300)
    void weightsAreSharesOfOne(
            @ForAll @IntRange(min = 1, max = 700) int length, @ForAll @IntRange(min = 1, max = 300) int size) {
        Resampling resampling = Resampling.of(length, length, Framing.plain(size));

        double[] covered = new double[length];
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int k = 0; k < resampling.taps(); k++) {
                float weight = resampling.weights()[i * resampling.taps() + k];
                assertThat(weight).isBetween(0f, 1f);
                covered[resampling.pixels()[i * resampling.taps() + k]] += weight;
                sum += weight;
            }
            assertThat(sum).isBetween(1 - 1e-6, 1 + 1e-6);
        }
        if (length > size) {
            for (double share : covered) {
                assertThat(share).isBetween((double) size / length - 1e-5, (double) size / length + 1e-5);
            }
        }
    }

    @Property(tries = 100)
    void onePlainColourStaysWhatItIs(
            @ForAll @IntRange(min = 1, max = 70) int side,
            @ForAll @IntRange(min = 1, max = 70) int size,
            @ForAll @IntRange(min = 0, max = 255) int value,
            @ForAll Interpolation interpolation,
            @ForAll @DoubleRange(min = 0.1, max = 2) double crop) {
        int[] plain = IntStream.range(0, side * side).map(i -> value).toArray();

        assertThat(red(fit(grey(side, side, plain), new Framing(size, interpolation, crop))))
                .containsOnly(value);
    }

    private static Picture grey(int width, int height, int... values) {
        byte[] rgb = new byte[values.length * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) values[i / 3];
        }
        return new Picture(width, height, rgb);
    }

    private static byte[] fit(Picture picture, int size) {
        return fit(picture, size, BILINEAR);
    }

    private static byte[] fit(Picture picture, int size, Interpolation interpolation) {
        return fit(picture, new Framing(size, interpolation, 1));
    }

    private static byte[] fit(Picture picture, Framing framing) {
        byte[] target = new byte[framing.size() * framing.size() * 3];
        Resampling.fit(picture, framing, target, 0);
        return target;
    }

    private static int[] red(byte[] rgb) {
        return IntStream.range(0, rgb.length / 3).map(i -> rgb[3 * i] & 0xff).toArray();
    }
}
