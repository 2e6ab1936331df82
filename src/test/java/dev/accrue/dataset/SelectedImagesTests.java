package dev.accrue.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SelectedImagesTests {

    private final ImageSet images = NumberedPictures.of(12, 1);

    @Test
    void labelsTheChosenClassesInTheOrderGiven() {
        ImageSet chosen = images.ofClasses(List.of("cow", "ant"));

        assertThat(chosen.classes()).containsExactly("cow", "ant");
        assertThat(names(chosen))
                .containsExactly(
                        "picture 0",
                        "picture 2",
                        "picture 3",
                        "picture 5",
                        "picture 6",
                        "picture 8",
                        "picture 9",
                        "picture 11");
        assertThat(IntStream.range(0, 8).map(chosen::label)).containsExactly(1, 0, 1, 0, 1, 0, 1, 0);
        assertThat(chosen.picture(1).rgb()).containsExactly(2, 2, 2);
    }

    @Test
    void namesTheClassesThereAreWhenOneIsUnknown() {
        assertThatThrownBy(() -> images.ofClasses(List.of("ant", "cat")))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND))
                .hasMessage("class \"cat\" is not in the data; its classes are ant, bee, cow");
    }

    @Test
    void rejectsAClassNamedTwice() {
        assertThatThrownBy(() -> images.ofClasses(List.of("ant", "ant"))).hasMessageContaining("named twice");
    }

    @Test
    void saysWhichPictureIsBadAndWhy() {
        assertThatThrownBy(() -> NumberedPictures.of(3, 1, 2).picture(2))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessage("picture 2 cannot be read: torn");
    }

    @Property(tries = 100)
    void limitsAreNestedAndKeepTheOrder(
            @ForAll @IntRange(min = 1, max = 40) int fewer,
            @ForAll @IntRange(min = 0, max = 20) int more,
            @ForAll long seed) {
        ImageSet whole = NumberedPictures.of(90, 1);
        ImageSet small = whole.limited(fewer, seed);
        ImageSet large = whole.limited(fewer + more, seed);

        assertThat(small.size()).isEqualTo(3 * Math.min(30, fewer));
        assertThat(numbers(small)).isSorted();
        assertThat(numbers(large)).containsAll(numbers(small));
        assertThat(numbers(large.limited(fewer, seed))).isEqualTo(numbers(small));
    }

    @Test
    void anotherSeedChoosesOtherPictures() {
        ImageSet whole = NumberedPictures.of(300, 1);

        assertThat(numbers(whole.limited(50, 1))).isNotEqualTo(numbers(whole.limited(50, 2)));
    }

    @Test
    void digestsWhatIsThereAndNothingElse() {
        ImageSet same = NumberedPictures.of(12, 1);
        ImageSet longer = NumberedPictures.of(15, 1);

        assertThat(images.digest()).hasSize(64).isEqualTo(same.digest()).isNotEqualTo(longer.digest());
        assertThat(longer.ofClasses(List.of("ant")).digest())
                .isNotEqualTo(images.ofClasses(List.of("ant")).digest());
        assertThat(images.limited(100, 7).digest()).isEqualTo(images.digest());
        assertThat(images.ofClasses(List.of("bee", "ant", "cow")).digest()).isNotEqualTo(images.digest());
    }

    @Test
    void theDigestOfAClassDoesNotDependOnTheOthers() {
        ImageSet two = SelectedImages.all(new NumberedPictures(List.of("even", "odd"), 4, 1, Set.of()));
        ImageSet renamed = SelectedImages.all(new NumberedPictures(List.of("even", "other"), 4, 1, Set.of()));

        assertThat(two.ofClasses(List.of("even")).digest())
                .isEqualTo(renamed.ofClasses(List.of("even")).digest());
    }

    @Test
    void digestsWhatWasReadLastWithoutReadingItAgain() {
        ChangingPicture picture = new ChangingPicture();
        ImageSet set = SelectedImages.all(picture);
        String first = set.digest();
        set.picture(0);
        String second = set.digest();
        int readings = picture.readings.get();

        assertThat(second).isNotEqualTo(first);
        assertThat(set.digest()).isEqualTo(second);
        assertThat(picture.readings).hasValue(readings);
    }

    @Test
    void digestsPicturesThatCannotBeRead() {
        ImageSet torn = NumberedPictures.of(12, 1, 5);

        assertThat(torn.digest())
                .isNotEqualTo(images.digest())
                .isEqualTo(NumberedPictures.of(12, 1, 5).digest());
    }

    @Test
    void tellsHowFarADigestIsAndStopsOnInterruption() {
        List<Long> done = new ArrayList<>();

        assertThatThrownBy(() -> NumberedPictures.of(12, 1).digest(step -> {
                    done.add(step.done());
                    if (step.done() == 3) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
        assertThat(done).containsExactly(1L, 2L, 3L);
    }

    /** One picture with other bytes at every reading. */
    private record ChangingPicture(AtomicInteger readings) implements PictureSource {

        ChangingPicture() {
            this(new AtomicInteger());
        }

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
            return "the picture";
        }

        @Override
        public byte[] content(int index) {
            return new byte[] {(byte) readings.incrementAndGet()};
        }

        @Override
        public Picture picture(int index, byte[] content) {
            return new Picture(1, 1, new byte[] {content[0], 0, 0});
        }
    }

    private static List<String> names(ImageSet set) {
        return IntStream.range(0, set.size()).mapToObj(set::name).toList();
    }

    private static List<Integer> numbers(ImageSet set) {
        return names(set).stream()
                .map(name -> Integer.valueOf(name.substring(8)))
                .toList();
    }
}
