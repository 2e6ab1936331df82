package dev.accrue.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process ends, in every mode. No engine is needed: the model comes from a file. */
class ExitStatusIT {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int SCRIPT_STOPPED = 3;
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;
    private static final Path MODEL = Launcher.PROJECT.resolve("src/test/resources/model-file/v1.accrue-model");

    @TempDir
    static Path folder;

    private static Launcher accrue;

    @BeforeAll
    static void importsAModel() {
        accrue = new Launcher(folder, Map.of());
        accrue.run("import", "model", MODEL.toString()).succeeded();
    }

    private static String script(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void tellsFailureUsageAndAStoppedScriptApartInEveryMode() throws IOException {
        assertThat(accrue.run("classes").status()).isZero();
        assertThat(accrue.run("restore", "nowhere").status()).isEqualTo(FAILED);
        assertThat(accrue.run("restore").status()).isEqualTo(USAGE);
        assertThat(accrue.run("--quiet", "--verbose", "classes").status()).isEqualTo(USAGE);
        assertThat(accrue.run("--dry-run").status())
                .describedAs("nothing on standard input")
                .isZero();

        assertThat(accrue.run("-c", "classes; snapshots").status()).isZero();
        assertThat(accrue.run("-c", "classes; restore nowhere").status()).isEqualTo(SCRIPT_STOPPED);
        assertThat(accrue.run("-c", "classes; restore").status()).isEqualTo(SCRIPT_STOPPED);

        assertThat(accrue.run(script("good.accrue", "classes\nexit\nrestore\n")).status())
                .isZero();
        assertThat(accrue.run(script("bad.accrue", "classes\nrestore nowhere\n"))
                        .status())
                .isEqualTo(SCRIPT_STOPPED);
        assertThat(accrue.run("run", folder.resolve("bad.accrue").toString()).status())
                .isEqualTo(SCRIPT_STOPPED);
        assertThat(accrue.runWithInput("classes\n").status()).isZero();
        assertThat(accrue.runWithInput("classes\nrestore nowhere\n").status()).isEqualTo(SCRIPT_STOPPED);
    }

    @Test
    void goesOnOrRehearsesAndStillFails() throws IOException {
        String file = script("many.accrue", "classes\nrestore nowhere\nmodel use nobody\nsnapshot later\n");
        Launcher.Result rehearsed = accrue.run("--dry-run", file);
        assertThat(rehearsed.status()).isEqualTo(SCRIPT_STOPPED);
        assertThat(rehearsed.out()).isEmpty();
        assertThat(rehearsed.err()).contains("many.accrue:2: ", "many.accrue:3: ", "2 of 4 commands would fail");
        assertThat(accrue.run("snapshots").succeeded().out()).doesNotContain("later");

        Launcher.Result went = accrue.run("--keep-going", file);
        assertThat(went.status()).isEqualTo(SCRIPT_STOPPED);
        assertThat(went.err()).endsWith("error: 2 of 4 commands failed\n");
        assertThat(accrue.run("snapshots").succeeded().out()).contains("later");
    }

    @Test
    void leavesNoStoreBehindInADryRun() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        Launcher.Result result = accrue.run(
                "--store",
                nowhere.resolve("s").toString(),
                "--dry-run",
                "-c",
                "train-base --data shapes --limit 5; add-class square; evaluate");
        assertThat(result.succeeded().err()).contains("-c:1 would change the model", "3 commands checked");
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void givesOneJsonDocumentACommand() throws IOException {
        String out = accrue.run("--output-format", "json", "-c", "classes; snapshot mine; version; help run; exit")
                .succeeded()
                .out();
        try (MappingIterator<JsonNode> documents =
                new ObjectMapper().readerFor(JsonNode.class).readValues(out)) {
            List<JsonNode> all = documents.readAll();
            assertThat(all).hasSize(4);
            assertThat(all.get(0).at("/rows").size()).isEqualTo(3);
            assertThat(all.get(1).at("/notes/0").asText()).contains("mine");
            assertThat(all.get(2).at("/text").asText()).startsWith("accrue ");
        }
    }

    @Test
    void failsWhereItsAnswerCannotBeWritten() throws Exception {
        for (String command : List.of("classes", "--help", "--version", "-c classes", "help")) {
            assertThat(inAShell("%s " + command + " > /dev/full").exitValue())
                    .describedAs(command)
                    .isIn(FAILED, SCRIPT_STOPPED);
        }
        assertThat(inAShell("%s classes >&-").exitValue()).isEqualTo(FAILED);
    }

    @Test
    void endsSilentlyWhereNobodyReadsItsAnswer() throws Exception {
        Path said = folder.resolve("said");
        for (String command : List.of("classes", "--help", "--version", "-c 'classes; snapshot unread'", "help")) {
            // the reader is gone long before Java has started
            Process process = inAShell("{ %s --keep-going " + command + " 2> " + said + "; echo $? > " + said
                    + ".status; } | true; while [ ! -s " + said + ".status ]; do sleep 0.1; done");
            assertThat(process.exitValue()).isZero();
            assertThat(Path.of(said + ".status")).describedAs(command).hasContent("141");
            assertThat(said).describedAs(command).isEmptyFile();
            Files.delete(Path.of(said + ".status"));
        }
        assertThat(accrue.run("snapshots").succeeded().out()).doesNotContain("unread");
    }

    private static Process inAShell(String line) throws IOException, InterruptedException {
        String program = Launcher.PROJECT.resolve("scripts/accrue") + " --store " + folder.resolve("store");
        Process process = new ProcessBuilder("sh", "-c", String.format(line, program))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process;
    }

    /** A script that is a pipe: who opens it to write waits for the process to read it, and then holds it there. */
    @Test
    void endsWithTheSignalThatEndedIt() throws Exception {
        for (Map.Entry<String, Integer> signal :
                Map.of("INT", INTERRUPTED, "TERM", TERMINATED).entrySet()) {
            Path pipe = folder.resolve("pipe-" + signal.getKey() + ".accrue");
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            Process process = accrue.start("", pipe.toString());
            try (OutputStream held = Files.newOutputStream(pipe)) {
                held.flush();
                new ProcessBuilder("kill", "-" + signal.getKey(), String.valueOf(process.pid()))
                        .start()
                        .waitFor();
                assertThat(accrue.finish(process).status())
                        .describedAs(signal.getKey())
                        .isEqualTo(signal.getValue());
            }
        }
    }
}
