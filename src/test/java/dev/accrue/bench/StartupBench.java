package dev.accrue.bench;

import dev.accrue.bench.crash.Folders;
import dev.accrue.bench.speed.LargeStore;
import dev.accrue.bench.speed.TerminalStart;
import dev.accrue.store.ModelStore;
import dev.accrue.store.h2.H2ModelStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long {@code scripts/accrue} takes to its prompt, on a store of ten classes, and to its version, and how much memory
 * it holds then, beside jshell and H2's shell. They take turns; medians are printed. On a machine with other work the
 * processor time tells more than the clock. Linux only: {@code script} of util-linux makes the terminals.
 *
 * <p>{@code [TIMES [NAME PROMPT COMMAND]...]}: rounds, else 7, and further shells to start beside
 */
final class StartupBench {
    private static final int DIMENSION = 512;
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin").toString();

    private StartupBench() {}

    private record Shell(String prompt, String command) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("accrue-startup");
        try {
            Path store = folder.resolve("store");
            try (ModelStore made = H2ModelStore.open(store, Clock.systemUTC())) {
                new LargeStore(made, DIMENSION).fill(10);
            }
            compare(shells(store, args), args.length == 0 ? 7 : Integer.parseInt(args[0]));
        } finally {
            Folders.delete(folder);
        }
    }

    private static Map<String, Shell> shells(Path store, String[] args) {
        Map<String, Shell> shells = new LinkedHashMap<>();
        shells.put("accrue", new Shell("classes> ", "scripts/accrue --store " + store));
        shells.put("jshell", new Shell("jshell> ", JAVA + "/jshell"));
        shells.put(
                "H2 shell", new Shell("sql> ", JAVA + "/java -cp " + h2() + " org.h2.tools.Shell -url jdbc:h2:mem:"));
        for (int i = 1; i + 2 < args.length; i += 3) {
            shells.put(args[i], new Shell(args[i + 1], args[i + 2]));
        }
        return shells;
    }

    private static String h2() {
        return org.h2.Driver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }

    private static void compare(Map<String, Shell> shells, int times) throws IOException, InterruptedException {
        Map<String, String> versions = Map.of(
                "accrue",
                "scripts/accrue --version",
                "jshell",
                JAVA + "/jshell --version",
                "java",
                JAVA + "/java -version");
        Map<String, List<TerminalStart>> prompts = new LinkedHashMap<>();
        Map<String, List<TerminalStart>> said = new LinkedHashMap<>();
        TerminalStart.of(shells.get("accrue").command(), shells.get("accrue").prompt()); // builds, and archives classes
        for (int i = 0; i < times; i++) {
            for (String name : shells.keySet()) {
                Shell shell = shells.get(name);
                prompts.computeIfAbsent(name, each -> new ArrayList<>())
                        .add(TerminalStart.of(shell.command(), shell.prompt()));
            }
            for (String name : List.of("accrue", "jshell", "java")) {
                said.computeIfAbsent(name, each -> new ArrayList<>()).add(runToEnd(versions.get(name)));
            }
        }
        System.out.printf(
                "%d cores, load %.1f, Java %s; medians of %d%n",
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.version(),
                times);
        print("prompt", prompts);
        print("version", said);
    }

    /** Its processor time is what the shell that ran it says of its children. */
    private static TerminalStart runToEnd(String command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder("sh", "-c", command + " >/dev/null 2>&1; times").start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        Matcher times = TIMES.matcher(output.substring(output.indexOf('\n') + 1));
        if (!times.find()) {
            throw new IOException("sh said of its times: " + output);
        }
        double processor = 60 * Double.parseDouble(times.group(1))
                + Double.parseDouble(times.group(2))
                + 60 * Double.parseDouble(times.group(3))
                + Double.parseDouble(times.group(4));
        return new TerminalStart(seconds, processor, Double.NaN);
    }

    private static void print(String what, Map<String, List<TerminalStart>> starts) {
        double ours = median(starts.get("accrue"), TerminalStart::processor);
        System.out.printf("%n%-8s %-12s %8s %10s %7s %6s%n", what, "", "seconds", "processor", "ratio", "MiB");
        starts.forEach((name, each) -> System.out.printf(
                "%-8s %-12s %8.2f %10.2f %7.2f %6s%n",
                "",
                name,
                median(each, TerminalStart::seconds),
                median(each, TerminalStart::processor),
                median(each, TerminalStart::processor) / ours,
                mebibytes(median(each, TerminalStart::resident))));
    }

    /** Nothing where it was not measured: a process that has ended holds no memory. */
    private static String mebibytes(double resident) {
        return Double.isNaN(resident) ? "" : "%.0f".formatted(resident);
    }

    private static double median(List<TerminalStart> starts, ToDoubleFunction<TerminalStart> value) {
        double[] sorted = starts.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
