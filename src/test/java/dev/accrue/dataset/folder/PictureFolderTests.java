package dev.accrue.dataset.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTests {

    @TempDir
    Path folder;

    @Test
    void makesAClassOfEachSubFolderInTheOrderOfTheirNames() throws IOException {
        fill("dog", 40);
        fill("cat", 40);
        fill(".thumbnails", 3);
        write("cat/.hidden.png");
        write("cat/README.txt");
        write("cat/Thumbs.db");
        write("notes.png");

        PictureFolder pictures = PictureFolder.open(folder);
        ImageSet train = pictures.images(Split.TRAIN);
        ImageSet test = pictures.images(Split.TEST);

        assertThat(pictures.classes()).containsExactly("cat", "dog");
        assertThat(train.size() + test.size()).isEqualTo(80);
        assertThat(test.size()).isBetween(6, 30);
        assertThat(names(train)).contains("cat/0.png").isSorted().doesNotContainAnyElementsOf(names(test));
        assertThat(train.label(0)).isZero();
        assertThat(train.label(train.size() - 1)).isEqualTo(1);
    }

    @Test
    void movesNoPictureWhenOthersCome() throws IOException {
        fill("cat", 30);
        List<String> before = names(PictureFolder.open(folder).images(Split.TEST));
        String digest = PictureFolder.open(folder)
                .images(Split.TRAIN)
                .ofClasses(List.of("cat"))
                .digest();

        fill("ant", 30);
        String undisturbed = PictureFolder.open(folder)
                .images(Split.TRAIN)
                .ofClasses(List.of("cat"))
                .digest();
        fill("cat", 60);

        assertThat(undisturbed).isEqualTo(digest);
        assertThat(names(PictureFolder.open(folder).images(Split.TEST).ofClasses(List.of("cat"))))
                .containsAll(before)
                .filteredOn(name -> Integer.parseInt(name.replaceAll("\\D", "")) < 30)
                .hasSameSizeAs(before);
    }

    @Test
    void takesTheSplitsAsTheyAreLaidOut() throws IOException {
        fill("train/cat", 3);
        fill("train/dog", 2);
        fill("test/dog", 1);

        PictureFolder pictures = PictureFolder.open(folder);

        assertThat(pictures.classes()).containsExactly("cat", "dog");
        assertThat(names(pictures.images(Split.TRAIN))).hasSize(5).startsWith("train/cat/0.png");
        assertThat(names(pictures.images(Split.TEST))).containsExactly("test/dog/0.png");
        assertThat(pictures.images(Split.TEST).label(0)).isEqualTo(1);
    }

    @Test
    void rejectsAClassToTestThatCannotBeLearnt() throws IOException {
        fill("train/cat", 3);
        fill("test/dog", 1);

        assertFails(Category.BAD_DATA, "class \"dog\" is in");
    }

    @Test
    void saysWhatIsWrongWithAFolder() throws IOException {
        assertFails(Category.BAD_DATA, "has no sub-folders; expected one for each class");

        Files.createDirectories(folder.resolve("cat"));
        write("cat/a.webp");
        assertFails(Category.BAD_DATA, "cat has no pictures (1 other entries passed over)");

        assertThatThrownBy(() -> PictureFolder.open(folder.resolve("nowhere")))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND))
                .hasMessageContaining("there is no folder");
    }

    @Test
    void countsALinkThatLeadsNowhereAsAPictureThatCannotBeRead() throws IOException {
        fill("train/cat", 2);
        fill("test/cat", 1);
        Files.createSymbolicLink(folder.resolve("train/cat/gone.jpg"), folder.resolve("nowhere.jpg"));
        Files.createSymbolicLink(folder.resolve("train/cat/loop.jpg"), folder.resolve("train/cat/loop.jpg"));
        Files.createSymbolicLink(folder.resolve("train/cat/notes"), folder.resolve("nowhere"));
        Files.createDirectories(folder.resolve("train/cat/folder.png"));

        ImageSet train = PictureFolder.open(folder).images(Split.TRAIN);

        assertThat(names(train))
                .containsExactly("train/cat/0.png", "train/cat/1.png", "train/cat/gone.jpg", "train/cat/loop.jpg");
        assertThatThrownBy(() -> train.picture(2))
                .hasMessage("train/cat/gone.jpg cannot be read: it is a link to a file that is not there");
        assertThatThrownBy(() -> train.picture(3)).hasMessageStartingWith("train/cat/loop.jpg cannot be read: ");
    }

    @Test
    void namesAnEmptySubFolderAndWhatToDoAboutIt() throws IOException {
        fill("cat", 10);
        Files.createDirectories(folder.resolve("dog"));

        assertFails(Category.BAD_DATA, folder.resolve("dog") + " has no pictures");
        assertFails(Category.BAD_DATA, "remove it");
    }

    @Test
    void stopsListingWhenInterrupted() throws IOException {
        fill("cat", 10);

        Thread.currentThread().interrupt();
        assertFails(Category.CANCELLED, "cancelled");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void decodesNothingBeforeItIsAsked() throws IOException {
        fill("cat", 10);

        ImageSet train = PictureFolder.open(folder).images(Split.TRAIN);

        assertThatThrownBy(() -> train.picture(0))
                .hasMessage(train.name(0) + " cannot be read: not a PNG, JPEG, BMP or GIF file");
    }

    private void fill(String name, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            write(name + "/" + i + ".png");
        }
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content of " + name);
    }

    private void assertFails(Category category, String message) {
        assertThatThrownBy(() -> PictureFolder.open(folder))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContaining(message);
    }

    private static List<String> names(ImageSet images) {
        return IntStream.range(0, images.size()).mapToObj(images::name).toList();
    }
}
