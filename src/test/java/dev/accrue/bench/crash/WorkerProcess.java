package dev.accrue.bench.crash;

import dev.accrue.bench.crash.CrashOptions.End;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link Worker} in a process of its own, and the end that awaits it. */
final class WorkerProcess implements AutoCloseable {
    /** Of so many processes, one is killed before it has opened the store. */
    private static final int KILLED_OPENING_ONE_IN = 8;

    private static final int LONGEST_OPENING_MILLIS = 900;
    private static final int TIGHT_ONE_IN = 4;
    private static final int MOST_KIBIBYTES_LEFT = 400;

    private final CrashOptions options;
    private final Process process;
    private final Path errors;
    private final BufferedReader lines;
    private final long workMillis;
    private volatile boolean ended;
    private boolean failed;

    private WorkerProcess(CrashOptions options, Process process, Path errors, SplittableRandom random) {
        this.options = options;
        this.process = process;
        this.errors = errors;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.workMillis = random.nextLong(options.longestWork().toMillis() + 1);
        if (options.end() == End.KILLED && random.nextInt(KILLED_OPENING_ONE_IN) == 0) {
            endAfter(random.nextLong(LONGEST_OPENING_MILLIS));
        }
    }

    static WorkerProcess start(CrashOptions options, Path store, long firstOperation, SplittableRandom random)
            throws IOException {
        Path errors = options.folder().resolve("errors.txt");
        List<String> command = new ArrayList<>();
        if (options.end() == End.FULL_DISK) {
            command.addAll(List.of("bash", "-c", "ulimit -f " + limit(store, random) + " && exec \"$@\"", "-"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                store.toString(),
                Long.toString(options.seed()),
                Integer.toString(options.dimension()),
                Long.toString(firstOperation),
                Boolean.toString(options.end() == End.INTERRUPTED)));
        Process process = new ProcessBuilder(command)
                .redirectError(Redirect.to(errors.toFile()))
                .start();
        return new WorkerProcess(options, process, errors, random);
    }

    /** Kibibytes; now and then fewer than there are, where not even a new file of the same content has room. */
    private static long limit(Path store, SplittableRandom random) throws IOException {
        long now = sizeOf(store) / 1024 + 1;
        return random.nextInt(TIGHT_ONE_IN) == 0
                ? random.nextLong(now / 2, now + 1)
                : now + random.nextInt(MOST_KIBIBYTES_LEFT);
    }

    private static long sizeOf(Path store) throws IOException {
        long size = 0;
        try (var files = Files.newDirectoryStream(store)) {
            for (Path file : files) {
                size = Math.max(size, Files.size(file));
            }
        }
        return size;
    }

    /** What the process said of which operation. */
    record Message(Kind kind, long index, String text) {
        enum Kind {
            BEGIN,
            DONE,
            CANCELLED,
            FAILED
        }

        private static Message parse(String line) {
            String[] words = line.split(" ", 3);
            return switch (words[0]) {
                case "begin" -> new Message(Kind.BEGIN, Long.parseLong(words[1]), "");
                case "done" -> new Message(Kind.DONE, Long.parseLong(words[1]), words[2]);
                case "cancelled" -> new Message(Kind.CANCELLED, Long.parseLong(words[1]), "");
                default -> new Message(Kind.FAILED, -1, line);
            };
        }
    }

    /** The next thing it says of an operation; null when it has ended. */
    @Nullable
    Message read() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            switch (line) {
                case "open" -> endAfter(workMillis);
                case "closed" -> ended = true;
                default -> {
                    Message message = Message.parse(line);
                    failed |= message.kind() == Message.Kind.FAILED;
                    return message;
                }
            }
        }
        return null;
    }

    private void endAfter(long millis) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::end);
    }

    private void end() {
        if (options.end() == End.INTERRUPTED) {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            ended = true;
            process.toHandle().destroyForcibly(); // by its handle, which leaves what the pipe holds to be read
        }
    }

    /** Whether it did not end for a reason of its own. */
    boolean endedAsExpected() throws InterruptedException {
        int status = process.waitFor();
        return switch (options.end()) {
            case KILLED -> ended && status != 0 && !failed;
            case FULL_DISK -> ended || failed;
            case INTERRUPTED -> ended && status == 0;
        };
    }

    /** What it left on its standard error. */
    String errors() throws IOException {
        String text = Files.readString(errors).strip();
        return text.substring(0, Math.min(text.length(), 1_000));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
