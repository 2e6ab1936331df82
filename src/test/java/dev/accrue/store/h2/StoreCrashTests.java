package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.bench.crash.Copies;
import dev.accrue.bench.crash.CrashOptions;
import dev.accrue.bench.crash.CrashOptions.End;
import dev.accrue.bench.crash.CrashReport;
import dev.accrue.bench.crash.CrashRun;
import dev.accrue.bench.crash.Operations;
import dev.accrue.common.AccrueException.Category;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends badly loses nothing that it had been told was written; {@code scripts/bench crash}, made short. */
class StoreCrashTests {
    @TempDir
    Path folder;

    @Test
    void losesNothingWhenKilled() throws Exception {
        assertNothingIsLost(End.KILLED);
    }

    /** A limit on the size of a file stands for a full disk. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void losesNothingWhenTheDiskIsFull() throws Exception {
        assertNothingIsLost(End.FULL_DISK);
    }

    @Test
    void losesNothingWhenInterrupted() throws Exception {
        assertNothingIsLost(End.INTERRUPTED);
    }

    @Test
    void namesTheProcessThatHoldsTheStoreAndForgetsItWhenItIsKilled() throws Exception {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .start();
        try (BufferedReader lines = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("open");
            assertFails(() -> open(folder), Category.STORE, "in use by process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        open(folder).close();
    }

    /** Opens the store and waits for the end. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (H2ModelStore store = open(Path.of(args[0]))) {
                System.out.println("open");
                while (System.in.read() >= 0 && store.head().isEmpty()) {}
            }
        }
    }

    @Test
    void hasEachOperationInItsFileAtOnce() throws Exception {
        assertThat(Copies.compare(folder, new Operations(4, 16), 30)).isEmpty();
    }

    private void assertNothingIsLost(End end) throws Exception {
        CrashReport report = CrashRun.run(new CrashOptions(folder, end, 4, 9, 16, Duration.ofMillis(300)), soFar -> {});
        assertThat(report.problems()).isEmpty();
        assertThat(report.lost()).isZero();
        assertThat(report.torn()).isZero();
        assertThat(report.acknowledged()).isPositive();
    }
}
