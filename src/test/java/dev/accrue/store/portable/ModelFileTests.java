package dev.accrue.store.portable;

import static dev.accrue.store.portable.Refusals.assertFails;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.ModelContent;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTests {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("pets.accrue-model");
    }

    @Test
    void givesBackWhatWasWritten() {
        Contents.write(file, Contents.version1());

        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            Contents.assertSame(model.content(), Contents.version1());
        }
    }

    @Test
    void givesBackViewsAndWhatWasHeldOut() {
        Contents.write(file, Contents.version2());

        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            Contents.assertSame(model.content(), Contents.version2());
        }
    }

    @Test
    void keepsAModelThatHasNotSeenAClassYet() {
        for (ModelContent content : List.of(
                Contents.model("main", List.of()),
                Contents.seen(
                        Contents.version2().views().stream()
                                .map(view -> new ModelContent.ViewContent(view.plan(), Optional.empty()))
                                .toList(),
                        List.of()))) {
            Contents.write(file, content);
            try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
                Contents.assertSame(model.content(), content);
            }
        }
    }

    @Test
    void writesTheSameBytesAgainFromWhatItRead() {
        Contents.write(file, Contents.version2());
        Path second = folder.resolve("second");

        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            Contents.write(second, model.content());
        }

        assertThat(second).hasSameBinaryContentAs(file);
    }

    @Test
    void saysSizeAndDigestOfTheWholeFile() throws IOException {
        ModelFile.Summary summary = ModelFile.write(file, Contents.version1(), false, Progress.NONE);

        assertThat(summary.bytes()).isEqualTo(Files.size(file));
        assertThat(summary.sha256()).isEqualTo(ContentDigest.ofWeights(Files.readAllBytes(file)));
        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            assertThat(model.sha256()).isEqualTo(summary.sha256());
        }
    }

    @Test
    void keepsClassesThatShareAScatterTogether() {
        SharedScatter other = new SharedScatter(5, 90, new double[10], new double[10]);
        ModelContent content = Contents.model(
                "small",
                List.of(
                        Contents.sealed("a", other),
                        Contents.sealed("b", Contents.shared()),
                        new NewClass("c", false, "", Contents.circle()),
                        Contents.sealed("d", other)));
        Contents.write(file, content);

        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            Contents.assertSame(model.content(), content);
        }
    }

    @Test
    void readsItsContentWhileTheThreadIsInterrupted() {
        Contents.write(file, Contents.version1());

        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            Thread.currentThread().interrupt();
            Contents.assertSame(model.content(), Contents.version1());
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void givesNothingAfterItIsClosed() {
        Contents.write(file, Contents.version1());
        ModelFile model = ModelFile.open(file, Progress.NONE);
        NewClass circle = (NewClass) model.content().classes().get(0);
        model.close();
        model.close();

        assertThatIllegalStateException().isThrownBy(model::content).withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> circle.statistics().get());
    }

    @Test
    void noticesThatAFileIsChangedWhileItIsOpen() throws IOException {
        Contents.write(file, Contents.version1());
        byte[] bytes = Files.readAllBytes(file);

        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            ModelContent content = model.content();
            bytes[valuesOf("scatter/0000.npy", bytes)] ^= 1;
            Files.write(file, bytes);

            assertFails(
                    () -> ((NewClass) content.classes().get(0)).statistics().get(),
                    Category.BAD_DATA,
                    "class \"circle\" has SHA-256");
        }
    }

    @Test
    void noticesThatHeldOutVectorsAreChangedWhileItIsOpen() throws IOException {
        Contents.write(file, Contents.version2());
        byte[] bytes = Files.readAllBytes(file);

        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            ModelContent content = model.content();
            bytes[valuesOf("view2/held_out/0000.npy", bytes)] ^= 1;
            Files.write(file, bytes);

            NewPooledClass circle =
                    (NewPooledClass) content.classesOf(Contents.WIDE).get(0);
            assertFails(
                    () -> circle.heldOut().get(),
                    Category.BAD_DATA,
                    "its \"view2/held_out/0000.npy\" is not what it was when it was opened");
        }
    }

    /** Behind the name in the entry's header, which is the last but one in the file, and the array's own header. */
    private static int valuesOf(String name, byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        return text.lastIndexOf(name, text.lastIndexOf(name) - 1) + name.length() + 128;
    }

    @Test
    void saysThatAFileCannotBeReadAnyMore() throws IOException {
        Contents.write(file, Contents.version1());

        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            Files.write(file, new byte[0]);

            assertFails(model::content, Category.BAD_DATA, "reading it fails (EOFException", "check its permissions");
        }
    }

    @Test
    void tellsHowFarItIs() {
        List<Progress.Step> steps = new ArrayList<>();
        ModelFile.Summary written = ModelFile.write(file, Contents.version1(), false, steps::add);
        assertThat(steps)
                .extracting(Progress.Step::task)
                .contains("preparing the model file", "writing the model file");
        Progress.Step last = steps.get(steps.size() - 1);
        assertThat(last.done()).isEqualTo(last.total()).isPositive();

        steps.clear();
        ModelFile.open(file, steps::add).close();
        assertThat(steps.get(0).total()).isEqualTo(written.bytes());
        assertThat(steps.get(steps.size() - 1))
                .isEqualTo(new Progress.Step("checking the classes", 3, 3, "classes", ""));
    }

    @Test
    void knowsAModelFileByItsFirstBytes() throws IOException {
        Contents.write(file, Contents.version1());
        byte[] bytes = Files.readAllBytes(file);

        assertThat(ModelFile.isModelFile(file)).isTrue();
        assertThat(ModelFile.isModelFile(written("half", Arrays.copyOf(bytes, 60))))
                .isTrue();
        assertThat(ModelFile.isModelFile(written("start", Arrays.copyOf(bytes, 42))))
                .isFalse();
        assertThat(ModelFile.isModelFile(written("empty", new byte[0]))).isFalse();
        assertThat(ModelFile.isModelFile(
                        written("text", "manifest.json".repeat(9).getBytes(ISO_8859_1))))
                .isFalse();
        assertThat(ModelFile.isModelFile(folder)).isFalse();
        assertThat(ModelFile.isModelFile(folder.resolve("missing"))).isFalse();
    }

    private Path written(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
