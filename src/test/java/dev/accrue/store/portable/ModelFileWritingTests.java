package dev.accrue.store.portable;

import static dev.accrue.store.portable.Refusals.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelContent.ViewContent;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.StoredBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileWritingTests {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("pets.accrue-model");
    }

    @Test
    void holdsOneClassAtATimeAndAsksForEachTwice() {
        List<String> asked = new ArrayList<>();
        ModelContent content = Contents.model(
                "main",
                List.of(
                        new NewClass("a", true, "", noted("a", asked, Contents.circle())),
                        new NewClass("b", true, "", noted("b", asked, Contents.fox()))));

        Contents.write(file, content);

        assertThat(asked).containsExactly("a", "b", "a", "b");
    }

    private static Supplier<ClassStatistics> noted(String name, List<String> asked, ClassStatistics statistics) {
        return () -> {
            asked.add(name);
            return statistics;
        };
    }

    @Test
    void leavesAFileAloneUnlessForced() throws IOException {
        Files.writeString(file, "mine");

        assertFails(
                () -> ModelFile.write(file, Contents.version1(), false, Progress.NONE),
                Category.CONFLICT,
                "pets.accrue-model is there already; use --force");
        assertThat(file).hasContent("mine");

        ModelFile.write(file, Contents.version1(), true, Progress.NONE);
        assertThat(ModelFile.isModelFile(file)).isTrue();
    }

    @Test
    void refusesAPlaceWhereNoFileCanBe() throws IOException {
        Path missing = folder.resolve("missing").resolve("file");

        assertFails(
                () -> ModelFile.write(missing, Contents.version1(), true, Progress.NONE),
                Category.NOT_FOUND,
                "does not exist; make it first");
        assertFails(
                () -> ModelFile.write(folder, Contents.version1(), true, Progress.NONE),
                Category.CONFLICT,
                "is no ordinary file");
        assertNothingIsLeft();
    }

    @Test
    void leavesNothingBehindWhenAClassCannotBeRead() throws IOException {
        List<String> asked = new ArrayList<>();
        Supplier<ClassStatistics> breaking = () -> {
            asked.add("asked");
            if (asked.size() == 2) {
                throw new AccrueException(Category.STORE, "the disk is gone");
            }
            return Contents.circle();
        };
        ModelContent content = Contents.model("main", List.of(new NewClass("a", true, "", breaking)));

        assertFails(() -> Contents.write(file, content), Category.STORE, "the disk is gone");
        assertNothingIsLeft();
    }

    @Test
    void refusesAClassThatChangesWhileItIsWritten() throws IOException {
        List<String> asked = new ArrayList<>();
        Supplier<ClassStatistics> changing = () -> {
            asked.add("asked");
            return new ClassStatistics(1, new double[4], new double[] {asked.size(), 0, 0, 0, 0, 0, 0, 0, 0, 0});
        };
        ModelContent content = Contents.model("main", List.of(new NewClass("a", true, "", changing)));

        assertFails(
                () -> Contents.write(file, content),
                Category.BAD_DATA,
                "\"scatter/0000.npy\" was not the same when it was read twice");
        assertNothingIsLeft();
    }

    @Test
    void stopsWhenInterruptedAndLeavesNothingBehind() throws IOException {
        Thread.currentThread().interrupt();
        assertFails(() -> Contents.write(file, Contents.version1()), Category.CANCELLED, "cancelled");
        assertThat(Thread.interrupted()).isFalse();
        assertNothingIsLeft();

        Contents.write(file, Contents.version1());
        Thread.currentThread().interrupt();
        assertFails(() -> ModelFile.open(file, Progress.NONE), Category.CANCELLED, "cancelled");
    }

    @Test
    void writesNothingThatItWouldNotRead() throws IOException {
        ClassStatistics nan = new ClassStatistics(1, new double[] {Double.NaN, 0, 0, 0}, new double[10]);
        assertRefused(classOf("dog", nan), "the mean of class \"dog\" has NaN as value 0");
        assertRefused(classOf("a\u0007", Contents.circle()), "has a control character (U+0007)");
        assertRefused(
                Contents.model(
                        "main",
                        List.of(Contents.sealed("x", Contents.shared()), Contents.sealed("x", Contents.shared()))),
                "two classes named \"x\"");
        assertRefused(
                classOf("dog", new ClassStatistics(1, new double[3], new double[6])),
                "class \"dog\" have 3 features and the backbone gives 4");
        assertRefused(
                classOf(
                        "dog",
                        new ClassStatistics(
                                1, new double[4], new double[10], Optional.of(new ScatterFactor(1, new double[] {
                                    1, 2, 3, 4
                                })))),
                "the factor of class \"dog\" does not give its scatter");
        NewSealedClass sealed = Contents.sealed("x", Contents.shared());
        assertRefused(
                Contents.model(
                        "main",
                        List.of(new NewSealedClass("x", true, "", 1, sealed.mean(), "0".repeat(64), sealed.scatter()))),
                "a shared scatter has SHA-256");
        StoredBackbone backbone = Contents.backbone(4);
        assertRefused(
                new ModelContent(
                        "main",
                        "article",
                        new StoredBackbone("0".repeat(64), "resnet20", 32, 4, List.of(), 1, "{}", backbone.weights()),
                        List.of(sealed),
                        List.of()),
                "its weights have SHA-256");
        assertNothingIsLeft();
    }

    @Test
    void writesNoViewThatItWouldNotRead() throws IOException {
        ViewContent last = new ViewContent(ModelView.Plan.last(4), Optional.empty());
        ViewContent narrow = new ViewContent(new ModelView.Plan(Contents.NARROW, 2, false), Optional.empty());
        ViewContent wide = new ViewContent(new ModelView.Plan(Contents.WIDE, 3, true), Optional.of(Contents::pooled));
        ModelClass circle = new NewClass("circle", true, "", Contents.circle());
        ModelClass seen = Contents.narrow("circle", true, new double[3]);
        assertRefused(Contents.seen(List.of(), List.of()), "it has no view");
        assertRefused(Contents.seen(List.of(last), List.of(circle, seen)), "is of a view that the model does not have");
        assertRefused(Contents.seen(List.of(last, last), List.of(circle)), "it has two views \"last\"");
        assertRefused(
                Contents.seen(List.of(last, narrow), List.of(circle)),
                "do not have the same classes in the same order");
        assertRefused(
                Contents.seen(List.of(new ViewContent(ModelView.Plan.last(3), Optional.empty())), List.of()),
                "its view \"last\" has 3 features, and its backbone gives 4");
        assertRefused(
                Contents.seen(List.of(last, wide), List.of()), "no class names its shared scatter view1/shared/0000");
        assertRefused(
                Contents.seen(
                        List.of(new ViewContent(wide.plan(), Optional.empty())),
                        List.of(Contents.wide("circle", true, 3))),
                "class \"circle\" of view \"multi:grid=3x3\" names arrays that are not its own");
        assertRefused(
                Contents.seen(
                        List.of(new ViewContent(new ModelView.Plan(Contents.NARROW, 2, true), Optional.empty())),
                        List.of(seen)),
                "is not pooled, against what its view");
        assertRefused(
                Contents.seen(
                        List.of(last),
                        List.of(new NewClass(
                                "circle",
                                ModelView.LAST,
                                true,
                                "",
                                Contents::circle,
                                Contents.held(new HeldOut(2, new float[6]))))),
                "the vectors held out of class \"circle\" have 3 features");
        assertNothingIsLeft();
    }

    private static ModelContent classOf(String label, ClassStatistics statistics) {
        return Contents.model("main", List.of(new NewClass(label, true, "", statistics)));
    }

    private void assertRefused(ModelContent content, String message) {
        assertFails(
                () -> Contents.write(file, content),
                Category.BAD_DATA,
                "cannot be written to",
                message,
                "no file was made");
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
