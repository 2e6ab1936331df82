package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.dataset.Split;
import dev.accrue.evaluation.Evaluate;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The use cases on files that can be bad, missing, or change under way. */
class PictureFolderLearningTests {

    @TempDir
    Path folder;

    private Path pictures;
    private QuadrantEngine engine;
    private ModelSession session;

    @BeforeEach
    void open() throws IOException {
        pictures = folder.resolve("pictures");
        for (Split split : Split.values()) {
            for (String name : List.of("amber", "blue", "crimson")) {
                for (int i = 0; i < 6; i++) {
                    paint(in(split, name).resolve(i + ".png"), name, i);
                }
            }
        }
        engine = new QuadrantEngine();
        session = Sessions.open(folder, "store", engine);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void recordsTheDigestOfWhatWasLearntWhateverBecomesOfTheFiles() {
        String base = digest("amber", "blue");
        String added = digest("crimson");

        train(choice(false), whenLearnt("amber"));
        assertThat(session.head().provenance().dataDigest()).isEqualTo(base);

        new AddClasses(session)
                .run(new AddClasses.Request(choice(false), List.of("crimson"), 0, "add-class"), whenLearnt("crimson"));
        assertThat(session.head().provenance().dataDigest()).isEqualTo(added);
    }

    @Test
    void evaluatesAnewWhenAPictureHasChanged() throws IOException {
        train(choice(false), Progress.NONE);
        Evaluate evaluate = new Evaluate(session, new Embedding(session), System::nanoTime);
        evaluate.head(choice(false), Progress.NONE);
        int before = engine.embeddedPictures();

        evaluate.head(choice(false), Progress.NONE);
        assertThat(engine.embeddedPictures()).isEqualTo(before);

        paint(in(Split.TEST, "blue").resolve("3.png"), "amber", 3);
        evaluate.head(choice(false), Progress.NONE);
        assertThat(engine.embeddedPictures()).isEqualTo(before + 18);
    }

    @Test
    void learnsWithoutLinksThatLeadNowhereOnlyWhenAsked() throws IOException {
        train(choice(false), Progress.NONE);
        Files.createSymbolicLink(in(Split.TRAIN, "crimson").resolve("gone.png"), folder.resolve("nowhere.png"));
        AddClasses addClasses = new AddClasses(session);

        assertThatThrownBy(() -> addClasses.run(
                        new AddClasses.Request(choice(false), List.of("crimson"), 0, "add-class"), Progress.NONE))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessageContaining("1 of 7")
                .hasMessageContaining("train/crimson/gone.png (it is a link to a file that is not there)");

        AddClasses.Result added =
                addClasses.run(new AddClasses.Request(choice(true), List.of("crimson"), 0, "add-class"), Progress.NONE);
        assertThat(added.images()).isEqualTo(6);
        assertThat(added.skipped()).singleElement().asString().contains("gone.png");
    }

    @Test
    void predictsWithoutBadFilesOnlyWhenAsked() throws IOException {
        train(choice(false), Progress.NONE);
        Predict predict = new Predict(session);
        Path bad = Files.writeString(pictures.resolve("bad.png"), "no picture");
        Path amber = in(Split.TEST, "amber").resolve("2.png");
        Path blue = in(Split.TEST, "blue").resolve("4.png");
        List<Path> files = List.of(amber, bad, blue, amber);

        assertThatThrownBy(() -> predict.run(files, 1, false, Progress.NONE))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessageContaining("1 of 4")
                .hasMessageContaining(bad.toString())
                .hasMessageContaining("--skip-bad");

        Predict.Result result = predict.run(files, 1, true, Progress.NONE);
        assertThat(result.guesses()).extracting(Predict.Guess::file).containsExactly(amber, blue, amber);
        assertThat(result.guesses()).extracting(Predict.Guess::label).containsExactly("amber", "blue", "amber");
        assertThat(result.skipped()).singleElement().asString().contains(bad.toString());
        assertThat(predict.run(List.of(bad), 1, true, Progress.NONE).guesses()).isEmpty();
    }

    private TrainBase.Result train(ImageChoice choice, Progress progress) {
        return new TrainBase(session)
                .run(
                        new TrainBase.Request(
                                choice,
                                Optional.of("amber,blue"),
                                Optional.empty(),
                                OptionalInt.empty(),
                                "article",
                                1,
                                4,
                                Optional.of(0.001f),
                                false,
                                "article",
                                List.of("last"),
                                Views.Scatter.AUTO,
                                0,
                                "train-base"),
                        progress);
    }

    private ImageChoice choice(boolean skipBad) {
        return new ImageChoice(
                Optional.of(new DatasetReference("folder", Optional.of(pictures))), OptionalInt.empty(), 1, skipBad);
    }

    private String digest(String... classes) {
        return session.open(new DatasetReference("folder", Optional.of(pictures)))
                .images(Split.TRAIN)
                .ofClasses(List.of(classes))
                .digest();
    }

    /** Damages the files of a class as soon as its last picture has been learnt. */
    private Progress whenLearnt(String name) {
        return step -> {
            if (step.task().startsWith("learning") && step.done() == step.total()) {
                try (Stream<Path> files = Files.list(in(Split.TRAIN, name))) {
                    for (Path file : files.toList()) {
                        Files.writeString(file, "no picture any more");
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private Path in(Split split, String name) throws IOException {
        return Files.createDirectories(
                pictures.resolve(split == Split.TRAIN ? "train" : "test").resolve(name));
    }

    private static void paint(Path file, String name, int number) throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = image.createGraphics();
        brush.setColor(
                switch (name) {
                    case "amber" -> new Color(255, 191, number);
                    case "blue" -> new Color(number, number, 255);
                    default -> new Color(220, 20, 60 + number);
                });
        brush.fillRect(0, 0, 8, 8);
        brush.setColor(new Color(10 * number, 0, 5 * number));
        brush.fillRect(number, 0, 2, 2);
        brush.dispose();
        ImageIO.write(image, "png", file.toFile());
    }
}
