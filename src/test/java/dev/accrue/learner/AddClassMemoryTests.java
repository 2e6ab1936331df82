package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.backbone.djl.DjlBackboneEngine;
import dev.accrue.common.Progress;
import dev.accrue.dataset.DatasetReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a hundred classes leave behind in the memory of the process, with nothing replaced. */
class AddClassMemoryTests {
    private static final int COMMANDS = 100;
    private static final int WARM_UP = 20;
    private static final int WINDOW = 20;

    @TempDir
    Path folder;

    /**
     * A command takes 128 pictures through a network of 1.9 MB, whose first maps are 2.6 MB a layer for such a batch: what
     * is kept of one layer, or a network that is loaded once more, would be 100 MB or more over the 60 commands between
     * the two windows. Garbage collections let the resident set come and go, so the least of each window is compared. What
     * may grow is the model itself, by 100 kB of statistics a class, and the database's cache up to its limit.
     */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
    void staysFlatOverAHundredCommands() throws IOException {
        List<Long> resident = new ArrayList<>();
        try (ModelSession session = Sessions.open(folder, "store", new DjlBackboneEngine())) {
            train(session);
            for (int i = 1; i <= COMMANDS; i++) {
                new AddClasses(session)
                        .run(new AddClasses.Request(images(128), List.of("ring"), 0, "add-class ring"), Progress.NONE);
                new ChangeClasses(session).rename("ring", "ring " + i, "rename-class ring");
                resident.add(residentKilobytes());
            }
            assertThat(session.head().classes()).hasSize(2 + COMMANDS);
        }
        long before = Collections.min(resident.subList(WARM_UP, WARM_UP + WINDOW));
        long after = Collections.min(resident.subList(COMMANDS - WINDOW, COMMANDS));
        assertThat(before).isPositive();
        assertThat(after - before)
                .describedAs("kB in 60 commands: %s", resident)
                .isLessThan(64 * 1024);
    }

    private static void train(ModelSession session) {
        new TrainBase(session)
                .run(
                        new TrainBase.Request(
                                images(8),
                                Optional.of("circle,square"),
                                Optional.of("resnet10"),
                                OptionalInt.of(16),
                                "strong",
                                1,
                                8,
                                Optional.empty(),
                                false,
                                "lda",
                                List.of("last"),
                                Views.Scatter.AUTO,
                                0,
                                "train-base"),
                        Progress.NONE);
    }

    private static ImageChoice images(int limit) {
        return new ImageChoice(
                Optional.of(new DatasetReference("shapes", Optional.empty())), OptionalInt.of(limit), 1, false);
    }

    private static long residentKilobytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
