package dev.accrue.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.dataset.preparation.ReadAheadPictures;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AugmentationTests {
    private static final int OFFSET = 5;

    private static byte[] picture(int size, long seed) {
        byte[] pixels = new byte[OFFSET + size * size * 3 + 4];
        new Random(seed).nextBytes(pixels);
        return pixels;
    }

    private static byte[] moved(byte[] pixels, int size, int down, int right, boolean mirrored) {
        byte[] result = pixels.clone();
        Augmentation.move(result, OFFSET, size, down, right, mirrored);
        return result;
    }

    private static byte[] applied(Augmentation augmentation, byte[] pixels, int size, long seed) {
        byte[] result = pixels.clone();
        augmentation.apply(result, OFFSET, size, new SplitMix64(seed));
        return result;
    }

    @Property(tries = 50)
    void nothingMovedIsThePicture(@ForAll @IntRange(min = 1, max = 9) int size, @ForAll long seed) {
        byte[] pixels = picture(size, seed);
        assertThat(moved(pixels, size, 0, 0, false)).isEqualTo(pixels);
        assertThat(applied(Augmentation.NONE, pixels, size, seed)).isEqualTo(pixels);
    }

    @Property(tries = 50)
    void mirroringTwiceIsThePicture(@ForAll @IntRange(min = 1, max = 9) int size, @ForAll long seed) {
        byte[] pixels = picture(size, seed);
        byte[] once = moved(pixels, size, 0, 0, true);
        assertThat(moved(once, size, 0, 0, true)).isEqualTo(pixels);
        assertThat(once[OFFSET + 1]).isEqualTo(pixels[OFFSET + (size - 1) * 3 + 1]);
    }

    /** What NumPy's pad of mode "symmetric" and a crop give. */
    @Property(tries = 50)
    void fillsWithTheMirrorImageOfWhatIsBeside(
            @ForAll @IntRange(min = 4, max = 9) int size,
            @ForAll @IntRange(min = -4, max = 4) int down,
            @ForAll @IntRange(min = -4, max = 4) int right,
            @ForAll long seed) {
        byte[] pixels = picture(size, seed);
        byte[] result = moved(pixels, size, down, right, false);
        List<Integer> line = new ArrayList<>(); // ... 1 0 | 0 1 2 ... | n-1 n-2 ...
        for (int i = size - 1; i >= 0; i--) {
            line.add(i);
        }
        IntStream.range(0, size).forEach(line::add);
        for (int i = size - 1; i >= 0; i--) {
            line.add(i);
        }
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int from = OFFSET + (line.get(size + y - down) * size + line.get(size + x - right)) * 3;
                int to = OFFSET + (y * size + x) * 3;
                assertThat(List.of(result[to], result[to + 1], result[to + 2]))
                        .isEqualTo(List.of(pixels[from], pixels[from + 1], pixels[from + 2]));
            }
        }
    }

    @Property(tries = 50)
    void leavesTheNeighboursInTheArrayAlone(@ForAll @IntRange(min = 2, max = 9) int size, @ForAll long seed) {
        byte[] pixels = picture(size, seed);
        byte[] result = applied(new Augmentation(0.5, true, 1), pixels, size, seed);
        for (int i = 0; i < pixels.length; i++) {
            if (i < OFFSET || i >= OFFSET + size * size * 3) {
                assertThat(result[i]).isEqualTo(pixels[i]);
            }
        }
    }

    @Test
    void blanksASquareWithTheMeanColour() {
        byte[] pixels = new byte[OFFSET + 8 * 8 * 3 + 4];
        for (int i = 0; i < 8 * 8; i++) {
            pixels[OFFSET + i * 3] = (byte) (i % 2 * 255);
            pixels[OFFSET + i * 3 + 1] = (byte) 200;
        }
        byte[] result = applied(new Augmentation(0, false, 0.5), pixels, 8, 3);
        int blank = 0;
        for (int i = 0; i < 8 * 8; i++) {
            assertThat(result[OFFSET + i * 3 + 1]).isEqualTo((byte) 200);
            blank += result[OFFSET + i * 3] == 127 ? 1 : 0;
        }
        assertThat(blank).isBetween(4, 16);
    }

    @Test
    void movesAsFarAsItSaysAndNoFarther() {
        boolean[][] seen = new boolean[5][5];
        byte[] pixels = picture(16, 1);
        Augmentation augmentation = new Augmentation(0.125, false, 0);
        for (int seed = 0; seed < 1000; seed++) {
            byte[] result = applied(augmentation, pixels, 16, seed);
            boolean found = false;
            for (int down = -2; down <= 2; down++) {
                for (int right = -2; right <= 2; right++) {
                    if (Arrays.equals(result, moved(pixels, 16, down, right, false))) {
                        seen[down + 2][right + 2] = true;
                        found = true;
                    }
                }
            }
            assertThat(found).isTrue();
        }
        assertThat(List.of(seen)).allSatisfy(row -> assertThat(row).doesNotContain(false));
    }

    /** Batches are made by several threads; nothing depends on how the walk is cut into them. */
    @Test
    void theSeedAndThePositionDecideWhateverTheBatches() {
        ReadAheadPictures pictures = new ReadAheadPictures(
                new DatasetCatalog(Map.of(), Path.of("."))
                        .open(DatasetReference.parse("shapes"))
                        .images(Split.TRAIN)
                        .limited(8, 1),
                16,
                false);
        int[] order = IntStream.range(0, pictures.images().size()).toArray();
        Augmentation augmentation = new Augmentation(0.25, true, 0.5);
        byte[] first = all(pictures.batches(order, 7, augmentation, 5));
        assertThat(all(pictures.batches(order, 64, augmentation, 5))).isEqualTo(first);
        assertThat(all(pictures.batches(order, 7, augmentation, 6))).isNotEqualTo(first);
        assertThat(all(pictures.batches(order, 7, Augmentation.NONE, 6))).isEqualTo(all(pictures.batches(order, 9)));
    }

    private static byte[] all(PreparedPictures.Batches walk) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PreparedPictures.Batches batches = walk) {
            for (PictureBatch batch = batches.next(); batch != null; batch = batches.next()) {
                bytes.writeBytes(batch.pixels());
            }
        }
        return bytes.toByteArray();
    }
}
