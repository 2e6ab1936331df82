package dev.accrue.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.dataset.preparation.ReadAheadPictures;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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
        byte[] result = applied(new Augmentation(0.5, true, 1, 0.9), pixels, size, seed);
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
        byte[] result = applied(new Augmentation(0, false, 0.5, 0), pixels, 8, 3);
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
        Augmentation augmentation = new Augmentation(0.125, false, 0, 0);
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

    /** A quarter turn is what NumPy's rot90 gives: transposed, then top and bottom change places. */
    @Property(tries = 50)
    void turnsToTheLeft(@ForAll @IntRange(min = 1, max = 9) int size, @ForAll long seed) {
        byte[] pixels = picture(size, seed);
        byte[] expected = pixels.clone();
        for (int turns = 1; turns <= 4; turns++) {
            byte[] before = expected.clone();
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    for (int c = 0; c < 3; c++) {
                        int from = OFFSET + (y * size + x) * 3 + c;
                        expected[OFFSET + ((size - 1 - x) * size + y) * 3 + c] = before[from];
                    }
                }
            }
            byte[] result = pixels.clone();
            if (turns < 4) {
                Augmentation.turn(result, OFFSET, size, turns);
            }
            assertThat(result).isEqualTo(expected);
        }
    }

    @Test
    void turnsAsManyAsItSaysEachWayAlikeOften() {
        byte[] pixels = picture(8, 1);
        int[] seen = new int[4];
        Augmentation augmentation = new Augmentation(0, false, 0, 0.6);
        for (int seed = 0; seed < 10_000; seed++) {
            byte[] result = pixels.clone();
            int turns = augmentation.apply(result, OFFSET, 8, new SplitMix64(SplitMix64.mix(seed)));
            byte[] expected = pixels.clone();
            if (turns > 0) {
                Augmentation.turn(expected, OFFSET, 8, turns);
            }
            assertThat(result).isEqualTo(expected);
            seen[turns]++;
        }
        assertThat(seen[0]).isBetween(3_800, 4_200);
        for (int turns = 1; turns < 4; turns++) {
            assertThat(seen[turns]).isBetween(1_850, 2_150);
        }
    }

    /** The pictures that stay upright are those of a walk without turns; the label tells how the others were turned. */
    @Test
    void theLabelTellsTheTurn() {
        ReadAheadPictures pictures = shapes();
        int classes = pictures.images().classes().size();
        int[] order = IntStream.range(0, pictures.images().size()).toArray();
        Set<Integer> seen = new TreeSet<>();
        try (PreparedPictures.Batches upright = pictures.batches(order, 32, new Augmentation(0.25, true, 0, 0), 5);
                PreparedPictures.Batches turned =
                        pictures.batches(order, 32, new Augmentation(0.25, true, 0, 0.5), 5)) {
            for (PictureBatch batch = turned.next(); batch != null; batch = turned.next()) {
                PictureBatch same = Objects.requireNonNull(upright.next());
                for (int i = 0; i < batch.count(); i++) {
                    int turns = batch.labels()[i] / classes;
                    byte[] expected = same.pixels().clone();
                    if (turns > 0) {
                        Augmentation.turn(expected, i * 16 * 16 * 3, 16, turns);
                    }
                    assertThat(batch.labels()[i] % classes).isEqualTo(same.labels()[i]);
                    assertThat(picture(batch.pixels(), i)).isEqualTo(picture(expected, i));
                    seen.add(turns);
                }
            }
        }
        assertThat(seen).containsExactly(0, 1, 2, 3);
    }

    private static byte[] picture(byte[] batch, int index) {
        return Arrays.copyOfRange(batch, index * 16 * 16 * 3, (index + 1) * 16 * 16 * 3);
    }

    private static ReadAheadPictures shapes() {
        return new ReadAheadPictures(
                new DatasetCatalog(Map.of(), Path.of("."))
                        .open(DatasetReference.parse("shapes"))
                        .images(Split.TRAIN)
                        .limited(8, 1),
                Framing.plain(16),
                false);
    }

    /** Batches are made by several threads; nothing depends on how the walk is cut into them. */
    @Test
    void theSeedAndThePositionDecideWhateverTheBatches() {
        ReadAheadPictures pictures = shapes();
        int[] order = IntStream.range(0, pictures.images().size()).toArray();
        Augmentation augmentation = new Augmentation(0.25, true, 0.5, 0.5);
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
