package dev.accrue.learner;

import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;

/** A process that learns {@value #CLASSES} classes of few pictures in one command, as two wide views see them. */
final class ManyClasses {
    static final int CLASSES = 60;

    /** One that pools, and one just below, of which a scatter takes 33 MB. */
    static final List<String> VIEWS =
            List.of("last projection=relu width=3000 seed=1", "last projection=relu width=2900 seed=1");

    private static final int PICTURES = 3;

    private ManyClasses() {}

    /** @param arguments the folder to work in */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CLASSES; i++) {
            names.add("class " + i);
            write(folder.resolve("pictures").resolve("train").resolve(names.get(i)), PICTURES, i);
            write(folder.resolve("pictures").resolve("test").resolve(names.get(i)), 1, i);
        }
        try (ModelSession session = Sessions.open(folder, "store", new QuadrantEngine())) {
            new UseBackbone(session)
                    .run(
                            new UseBackbone.Request(
                                    Files.writeString(folder.resolve("network.onnx"), "a network")
                                            .toString(),
                                    Map.of(),
                                    VIEWS,
                                    Views.Scatter.AUTO,
                                    "ncm",
                                    "use backbone"),
                            Progress.NONE);
            ImageChoice images = new ImageChoice(
                    Optional.of(new DatasetReference("folder", Optional.of(folder.resolve("pictures")))),
                    OptionalInt.empty(),
                    1,
                    false);
            new AddClasses(session).run(new AddClasses.Request(images, names, 0, "add-class"), Progress.NONE);
            ModelVersion head = session.head();
            for (ModelView view : head.views()) {
                System.out.println(view.classes().size() + " classes, pools: " + view.pools());
            }
        }
    }

    private static void write(Path folder, int count, int label) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(label);
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, 8, 8, random.ints(64, 0, 1 << 24).toArray(), 0, 8);
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
    }
}
