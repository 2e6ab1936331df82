package dev.accrue.dataset.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Index.atIndex;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.Split;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Tests {

    @TempDir
    Path folder;

    @Test
    void readsARecordAsInterleavedPixels() throws IOException {
        makeEmptyFiles();
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("data_batch_2.bin").toFile(), "rw")) {
            file.seek(17 * 3073L);
            file.writeByte(7);
            file.skipBytes(33);
            file.writeByte(200);
            file.skipBytes(1023);
            file.writeByte(100);
            file.skipBytes(1023);
            file.writeByte(50);
        }

        ImageSet images = Cifar10.open(folder).images(Split.TRAIN);

        assertThat(images.size()).isEqualTo(50_000);
        assertThat(images.label(10_017)).isEqualTo(7);
        assertThat(images.name(10_017)).isEqualTo("data_batch_2.bin, record 17");
        assertThat(images.picture(10_017).rgb()).hasSize(3072);
        // Pixel 33 of a plane: row 1, column 1.
        assertThat(images.picture(10_017).rgb()).contains((byte) 200, atIndex(99));
        assertThat(images.picture(10_017).rgb()).contains((byte) 100, atIndex(100));
        assertThat(images.picture(10_017).rgb()).contains((byte) 50, atIndex(101));
        assertThat(images.ofClasses(List.of("horse")).size()).isEqualTo(1);
    }

    @Test
    void keepsItsTestImagesOutOfTheSetToChooseOptionsBy() throws IOException {
        makeEmptyFiles();
        Files.delete(folder.resolve("test_batch.bin"));

        Cifar10 validation = Cifar10.openValidation(folder);

        assertThat(validation.images(Split.TRAIN).size()).isEqualTo(40_000);
        assertThat(validation.images(Split.TEST).size()).isEqualTo(10_000);
        assertThat(validation.images(Split.TEST).name(0)).isEqualTo("data_batch_5.bin, record 0");
    }

    @Test
    void rejectsAFileOfTheWrongLength() throws IOException {
        makeEmptyFiles();
        setLength("data_batch_3.bin", 30_729_999);

        assertBadData(() -> Cifar10.open(folder), "data_batch_3.bin has 30,729,999 bytes, expected 30,730,000");
    }

    @Test
    void rejectsAFileThatIsMissing() throws IOException {
        makeEmptyFiles();
        Files.delete(folder.resolve("test_batch.bin"));

        assertBadData(() -> Cifar10.open(folder), "test_batch.bin is missing");
    }

    @Test
    void anInterruptionWhileItIsOpenedIsNoFaultOfTheFiles() throws IOException {
        makeEmptyFiles();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Cifar10.open(folder).images(Split.TRAIN))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(Cifar10.open(folder).images(Split.TRAIN).size()).isEqualTo(50_000);
    }

    @Test
    void rejectsALabelAboveNine() throws IOException {
        makeEmptyFiles();
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("test_batch.bin").toFile(), "rw")) {
            file.seek(9_999 * 3073L);
            file.writeByte(10);
        }
        Cifar10 cifar10 = Cifar10.open(folder);

        assertBadData(() -> cifar10.images(Split.TEST), "test_batch.bin, record 9999 has label 10, expected 0 to 9");
    }

    @Test
    void readsTheRealData() throws IOException {
        String place = System.getenv("ACCRUE_DATA");
        assumeTrue(place != null, "ACCRUE_DATA does not say where CIFAR-10 is");
        Path real = Cifar10.locate(Path.of(place)).orElse(null);
        assumeTrue(real != null, "there is no CIFAR-10 in ACCRUE_DATA=" + place);
        Cifar10 cifar10 = Cifar10.open(real);
        ImageSet test = cifar10.images(Split.TEST);

        byte[] record = Files.readAllBytes(real.resolve("test_batch.bin"));
        byte[] first = test.picture(0).rgb();
        assertThat(test.classes().get(test.label(0))).isEqualTo("cat");
        for (int i = 0; i < 1024; i++) {
            assertThat(first[3 * i + 2]).isEqualTo(record[1 + 2048 + i]);
        }
        for (Split split : Split.values()) {
            ImageSet images = cifar10.images(split);
            int[] counts = new int[10];
            IntStream.range(0, images.size()).forEach(i -> counts[images.label(i)]++);
            assertThat(counts).containsOnly(split == Split.TRAIN ? 5000 : 1000);
        }
    }

    private void makeEmptyFiles() throws IOException {
        for (String name : Cifar10.TRAIN_FILES) {
            setLength(name, 30_730_000);
        }
        setLength("test_batch.bin", 30_730_000);
    }

    private void setLength(String name, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(length);
        }
    }

    private static void assertBadData(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessageContaining(message);
    }
}
