package dev.accrue.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.doctor.Finding.State;
import dev.accrue.learner.Care.Glance;
import dev.accrue.output.terminal.TerminalProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTests {
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    private static Finding only(List<Finding> findings, String item) {
        return findings.stream()
                .filter(finding -> finding.item().equals(item))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void goesOnAfterAnythingThatACheckThrows() {
        List<Finding> findings = new Doctor(List.of(
                        throwing("first", new IllegalStateException("a slip")),
                        throwing("second", new AccrueException(Category.STORE, "the disk is gone")),
                        new FilesCheck(folder.resolve("cache"), Optional.empty())))
                .examine();

        assertThat(only(findings, "first").found()).contains("a slip");
        assertThat(only(findings, "second")).isEqualTo(Finding.wrong("second", "the disk is gone", ""));
        assertThat(only(findings, "data cache").state()).isEqualTo(State.OK);
    }

    private static Check throwing(String item, RuntimeException failure) {
        return new Check() {
            @Override
            public String item() {
                return item;
            }

            @Override
            public List<Finding> findings() {
                throw failure;
            }
        };
    }

    @Test
    void judgesTheHeapByTheMachine() {
        assertThat(JavaCheck.heap(4 * GIB, 16 * GIB).state()).isEqualTo(State.OK);
        assertThat(JavaCheck.heap(4 * GIB, 4 * GIB).state()).isEqualTo(State.NOTE);
        assertThat(JavaCheck.heap(GIB / 4, 16 * GIB).advice()).contains("ACCRUE_JAVA_OPTS");
    }

    @Test
    void saysWhenThreadsSpinOrAreTooMany() {
        assertThat(new JavaCheck(Map.of("OMP_WAIT_POLICY", "PASSIVE"))
                        .threads(2)
                        .state())
                .isEqualTo(State.OK);
        assertThat(new JavaCheck(Map.of()).threads(2).advice()).contains("OMP_WAIT_POLICY=PASSIVE");
        assertThat(new JavaCheck(Map.of("OMP_NUM_THREADS", "8", "OMP_WAIT_POLICY", "PASSIVE"))
                        .threads(2)
                        .advice())
                .contains("OMP_NUM_THREADS");
    }

    @Test
    void explainsAnEngineWhoseLibraryCannotBeLoaded() {
        EngineCheck check = new EngineCheck(
                () -> {
                    throw new UnsatisfiedLinkError("libtorch.so: no such file");
                },
                folder.resolve("engine"));

        Finding engine = only(check.findings(), "engine");

        assertThat(engine.state()).isEqualTo(State.WRONG);
        assertThat(engine.found()).contains("libtorch.so");
        assertThat(engine.advice()).contains("DJL_CACHE_DIR").contains(folder.toString());
    }

    @Test
    void onlyNotesACacheThatAWorkingEngineDidWithout() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        List<Finding> findings = new EngineCheck(() -> "engine 1", file.resolve("cache")).findings();

        assertThat(only(findings, "engine")).isEqualTo(Finding.ok("engine", "engine 1"));
        assertThat(only(findings, "engine cache").state()).isEqualTo(State.NOTE);
    }

    @Test
    void describesTheTerminal() {
        assertThat(terminal(Map.of("TERM", "xterm-kitty", "LANG", "ja_JP.UTF-8"), 80))
                .satisfies(finding -> assertThat(finding.state()).isEqualTo(State.OK))
                .satisfies(finding -> assertThat(finding.found()).contains("UTF-8", "kitty", "80 columns"));
        assertThat(terminal(Map.of("TERM", "dumb", "LANG", "C"), 40).advice()).contains("TERM", "UTF-8", "80");
        assertThat(terminal(Map.of("TERM", "xterm", "LC_ALL", "C.utf8", "LANG", "C", "NO_COLOR", "1"), 80)
                        .found())
                .contains("UTF-8", "no colours");
    }

    private static Finding terminal(Map<String, String> environment, int width) {
        TerminalProfile profile = TerminalProfile.of(environment, true, () -> width);
        return new TerminalCheck(environment.getOrDefault("TERM", ""), profile)
                .findings()
                .get(0);
    }

    @Test
    void tellsDataThatIsNotWantedFromDataThatIsNotWhereItShouldBe() {
        assertThat(cifar10(Map.of()).state()).isEqualTo(State.NOTE);
        Finding misled =
                cifar10(Map.of("ACCRUE_DATA", folder.resolve("elsewhere").toString()));
        assertThat(misled.state()).isEqualTo(State.WRONG);
        assertThat(misled.found()).contains("elsewhere");
    }

    @Test
    void findsDataThatIsDamaged() throws IOException {
        Path data = Files.createDirectories(folder.resolve("cifar-10-batches-bin"));
        Files.write(data.resolve("data_batch_1.bin"), new byte[1000]);

        Finding damaged = cifar10(Map.of("ACCRUE_DATA", folder.toString()));

        assertThat(damaged.state()).isEqualTo(State.WRONG);
        assertThat(damaged.advice()).contains("data fetch cifar10");
    }

    private Finding cifar10(Map<String, String> environment) {
        return only(new DataCheck(new DatasetCatalog(environment, folder), environment).findings(), "data cifar10");
    }

    @Test
    void reportsTheStoreItsCheckpointAndItsDisk() throws IOException {
        Path file = Files.createFile(folder.resolve("s.mv.db"));
        Path checkpoint = Files.createFile(folder.resolve("s.checkpoint"));
        Glance glance = new Glance(file.toString(), Optional.of(checkpoint), 3L << 20, 2, "main", 7);

        List<Finding> findings = new StoreCheck(folder.resolve("s"), () -> Optional.of(glance)).findings();

        assertThat(only(findings, "store").found()).contains("3.0 MiB", "models: 2", "main", "7");
        assertThat(only(findings, "checkpoint").advice()).contains("--resume");
        assertThat(only(findings, "disk").found()).contains("free");
    }

    @Test
    void saysWhatIsWrongWithAStoreThatCannotBeOpened() {
        StoreCheck check = new StoreCheck(folder.resolve("s"), () -> {
            throw new AccrueException(Category.STORE, "it is damaged");
        });

        assertThat(only(check.findings(), "store").state()).isEqualTo(State.WRONG);
        assertThat(only(check.findings(), "store").found()).isEqualTo("it is damaged");
        assertThat(only(check.findings(), "disk").state()).isEqualTo(State.OK);
    }
}
