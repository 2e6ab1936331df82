package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.store.ClassRow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing classes on a real store and real picture files; only the network is replaced by arithmetic. */
class ChangeClassesTests {
    @TempDir
    Path folder;

    private ModelSession session;
    private Versions versions;

    @BeforeEach
    void trainOnTwoClasses() throws IOException {
        session = Sessions.open(folder, "store", new QuadrantEngine());
        versions = new Versions(session);
        for (String name : List.of("ant", "bee", "cow", "dog")) {
            write("all", name, 0, 24);
        }
        write("first", "cow", 0, 10);
        write("second", "cow", 10, 24);
        new TrainBase(session)
                .run(
                        new TrainBase.Request(
                                from("all"),
                                Optional.of("ant,bee"),
                                Optional.empty(),
                                OptionalInt.empty(),
                                1,
                                8,
                                0.001f,
                                "article",
                                "train-base"),
                        Progress.NONE);
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** Noise that is the same for the same picture, in the layout with splits by folder. */
    private void write(String data, String name, int from, int to) throws IOException {
        Path train =
                Files.createDirectories(folder.resolve(data).resolve("train").resolve(name));
        Path test = Files.createDirectories(folder.resolve(data).resolve("test").resolve(name));
        for (int i = from; i < to; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            Random random = new Random(name.hashCode() * 1000L + i);
            int[] pixels = random.ints(64, 0, 1 << 24).toArray();
            image.setRGB(0, 0, 8, 8, pixels, 0, 8);
            ImageIO.write(image, "png", train.resolve(i + ".png").toFile());
        }
        Files.copy(train.resolve(from + ".png"), test.resolve("test.png"));
    }

    private ImageChoice from(String data) {
        return new ImageChoice(
                Optional.of(new DatasetReference("folder", Optional.of(folder.resolve(data)))),
                OptionalInt.empty(),
                1,
                false);
    }

    private void add(String data, String... names) {
        new AddClasses(session).run(new AddClasses.Request(from(data), List.of(names), "add-class"), Progress.NONE);
    }

    private ChangeClasses change() {
        return new ChangeClasses(session);
    }

    private List<String> rowDigests() {
        return session.head().classes().stream().map(ClassRow::sha256).toList();
    }

    private ClassStatistics statistics(int position) {
        return session.store().statistics(session.head().classes().get(position));
    }

    private static void fails(Category category, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContainingAll(parts);
    }

    @Test
    void appendingIsTheSameAsAddingAllAtOnce() {
        add("first", "cow");
        ChangeClasses.Result result = change().append("cow", from("second"), "append-class cow", Progress.NONE);
        assertThat(result.newImages()).isEqualTo(14);
        assertThat(result.images()).isEqualTo(24);
        ClassStatistics parts = statistics(2);
        versions.undo();
        versions.undo();
        add("all", "cow");
        ClassStatistics whole = statistics(2);
        assertThat(parts.count()).isEqualTo(whole.count());
        for (int i = 0; i < whole.mean().length; i++) {
            assertThat(parts.mean()[i]).isCloseTo(whole.mean()[i], within(1e-12));
        }
        for (int i = 0; i < whole.scatter().length; i++) {
            assertThat(parts.scatter()[i]).isCloseTo(whole.scatter()[i], within(1e-12));
        }
    }

    @Test
    void removingLeavesTheOthersBitForBit() {
        add("all", "dog");
        List<String> withoutCow = rowDigests();
        versions.undo();
        add("all", "cow");
        add("all", "dog");
        ChangeClasses.Result removed = change().remove("cow", "remove-class cow");
        assertThat(removed.base()).isFalse();
        assertThat(removed.images()).isEqualTo(24);
        assertThat(rowDigests()).isEqualTo(withoutCow);
        assertThat(change().remove("ant", "remove-class ant").base()).isTrue();
        assertThat(versions.classNames()).containsExactly("bee", "dog");
    }

    @Test
    void keepsAtLeastOneClass() {
        change().remove("ant", "remove-class ant");
        fails(Category.USAGE, () -> change().remove("bee", "remove-class bee"), "no class would be left", "train-base");
        assertThat(versions.classNames()).containsExactly("bee");
    }

    @Test
    void renamesInPlace() {
        ClassStatistics before = statistics(0);
        change().rename("ant", "formica", "rename-class ant formica");
        assertThat(versions.classNames()).containsExactly("formica", "bee");
        assertThat(statistics(0).mean()).isEqualTo(before.mean());
        assertThat(session.model().oldClasses()).contains("formica");
        fails(Category.CONFLICT, () -> change().rename("bee", "formica", "rename"), "\"formica\" is already");
        fails(Category.USAGE, () -> change().rename("bee", " ", "rename"), "blank");
        fails(Category.NOT_FOUND, () -> change().rename("wasp", "x", "rename"), "\"wasp\"", "formica, bee");
    }

    @Test
    void undoThenRedoIsWhereItWas() {
        add("all", "cow");
        add("all", "dog");
        String hash = session.head().hash();
        assertThat(versions.undo().to()).isEqualTo(2);
        assertThat(versions.undo().to()).isEqualTo(1);
        fails(Category.NOT_FOUND, versions::undo, "version 1 is the first");
        assertThat(versions.redo().summary()).isEqualTo("added cow");
        assertThat(versions.redo().to()).isEqualTo(3);
        assertThat(session.head().hash()).isEqualTo(hash);
        fails(Category.NOT_FOUND, versions::redo, "nothing was undone");
    }

    @Test
    void aNewVersionEndsWhatCanBeRedone() {
        add("all", "cow");
        versions.undo();
        add("all", "dog");
        fails(Category.NOT_FOUND, versions::redo, "nothing was undone");
        assertThat(versions.classNames()).containsExactly("ant", "bee", "dog");
        assertThat(session.head().number()).isEqualTo(3);
        assertThat(session.head().parent()).hasValue(1);
    }

    @Test
    void whatWasUndoneCanStillBeRestoredByItsNumber() {
        add("all", "cow");
        versions.undo();
        assertThat(versions.restore("2", "restore 2").classes()).isEqualTo(3);
        assertThat(versions.classNames()).contains("cow");
        fails(Category.NOT_FOUND, () -> versions.restore("99", "restore 99"), "version 99");
    }
}
