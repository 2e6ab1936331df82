package dev.accrue.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.ForeignBackbone.Format;
import dev.accrue.backbone.View;
import dev.accrue.backbone.djl.DjlBackboneEngine;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.PictureBatch;
import dev.accrue.dataset.Preparation;
import dev.accrue.dataset.PreparedPictures.Batches;
import dev.accrue.dataset.Split;
import dev.accrue.dataset.cifar.Cifar10;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How fast backbones from files take enlarged CIFAR-10 pictures, preparation included. Arguments: the pictures a round,
 * the folder of CIFAR-10, then the files, with 224 pixels where a file does not say it. Files take turns. On a machine
 * with other work the processor time tells more than the clock.
 */
final class EmbedBench {
    private static final int ROUNDS = 3;
    private static final int BATCH = 64;

    private EmbedBench() {}

    public static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[0]);
        ImageSet images = Cifar10.open(Path.of(args[1])).images(Split.TEST).limited(Math.max(1, count / 10), 1);
        BackboneEngine engine = new DjlBackboneEngine();
        System.out.println(engine.description());
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = 1; round <= ROUNDS; round++) {
            for (String file : List.of(args).subList(2, args.length)) {
                Format format = Format.ofFile(file);
                ForeignBackbone how =
                        ForeignBackbone.of(format, format == Format.TORCHSCRIPT ? Map.of("input", "224") : Map.of());
                long opened = System.nanoTime();
                try (Backbone backbone = engine.open(how, file, Files.readAllBytes(Path.of(file)))) {
                    long start = System.nanoTime();
                    long processor = system.getProcessCpuTime();
                    int done = embed(backbone, images);
                    double seconds = (System.nanoTime() - start) / 1e9;
                    double milliseconds = (system.getProcessCpuTime() - processor) / 1e6 / done;
                    System.out.printf(
                            "round %d, %s: opened in %.2f s, %d pictures, %.1f a second, %.1f ms of processor each%n",
                            round,
                            backbone.description().architecture(),
                            (start - opened) / 1e9,
                            done,
                            done / seconds,
                            milliseconds);
                }
            }
        }
    }

    private static int embed(Backbone backbone, ImageSet images) {
        int done = 0;
        try (Batches batches = Preparation.prepare(
                        images, backbone.description().inputSize(), false)
                .batches(BATCH)) {
            for (PictureBatch batch = batches.next(); batch != null; batch = batches.next()) {
                backbone.embed(batch, List.of(View.LAST));
                done += batch.count();
            }
        }
        return done;
    }
}
