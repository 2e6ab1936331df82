package dev.accrue.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code scripts/accrue} as a person's shell would: a real process. */
final class Launcher {
    static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final int MINUTES = 15;

    private final Path folder;
    private final Map<String, String> environment;

    /** @param folder working directory, and where the streams are kept; the store is {@code folder/store} */
    Launcher(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * @param status exit status
     * @param out standard output
     * @param err standard error
     */
    record Result(int status, String out, String err) {

        Result succeeded() {
            assertThat(status)
                    .describedAs("exit status; standard error:%n%s", err)
                    .isZero();
            return this;
        }
    }

    Result run(String... arguments) {
        return finish(start("", arguments));
    }

    Result runWithInput(String input, String... arguments) {
        return finish(start(input, arguments));
    }

    /** Answers and messages as a person sees them, in their order; fails when the program does. */
    String transcript(String input, String... arguments) {
        Result result = finish(start(input, true, arguments));
        assertThat(result.status())
                .describedAs("exit status of:%n%s", result.out())
                .isZero();
        return result.out();
    }

    Process start(String input, String... arguments) {
        return start(input, false, arguments);
    }

    private Process start(String input, boolean together, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                PROJECT.resolve("scripts/accrue").toString(),
                "--store",
                folder.resolve("store").toString()));
        command.addAll(List.of(arguments));
        try {
            Path in = Files.writeString(folder.resolve("in.txt"), input);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(folder.resolve("out.txt").toFile())
                    .redirectError(
                            Files.writeString(folder.resolve("err.txt"), "").toFile())
                    .redirectErrorStream(together);
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result finish(Process process) {
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + MINUTES + " minutes; standard error:\n" + err());
            }
            return new Result(process.exitValue(), read("out.txt"), err());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    String err() {
        return read("err.txt");
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
