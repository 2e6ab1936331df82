package dev.accrue.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.backbone.djl.OnnxFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the README shows and what the scripts in {@code scripts/} print is what comes when they are run. Where it is
 * not, the file that the failure names holds the transcript to write down instead.
 *
 * <p>The transcript of a script is {@code NAME.txt} beside this class in the resources; its first line,
 * {@code # options: ...}, says what is set to keep it short.
 */
class TranscriptIT {
    private static final String OPTIONS = "# options: ";
    private static final List<String> CIFAR_FILES = List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin");
    private static final int CIFAR_RECORDS = 10_000;
    private static final int CIFAR_RECORD_BYTES = 3073;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> theSessionsOfTheReadme() throws IOException {
        List<Transcript> sessions = Transcript.inMarkdown(Files.readString(Launcher.PROJECT.resolve("README.md")));
        assertThat(sessions).isNotEmpty();
        return sessions.stream()
                .map(session -> DynamicTest.dynamicTest(session.commands(), () -> {
                    Path place = placeWithFiles();
                    String printed = new Launcher(place, Map.of()).transcript(session.commands());
                    boolean commandsOnly = session.steps().stream()
                            .allMatch(step -> String.join("", step.answer()).isBlank());
                    if (!commandsOnly) {
                        verify(printed, session, "readme");
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> theScripts() throws IOException {
        try (Stream<Path> scripts = Files.list(Launcher.PROJECT.resolve("scripts"))) {
            List<Path> all = scripts.filter(file -> file.toString().endsWith(".accrue"))
                    .sorted()
                    .toList();
            return all.stream()
                    .map(script -> DynamicTest.dynamicTest(script.getFileName().toString(), () -> run(script)));
        }
    }

    private void run(Path script) throws IOException {
        String name = script.getFileName().toString().replace(".accrue", "");
        String written = resource(name + ".txt");
        String first = written.lines().findFirst().orElseThrow();
        assertThat(first).startsWith(OPTIONS);
        List<String> arguments = new ArrayList<>(
                List.of(first.substring(OPTIONS.length()).strip().split(" +", -1)));
        arguments.add(script.toString());
        Path place = placeWithFiles();
        Files.createDirectories(place.resolve("store"));
        Map<String, String> environment =
                written.contains("cifar10") ? Map.of("ACCRUE_DATA", noise(place).toString()) : Map.of();
        String printed = new Launcher(place, environment).transcript("", arguments.toArray(String[]::new));
        verify(printed, Transcript.of(written), name);
    }

    private static void verify(String printed, Transcript written, String name) throws IOException {
        try {
            Transcript.of(printed).assertSameAs(written);
        } catch (AssertionError e) {
            Path file = Launcher.PROJECT.resolve("target/transcripts").resolve(name + ".txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, printed);
            throw new AssertionError("not what is written down; what was printed is in " + file, e);
        }
    }

    private static String resource(String name) throws IOException {
        try (var in = TranscriptIT.class.getResourceAsStream(name)) {
            assertThat(in).describedAs("a transcript %s of that script", name).isNotNull();
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /** Has the files that the README's examples name. */
    private Path placeWithFiles() throws IOException {
        Path place = Files.createTempDirectory(folder, "place");
        Random random = new Random(1);
        for (String name : List.of("cat", "dog", "otter")) {
            for (int i = 0; i < 10; i++) {
                picture(place.resolve("pictures/" + name + "/" + i + ".jpg"), random);
            }
        }
        picture(place.resolve("holiday/IMG_0042.jpg"), random);
        Files.write(
                place.resolve("efficientnet_features.onnx"),
                OnnxFile.of(OnnxFile.FLOAT, List.of(-1, 3, 8, 8), "GlobalAveragePool", "Flatten"));
        return place;
    }

    private static void picture(Path file, Random random) throws IOException {
        BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40 * 30; i++) {
            picture.setRGB(i % 40, i / 40, random.nextInt());
        }
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "jpg", file.toFile());
    }

    /** Files like CIFAR-10's, with noise for pictures: the script is the subject here, not what can be learnt. */
    private static Path noise(Path place) throws IOException {
        Path data = Files.createDirectories(place.resolve("data/cifar-10-batches-bin"));
        byte[] records = new byte[CIFAR_RECORDS * CIFAR_RECORD_BYTES];
        new Random(1).nextBytes(records);
        for (int i = 0; i < CIFAR_RECORDS; i++) {
            records[i * CIFAR_RECORD_BYTES] = (byte) (i % 10);
        }
        for (String name : CIFAR_FILES) {
            Files.write(data.resolve(name), records);
        }
        return data.getParent();
    }

    /** The table of commands in the README and {@code help} name the same ones. */
    @Test
    void theReadmeListsTheCommandsThatThereAre() throws IOException {
        String help = new Launcher(folder, Map.of()).run("help").succeeded().out();
        String readme = Files.readString(Launcher.PROJECT.resolve("README.md"));
        List<String> listed = names(Pattern.compile("(?m)^\\| (`.*?) \\|"), readme)
                .flatMap(row -> names(Pattern.compile("`([a-z][a-z -]*[a-z])"), row))
                .map(String::strip)
                .toList();
        List<String> there = names(Pattern.compile("(?m)^ {2}([a-z][a-z-]*( [a-z-]+)*)(?:  |$)"), help)
                .toList();
        assertThat(there)
                .isNotEmpty()
                .allSatisfy(command ->
                        assertThat(listed).anyMatch(row -> row.equals(command) || row.startsWith(command + " ")));
    }

    private static Stream<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }
}
