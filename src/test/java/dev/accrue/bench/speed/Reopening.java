package dev.accrue.bench.speed;

import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.Fitting;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.h2.H2ModelStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * A process of its own that opens a store until its head can predict, and says after how many milliseconds it could: with
 * the classifier that was kept, or (cold) with all statistics read and fitted.
 */
public final class Reopening {
    private Reopening() {}

    public static void main(String[] args) {
        long start = System.nanoTime();
        try (ModelStore store = H2ModelStore.open(Path.of(args[0]), Clock.systemUTC())) {
            ModelVersion head = store.head().orElseThrow();
            Classifier classifier = Boolean.parseBoolean(args[1]) ? fitted(store, head) : kept(store, head);
            classifier.scores(new float[classifier.dimension()], 1);
            System.out.println((System.nanoTime() - start) / 1e6);
        }
    }

    private static Classifier kept(ModelStore store, ModelVersion head) {
        return Method.parse(head.method())
                .classifier(store.fittedClassifier(head).orElseThrow());
    }

    /** Also what makes the classifier to be kept. */
    public static Classifier fitted(ModelStore store, ModelVersion head) {
        Fitting fitting =
                Method.parse(head.method()).fitting(head.classes().get(0).dimension());
        for (ClassRow row : head.classes()) {
            fitting.add(store.statistics(row));
        }
        return fitting.classifier();
    }

    /**
     * In so many processes, one after another, started as the launcher starts the shell.
     *
     * @param archive of the classes, as the launcher makes one at its first start; none: a start without it
     */
    public static Timing measure(Path store, boolean cold, Optional<Path> archive, int times)
            throws IOException, InterruptedException {
        List<Double> milliseconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            milliseconds.add(milliseconds(
                    store,
                    cold,
                    archive.map(path -> "-XX:SharedArchiveFile=" + path).orElse("-Xshare:auto")));
        }
        return new Timing(milliseconds);
    }

    /** Has a process leave the archive of the classes that it used. */
    public static Path archive(Path store, Path folder) throws IOException, InterruptedException {
        Path archive = folder.resolve("classes.jsa");
        milliseconds(store, false, "-XX:ArchiveClassesAtExit=" + archive);
        return archive;
    }

    private static double milliseconds(Path store, boolean cold, String option)
            throws IOException, InterruptedException {
        Path self = store.resolveSibling("reopening.jar");
        if (Files.notExists(self)) {
            writeJar(self);
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx4g",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xlog:disable",
                        option,
                        "-cp",
                        "target/accrue.jar:" + self,
                        Reopening.class.getName(),
                        store.toString(),
                        Boolean.toString(cold))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            return Double.parseDouble(lines.readLine());
        } finally {
            process.waitFor();
        }
    }

    /** Java archives classes from jars only. */
    private static void writeJar(Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> each : List.of(Reopening.class, Timing.class)) {
                String name = each.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream code =
                        Objects.requireNonNull(each.getClassLoader().getResourceAsStream(name))) {
                    code.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }
}
