package dev.accrue.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreparationTests {

    @Test
    void handsOutAllPicturesInTheirOrder() {
        PreparedPictures pictures = Preparation.prepare(NumberedPictures.of(100, 2), 4, false);

        List<PictureBatch> batches = walk(pictures.batches(32));

        assertThat(batches).extracting(PictureBatch::count).containsExactly(32, 32, 32, 4);
        assertThat(numbers(batches)).isEqualTo(IntStream.range(0, 100).boxed().toList());
        assertThat(batches.get(3).labels()).containsExactly(0, 1, 2, 0);
        assertThat(batches.get(0).pixels()).hasSize(32 * 4 * 4 * 3);
    }

    @Test
    void followsTheOrderAskedFor() {
        PreparedPictures pictures = Preparation.prepare(NumberedPictures.of(10, 2), 2, false);

        assertThat(numbers(walk(pictures.batches(new int[] {7, 1, 7, 3, 0}, 2))))
                .containsExactly(7, 1, 7, 3, 0);
    }

    @Test
    void hasNoBatchesWhereThereAreNoPictures() {
        assertThat(walk(Preparation.prepare(NumberedPictures.of(0, 2), 2, false).batches(8)))
                .isEmpty();
    }

    @Test
    void leavesOutBadPicturesWhenAsked() {
        PreparedPictures pictures = Preparation.prepare(NumberedPictures.of(12, 2, 0, 1, 2, 3, 9), 2, true);

        for (int i = 0; i < 2; i++) {
            List<PictureBatch> batches = walk(pictures.batches(4));
            assertThat(batches).extracting(PictureBatch::count).containsExactly(4, 3);
            assertThat(numbers(batches)).containsExactly(4, 5, 6, 7, 8, 10, 11);
        }

        assertThat(pictures.skipped())
                .containsExactly(
                        "picture 0 (torn)",
                        "picture 1 (torn)",
                        "picture 2 (torn)",
                        "picture 3 (torn)",
                        "picture 9 (torn)");
    }

    @Test
    void countsAllBadPicturesBeforeItGivesUp() {
        PreparedPictures pictures = Preparation.prepare(NumberedPictures.of(120, 2, 20, 21, 119), 2, false);

        try (PreparedPictures.Batches batches = pictures.batches(16)) {
            assertThat(batches.next()).isNotNull();
            assertThatThrownBy(batches::next)
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                    .hasMessage("3 of 120 pictures cannot be read: picture 20 (torn), picture 21 (torn), picture 119"
                            + " (torn); repair or remove them, or add --skip-bad to go on without them");
        }
        assertThat(pictures.skipped()).isEmpty();
    }

    @Test
    void namesNoMoreThanFiveBadPictures() {
        Integer[] bad = IntStream.range(0, 9).boxed().toArray(Integer[]::new);
        PreparedPictures pictures = Preparation.prepare(NumberedPictures.of(9, 2, bad), 2, false);

        assertThatThrownBy(() -> walk(pictures.batches(2)))
                .hasMessageStartingWith("9 of 9 pictures cannot be read: picture 0 (torn), ")
                .hasMessageContaining("picture 4 (torn) and 4 more;");
    }

    @Test
    void stopsWhenInterrupted() {
        PreparedPictures pictures = Preparation.prepare(NumberedPictures.of(9, 2), 2, false);

        try (PreparedPictures.Batches batches = pictures.batches(2)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(batches::next)
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void stopsWhenInterruptedWhileItWaits() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        PictureSource stuck = new StuckPictures(reading, released);
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread walker = new Thread(() -> {
            try {
                walk(Preparation.prepare(SelectedImages.all(stuck), 2, false).batches(2));
                outcome.complete(new AssertionError("walked to the end"));
            } catch (RuntimeException e) {
                outcome.complete(e);
            }
        });

        walker.start();
        reading.await();
        walker.interrupt();

        assertThat(outcome.get())
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
        released.countDown();
    }

    @Test
    void passesOnWhatIsNotThePicturesFault() {
        ImageSet images = SelectedImages.all(new NumberedPictures(List.of("ant"), 3, 1, Set.of()));
        PreparedPictures pictures = Preparation.prepare(images, 1, true);

        assertThatThrownBy(() -> pictures.batches(new int[] {3}, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> pictures.batches(0)).isInstanceOf(AccrueException.class);
    }

    @Test
    void canBeClosedBeforeTheEnd() {
        try (PreparedPictures.Batches batches =
                Preparation.prepare(NumberedPictures.of(1000, 2), 2, false).batches(2)) {
            assertThat(batches.next()).isNotNull();
        }
    }

    private static List<PictureBatch> walk(PreparedPictures.Batches walk) {
        List<PictureBatch> all = new ArrayList<>();
        try (walk) {
            for (PictureBatch batch = walk.next(); batch != null; batch = walk.next()) {
                all.add(batch);
            }
        }
        return all;
    }

    @Test
    void refusesABatchThatNoArrayHolds() {
        assertThatThrownBy(() -> Preparation.checkBatch(1000, 1024))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining("at most 682 pictures");
        Preparation.checkBatch(682, 1024);
        assertThat(walk(Preparation.prepare(NumberedPictures.of(3, 2), 1024, false)
                        .batches(1000)))
                .describedAs("as many as there are")
                .hasSize(1);
    }

    @Test
    void handsOnThatMemoryRanOut() {
        PictureSource large = new LargePicture();

        assertThatThrownBy(() -> walk(
                        Preparation.prepare(SelectedImages.all(large), 2, true).batches(1)))
                .isInstanceOf(OutOfMemoryError.class);
    }

    /** Takes more memory than there is. */
    private record LargePicture() implements PictureSource {

        @Override
        public List<String> classes() {
            return List.of("ant");
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public String name(int index) {
            return "large";
        }

        @Override
        public byte[] content(int index) {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public Picture picture(int index, byte[] content) {
            throw new IllegalStateException("never read");
        }
    }

    private static List<Integer> numbers(List<PictureBatch> batches) {
        List<Integer> numbers = new ArrayList<>();
        for (PictureBatch batch : batches) {
            int length = batch.size() * batch.size() * 3;
            assertThat(batch.pixels()).hasSize(batch.count() * length);
            assertThat(batch.labels()).hasSize(batch.count());
            for (int i = 0; i < batch.count(); i++) {
                numbers.add(batch.pixels()[i * length] & 0xff);
            }
        }
        return numbers;
    }

    /** Decoding never ends before it is released. */
    private record StuckPictures(CountDownLatch reading, CountDownLatch released) implements PictureSource {

        @Override
        public List<String> classes() {
            return List.of("ant");
        }

        @Override
        public int size() {
            return 2;
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public String name(int index) {
            return "stuck " + index;
        }

        @Override
        public Picture picture(int index, byte[] content) {
            reading.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("not to be interrupted", e);
            }
            return new Picture(1, 1, new byte[3]);
        }

        @Override
        public byte[] content(int index) {
            return new byte[0];
        }
    }
}
