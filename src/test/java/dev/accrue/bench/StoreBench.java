package dev.accrue.bench;

import dev.accrue.bench.crash.Folders;
import dev.accrue.bench.crash.Operations;
import dev.accrue.bench.speed.LargeStore;
import dev.accrue.bench.speed.LiveContent;
import dev.accrue.bench.speed.Reopening;
import dev.accrue.bench.speed.Timing;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.Classifier;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.h2.H2ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long what changes a model takes beside the embedding, at a short and at a long history, and how large the file is
 * beside what it holds. Prints tables; nothing is asserted.
 *
 * <p>{@code [DIMENSION CLASSES TIMES]}, else 1280 100 20
 */
final class StoreBench {
    private static final int[] HISTORIES = {10, 1_000};
    private static final int MUTATIONS = 200;
    private static final int MUTATED_DIMENSION = 512;

    private final Path folder;
    private final int times;
    private final AtomicInteger snapshots = new AtomicInteger();

    private StoreBench(Path folder, int times) {
        this.folder = folder;
        this.times = times;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("accrue-store");
        try {
            StoreBench bench = new StoreBench(folder, number(args, 2, 20));
            bench.times(number(args, 0, 1280), number(args, 1, 100));
            bench.sizes();
        } finally {
            Folders.delete(folder);
        }
    }

    private static int number(String[] args, int position, int otherwise) {
        return position < args.length ? Integer.parseInt(args[position]) : otherwise;
    }

    private void times(int dimension, int classes) throws IOException, InterruptedException {
        Path path = folder.resolve("large");
        long start = System.nanoTime();
        try (ModelStore store = open(path)) {
            new LargeStore(store, dimension).fill(classes);
        }
        print(
                "%d classes of d = %d, filled in %.1f s, %.0f MB",
                classes, dimension, secondsSince(start), fileSize(path));
        for (int history : HISTORIES) {
            measure(path, dimension, history);
        }
    }

    private void measure(Path path, int dimension, int history) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (ModelStore store = open(path)) {
            LargeStore large = new LargeStore(store, dimension);
            large.lengthenTo(history);
            print(
                    "%n%d versions, made in %.1f s; milliseconds:",
                    store.history().size(), secondsSince(start));
            print("%-44s %9s %9s (times)   goal", "", "median", "worst");
            Runnable addition = large.addition();
            row("commit of one add-class", Timing.of(times, StoreBench::nothing, addition, store::undo), "100");
            row(
                    "snapshot",
                    Timing.of(times, StoreBench::nothing, () -> store.snapshot(nextName()), StoreBench::nothing),
                    "20");
            row("undo", Timing.of(times, StoreBench::nothing, store::undo, store::redo), "20");
            row("redo", Timing.of(times, store::undo, store::redo, StoreBench::nothing), "");
            row("restore", Timing.of(times, StoreBench::nothing, large::restoreParent, store::undo), "");
            row("remove-class", Timing.of(times, StoreBench::nothing, large::removeLast, store::undo), "");
            row(
                    "verify",
                    Timing.of(some(), StoreBench::nothing, () -> store.verify(Progress.NONE), StoreBench::nothing),
                    "");
            ModelVersion head = store.head().orElseThrow();
            Classifier classifier = Reopening.fitted(store, head);
            row(
                    "keeping the classifier",
                    Timing.of(
                            times,
                            StoreBench::nothing,
                            () -> store.keepFittedClassifier(head, classifier.parameters()),
                            StoreBench::nothing),
                    "");
        }
        Optional<Path> archive = Optional.of(Reopening.archive(path, folder));
        row("reopening, head ready, as the launcher does", Reopening.measure(path, false, archive, times), "500");
        row("the same without an archive of the classes", Reopening.measure(path, false, Optional.empty(), times), "");
        row("the same, all statistics fitted anew", Reopening.measure(path, true, archive, some()), "");
    }

    /** Times for what takes seconds. */
    private int some() {
        return Math.max(1, times / 7);
    }

    private void sizes() throws IOException {
        Path path = folder.resolve("mutated");
        print("%n%d mutations of all kinds but pruning at d = %d:", MUTATIONS, MUTATED_DIMENSION);
        print("%-32s %9s %9s %9s %9s   goal", "", "file MB", "live MB", "prunable", "file/live");
        Operations operations = new Operations(1, MUTATED_DIMENSION);
        try (ModelStore store = open(path)) {
            int done = 0;
            for (int index = 0; done < MUTATIONS; index++) {
                if (!operations.name(index).equals("prune")) {
                    operations.perform(index, store);
                    done++;
                }
            }
            sizes("while open", path, store);
        }
        sizesOfClosed("after closing", path);
        try (ModelStore store = open(path)) {
            store.prune(false);
        }
        sizesOfClosed("after pruning and closing", path);
    }

    private static void sizesOfClosed(String when, Path path) throws IOException {
        Path copy = Files.createTempDirectory(path.getParent(), "copy").resolve("copy");
        Files.copy(fileOf(path), fileOf(copy));
        try (ModelStore store = open(copy)) {
            sizes(when, path, store);
        }
    }

    private static void sizes(String when, Path path, ModelStore store) throws IOException {
        double file = fileSize(path);
        double live = LiveContent.bytes(store) / 1e6;
        print(
                "%-32s %9.1f %9.1f %9.1f %9.2f   1.5",
                when, file, live, store.prune(true).bytes() / 1e6, file / live);
    }

    private static void row(String what, Timing timing, String goal) {
        print("%-44s %s   %8s", what, timing, goal);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    private String nextName() {
        return "snapshot-" + snapshots.incrementAndGet();
    }

    private static void nothing() {}

    private static ModelStore open(Path path) {
        return H2ModelStore.open(path, Clock.systemUTC());
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double fileSize(Path path) throws IOException {
        return Files.size(fileOf(path)) / 1e6;
    }

    private static Path fileOf(Path path) {
        return path.resolveSibling(path.getFileName() + ".mv.db");
    }
}
