package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.added;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.base;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies without a word loses nothing that it had been told was written. */
class StoreCrashTests {
    private static final String ACKNOWLEDGED = "acknowledged ";

    @TempDir
    Path folder;

    @Test
    void keepsEveryAcknowledgedCommitWhenKilled() throws Exception {
        Random random = new Random(9);
        for (int round = 0; round < 3; round++) {
            Process writer = start(java());
            assertHolds(acknowledgedUntilItEnds(writer, 1 + random.nextInt(20)));
        }
    }

    /** A limit on the size of a file stands for a full disk. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsEveryAcknowledgedCommitWhenTheDiskIsFull() throws Exception {
        Process writer = start(Stream.concat(Stream.of("bash", "-c", "ulimit -f 300 && exec \"$@\"", "-"), java()));
        long acknowledged = acknowledgedUntilItEnds(writer, Integer.MAX_VALUE);
        assertThat(writer.exitValue()).isEqualTo(1);
        assertHolds(acknowledged);
    }

    private void assertHolds(long acknowledged) {
        assertThat(acknowledged).isPositive();
        try (H2ModelStore store = open(folder)) {
            ModelVersion head = store.head().orElseThrow();
            assertThat(head.number()).isBetween(acknowledged, acknowledged + 1);
            assertThat(head.classes()).hasSize(Math.toIntExact(head.number()));
            assertThat(store.history()).hasSize(Math.toIntExact(head.number()));
            assertThat(store.backbone(head.backbone()).weights())
                    .isEqualTo(backbone(1).weights());
            for (ClassRow row : head.classes()) {
                assertThat(store.statistics(row).scatter())
                        .isEqualTo(added(row.label()).statistics().scatter());
            }
        }
    }

    private Stream<String> java() {
        return Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString());
    }

    private static Process start(Stream<String> command) throws IOException {
        return new ProcessBuilder(command.toList())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Kills the process when so many commits were acknowledged; gives the last that it told of, in any case. */
    private long acknowledgedUntilItEnds(Process writer, int commits) throws IOException, InterruptedException {
        long last = 0;
        int left = commits;
        try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                if (line.startsWith(ACKNOWLEDGED)) {
                    last = Long.parseLong(line.substring(ACKNOWLEDGED.length()));
                    if (--left == 0) {
                        assertFails(() -> open(folder), Category.STORE, "in use by process " + writer.pid());
                        // by its handle, which leaves what the pipe holds to be read
                        writer.toHandle().destroyForcibly();
                    }
                }
                line = lines.readLine();
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return last;
    }

    /** Writes one class after another and says so after each. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            H2ModelStore store = open(Path.of(args[0]));
            if (store.head().isEmpty()) {
                store.trainedBase(backbone(1), List.of(base("class 0")), "article", provenance("train-base"));
                acknowledge(store);
            }
            while (true) {
                String label = "class " + store.head().orElseThrow().classes().size();
                store.addedClasses(List.of(added(label)), provenance("add-class"));
                acknowledge(store);
            }
        }

        private static void acknowledge(H2ModelStore store) {
            System.out.println(ACKNOWLEDGED + store.head().orElseThrow().number());
            System.out.flush();
        }
    }
}
