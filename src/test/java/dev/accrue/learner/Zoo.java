package dev.accrue.learner;

import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Picture folders of animals, and sessions that learn from them: "all" has 24 pictures of each, "first" the first 10
 * of the cow's, "second" her other 14.
 *
 * @param folder where the pictures lie
 */
record Zoo(Path folder) {

    static Zoo in(Path folder) throws IOException {
        Zoo zoo = new Zoo(folder);
        for (String name : List.of("ant", "bee", "cow", "dog", "eel")) {
            zoo.write("all", name, 0, 24);
        }
        zoo.write("first", "cow", 0, 10);
        zoo.write("second", "cow", 10, 24);
        return zoo;
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

    ImageChoice from(String data) {
        return from(data, 1);
    }

    private ImageChoice from(String data, long seed) {
        return new ImageChoice(
                Optional.of(new DatasetReference("folder", Optional.of(folder.resolve(data)))),
                OptionalInt.empty(),
                seed,
                false);
    }

    void train(ModelSession session, String classes) {
        train(session, classes, 1);
    }

    /** @param seed another seed gives another backbone */
    void train(ModelSession session, String classes, long seed) {
        new TrainBase(session)
                .run(
                        new TrainBase.Request(
                                from("all", seed),
                                Optional.of(classes),
                                Optional.empty(),
                                OptionalInt.empty(),
                                "article",
                                1,
                                8,
                                Optional.of(0.001f),
                                false,
                                "article",
                                List.of("last"),
                                Views.Scatter.AUTO,
                                0,
                                "train-base"),
                        Progress.NONE);
    }

    void add(ModelSession session, String data, String... names) {
        new AddClasses(session).run(new AddClasses.Request(from(data), List.of(names), 0, "add-class"), Progress.NONE);
    }
}
