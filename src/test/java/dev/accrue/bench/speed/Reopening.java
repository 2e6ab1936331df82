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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

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

    /** In so many processes, one after another, started as the launcher starts the shell. */
    public static Timing measure(Path folder, boolean cold, int times) throws IOException, InterruptedException {
        List<Double> milliseconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx4g",
                            "-XX:+UseSerialGC",
                            "-Xshare:auto",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Reopening.class.getName(),
                            folder.toString(),
                            Boolean.toString(cold))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                milliseconds.add(Double.parseDouble(lines.readLine()));
            }
            process.waitFor();
        }
        return new Timing(milliseconds);
    }
}
