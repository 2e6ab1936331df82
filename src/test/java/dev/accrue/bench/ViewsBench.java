package dev.accrue.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.View;
import dev.accrue.backbone.djl.DjlBackboneEngine;
import dev.accrue.common.Progress;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.Preparation;
import dev.accrue.dataset.PreparedPictures;
import dev.accrue.dataset.Split;
import dev.accrue.dataset.shapes.Shapes;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How many pictures a second each view of a backbone takes, and how much processor time each, which on a machine with
 * other work tells more. Arguments: architectures;
 * without any, all for small pictures.
 */
final class ViewsBench {
    private static final int SIZE = 32;
    private static final int BATCH = 128;
    private static final int WARMING_UP = 3;
    private static final double SECONDS = 3;
    private static final List<String> VIEWS = List.of(
            "last",
            "last mirror=yes",
            "multi",
            "multi mirror=yes",
            "multi mirror=yes shift=1",
            "multi mirror=yes turns=yes",
            "multi mirror=yes shift=1 turns=yes",
            "multi mirror=yes normalize=tukey",
            "multi mirror=yes normalize=tukey projection=relu width=3000",
            "multi mirror=yes normalize=tukey projection=fourier width=3000");

    private ViewsBench() {}

    public static void main(String[] args) {
        DjlBackboneEngine engine = new DjlBackboneEngine();
        System.out.println(engine.description());
        ImageSet images = new Shapes().images(Split.TRAIN).limited(20, 1);
        PreparedPictures pictures = Preparation.prepare(images, SIZE, false);
        for (String architecture : args.length == 0 ? new String[] {"resnet20", "resnet10", "resnet10-wide"} : args) {
            TrainingOptions options = TrainingOptions.article(architecture, SIZE, 1, BATCH, 1e-3f, 1);
            try (Backbone backbone =
                            engine.train(options, pictures, Progress.NONE).backbone();
                    PreparedPictures.Batches batches = pictures.batches(BATCH)) {
                PictureBatch batch = Objects.requireNonNull(batches.next());
                for (String view : VIEWS) {
                    System.out.println(architecture + ", " + view + ": " + measured(backbone, batch, View.parse(view)));
                }
            }
        }
    }

    private static String measured(Backbone backbone, PictureBatch batch, View view) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<View> views = List.of(view);
        for (int i = 0; i < WARMING_UP; i++) {
            backbone.embed(batch, views);
        }
        long start = System.nanoTime();
        long processor = system.getProcessCpuTime();
        double best = 0;
        int done = 0;
        while (System.nanoTime() - start < SECONDS * 1e9) {
            long from = System.nanoTime();
            backbone.embed(batch, views);
            best = Math.max(best, batch.count() / ((System.nanoTime() - from) / 1e9));
            done += batch.count();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double milliseconds = (system.getProcessCpuTime() - processor) / 1e6 / done;
        return String.format(
                Locale.ROOT,
                "d = %d, %.0f pictures a second (best batch %.0f), %.2f ms of processor each",
                backbone.dimension(view),
                done / seconds,
                best,
                milliseconds);
    }
}
