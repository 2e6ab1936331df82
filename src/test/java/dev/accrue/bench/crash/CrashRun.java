package dev.accrue.bench.crash;

import dev.accrue.bench.crash.CrashOptions.End;
import dev.accrue.common.AccrueException;
import dev.accrue.common.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Lets processes work on a store and end badly, one after another, and looks each time whether what is left is what a
 * reference store holds that was never in danger: everything acknowledged, and of the operation in flight all or
 * nothing.
 */
public final class CrashRun implements AutoCloseable {
    private final CrashOptions options;
    private final Path folder;
    private final SplittableRandom random;
    private Reference reference;
    private int rounds;
    private long next;
    private long operations;
    private long acknowledged;
    private long completed;
    private long lost;
    private long torn;
    private Duration worstOpening = Duration.ZERO;
    private long largestStore;
    private boolean wrongAnswer;
    private final List<String> problems = new ArrayList<>();

    private CrashRun(CrashOptions options) throws IOException {
        this.options = options;
        this.random = new SplittableRandom(options.seed());
        this.folder = Files.createDirectories(options.folder().resolve("store"));
        this.reference = new Reference(options.folder(), operations());
    }

    /** @param told a line after each round */
    public static CrashReport run(CrashOptions options, RoundListener told) throws IOException, InterruptedException {
        try (CrashRun run = new CrashRun(options)) {
            for (int round = 1; round <= options.rounds(); round++) {
                run.round();
                told.roundEnded(run.report());
            }
            return run.report();
        }
    }

    /** Hears how far the run has come. */
    @FunctionalInterface
    public interface RoundListener {
        void roundEnded(CrashReport soFar);
    }

    private CrashReport report() {
        return new CrashReport(
                rounds,
                operations,
                acknowledged,
                completed,
                lost,
                torn,
                worstOpening,
                largestStore,
                List.copyOf(problems));
    }

    private void round() throws IOException, InterruptedException {
        rounds++;
        long first = next;
        OptionalLong inFlight = OptionalLong.empty();
        try (WorkerProcess worker = WorkerProcess.start(options, folder, first, random)) {
            for (WorkerProcess.Message message = worker.read(); message != null; message = worker.read()) {
                switch (message.kind()) {
                    case BEGIN -> {
                        operations++;
                        inFlight = OptionalLong.of(message.index());
                    }
                    case DONE -> {
                        acknowledged++;
                        inFlight = OptionalLong.empty();
                        next = message.index() + 1;
                        compare(message.text(), reference.perform(message.index()));
                    }
                    case CANCELLED -> {
                        inFlight = OptionalLong.empty();
                        next = message.index() + 1;
                    }
                    case FAILED -> {
                        if (options.end() != End.FULL_DISK) {
                            problem("the process failed: " + message.text());
                        }
                    }
                }
            }
            if (!worker.endedAsExpected()) {
                problem("the process ended by itself: " + worker.errors());
            }
        }
        Path found = Files.createTempDirectory(options.folder(), "found");
        Folders.copy(folder, found);
        boolean holds = holds(inFlight, first);
        if (!holds || wrongAnswer) {
            Path kept = Files.createTempDirectory("accrue-crash-found");
            Folders.copy(found, kept);
            problem("the files as they were found are kept in " + kept);
            startAnew();
        }
        Folders.delete(found);
    }

    /** Only the first wrong answer is told: the others follow from it. */
    private void compare(String answer, String expected) {
        if (!wrongAnswer && !answer.equals(expected)) {
            wrongAnswer = true;
            torn("it answered \"" + answer + "\" and the reference \"" + expected + "\"");
        }
    }

    private boolean holds(OptionalLong inFlight, long first) throws IOException {
        long start = System.nanoTime();
        try (Performer survivor = new Performer(folder, operations())) {
            Duration opening = Duration.ofNanos(System.nanoTime() - start);
            worstOpening = opening.compareTo(worstOpening) > 0 ? opening : worstOpening;
            largestStore = Math.max(largestStore, survivor.store().bytesOnDisk());
            survivor.store().verify(Progress.NONE).problems().forEach(this::torn);
            StoreState found = survivor.state();
            StoreState expected = reference.state();
            if (found.equals(expected)) {
                return true;
            }
            if (inFlight.isPresent()) {
                next = inFlight.getAsLong() + 1;
                reference.perform(inFlight.getAsLong());
                expected = reference.state();
                if (found.equals(expected)) {
                    completed++;
                    return true;
                }
            }
            broken(found, expected, first);
        } catch (AccrueException e) {
            torn("the store cannot be read: " + e.getMessage());
        }
        return false;
    }

    /** Says whether it is an earlier state, so that what came after it was lost, or none that ever was. */
    private void broken(StoreState found, StoreState expected, long first) throws IOException {
        long missing = reference.operationsSince(found, first);
        if (missing > 0) {
            lost += missing;
            problem(missing + " operations were lost: " + expected.difference(found));
        } else {
            torn("a state that never was: " + expected.difference(found));
        }
    }

    private void torn(String what) {
        torn++;
        problem(what);
    }

    private void problem(String what) {
        problems.add("round " + rounds + ", operation " + next + ": " + what);
    }

    /** After something is broken: a new store and a new reference, so that one fault is not counted again and again. */
    private void startAnew() throws IOException {
        reference.close();
        Folders.delete(folder);
        Files.createDirectories(folder);
        reference = new Reference(options.folder(), operations());
        wrongAnswer = false;
    }

    private Operations operations() {
        return new Operations(options.seed(), options.dimension());
    }

    @Override
    public void close() {
        reference.close();
    }
}
