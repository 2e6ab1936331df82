package dev.accrue.bench;

import dev.accrue.bench.crash.CrashOptions;
import dev.accrue.bench.crash.CrashOptions.End;
import dev.accrue.bench.crash.CrashReport;
import dev.accrue.bench.crash.CrashRun;
import dev.accrue.bench.crash.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether the store loses anything when its process is killed at random moments, the disk is full ({@code --full-disk})
 * or its thread is interrupted ({@code --interrupt}). Prints what became of it and ends with 1 if anything was lost or
 * torn.
 *
 * <p>{@code [--rounds 200] [--seed 1] [--store-dimension 24] [--longest-work MILLISECONDS] [--full-disk | --interrupt]}
 */
final class CrashBench {
    private static final Duration LONGEST_OPENING = Duration.ofSeconds(3);

    private CrashBench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("accrue-crash");
        boolean good;
        try {
            good = passes(options(args, folder));
        } finally {
            Folders.delete(folder);
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean passes(CrashOptions options) throws IOException, InterruptedException {
        System.out.printf(
                "%d rounds, each %s; seed %d, d = %d%n",
                options.rounds(), options.end(), options.seed(), options.dimension());
        long start = System.nanoTime();
        CrashReport report = CrashRun.run(options, CrashBench::progress);
        print(report, Duration.ofNanos(System.nanoTime() - start));
        return report.problems().isEmpty() && report.worstOpening().compareTo(LONGEST_OPENING) < 0;
    }

    private static CrashOptions options(String[] args, Path folder) {
        Map<String, Long> numbers = new HashMap<>(
                Map.of("--rounds", 200L, "--seed", 1L, "--store-dimension", 24L, "--longest-work", 1500L));
        End end = End.KILLED;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--full-disk")) {
                end = End.FULL_DISK;
            } else if (args[i].equals("--interrupt")) {
                end = End.INTERRUPTED;
            } else if (numbers.containsKey(args[i]) && i + 1 < args.length) {
                numbers.put(args[i], Long.parseLong(args[++i]));
            } else {
                System.err.printf("unknown or incomplete option %s; see the head of this class%n", args[i]);
                System.exit(2);
            }
        }
        return new CrashOptions(
                folder,
                end,
                Math.toIntExact(numbers.get("--rounds")),
                numbers.get("--seed"),
                Math.toIntExact(numbers.get("--store-dimension")),
                Duration.ofMillis(numbers.get("--longest-work")));
    }

    private static void progress(CrashReport report) {
        if (report.rounds() % 10 == 0) {
            System.out.printf(
                    "round %d: %d operations, %d acknowledged, lost %d, torn %d%n",
                    report.rounds(), report.operations(), report.acknowledged(), report.lost(), report.torn());
        }
    }

    private static void print(CrashReport report, Duration took) {
        report.problems().forEach(System.out::println);
        System.out.printf(
                "%nrounds            %6d%noperations        %6d%nacknowledged      %6d%ncompleted         %6d"
                        + "%nlost              %6d   (must be 0)%ntorn              %6d   (must be 0)"
                        + "%nworst reopening   %6d ms (must be below %d)%nstore's size      %6d kB at most%ntook              %6d s%n",
                report.rounds(),
                report.operations(),
                report.acknowledged(),
                report.completed(),
                report.lost(),
                report.torn(),
                report.worstOpening().toMillis(),
                LONGEST_OPENING.toMillis(),
                report.largestStore() / 1000,
                took.toSeconds());
    }
}
