package dev.accrue.bench.speed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One start of a program in a pseudo-terminal of 100 columns, which {@code script} of util-linux makes, until it shows its
 * prompt.
 *
 * @param seconds by the clock, from the start of its process
 * @param processor seconds of all its processes, user and system, what they waited for included
 * @param resident MiB of the largest of its processes
 */
public record TerminalStart(double seconds, double processor, double resident) {
    private static final double TICKS_A_SECOND = 100;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** @param prompt the end of what it shows when it is ready */
    public static TerminalStart of(String command, String prompt) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder("script", "-qfec", "stty cols 100 rows 30; exec " + command, "/dev/null")
                .redirectErrorStream(true)
                .start();
        try {
            await(process.getInputStream(), prompt, command);
            double seconds = (System.nanoTime() - start) / 1e9;
            List<Path> processes = process.descendants()
                    .map(each -> Path.of("/proc", Long.toString(each.pid())))
                    .toList();
            double processor = 0;
            double resident = 0;
            for (Path each : processes) {
                processor += processorSeconds(each);
                resident = Math.max(resident, residentMebibytes(each));
            }
            return new TerminalStart(seconds, processor, resident);
        } finally {
            Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList()
                    .forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
        }
    }

    private static void await(InputStream screen, String prompt, String command) throws IOException {
        StringBuilder shown = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (shown.indexOf(prompt) < 0) {
            int count = screen.read(buffer);
            if (count < 0) {
                throw new IOException(command + " ended without showing \"" + prompt + "\" but: " + shown);
            }
            shown.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
    }

    /** utime, stime, cutime and cstime, see proc(5); counted behind the name, which may hold blanks. */
    private static double processorSeconds(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Stream.of(11, 12, 13, 14)
                        .mapToLong(i -> Long.parseLong(fields[i]))
                        .sum()
                / TICKS_A_SECOND;
    }

    private static double residentMebibytes(Path process) throws IOException {
        Matcher matcher = RESIDENT.matcher(Files.readString(process.resolve("status")));
        return matcher.find() ? Long.parseLong(matcher.group(1)) / 1024.0 : 0;
    }
}
