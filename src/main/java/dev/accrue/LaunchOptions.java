package dev.accrue;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.DeviceChoice;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.output.TableFormat;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The words after {@code accrue}.
 *
 * @param store path of the store; empty for the default
 * @param readOnly whether the store may only be read
 * @param device where the numbers are crunched
 * @param format of answers; empty for the usual one
 * @param commands given with {@code -c}
 * @param scripts files to replay, in order
 * @param words one command, given as words
 * @param variables for scripts, from {@code --set}
 * @param keepGoing go on after a command that failed
 * @param dryRun check commands instead of running them
 * @param echo show commands also where they usually are not shown
 */
record LaunchOptions(
        Optional<Path> store,
        boolean readOnly,
        DeviceChoice device,
        Optional<TableFormat> format,
        Optional<String> commands,
        List<Path> scripts,
        List<String> words,
        Map<String, String> variables,
        boolean keepGoing,
        boolean dryRun,
        boolean echo,
        boolean quiet,
        boolean verbose,
        boolean debug,
        boolean version,
        boolean help) {

    private static final Set<String> FLAGS = Set.of(
            "--read-only",
            "--require-gpu",
            "--keep-going",
            "--dry-run",
            "--echo",
            "--force",
            "--quiet",
            "--verbose",
            "--debug",
            "--version",
            "--help",
            "-h");

    /**
     * Options may stand before and after scripts, with the value as the next word or after {@code =}. A command keeps
     * all words after its name.
     *
     * @param isCommand whether a command's name starts with this word; asked only about the name of a file
     * @throws AccrueException USAGE for an option it does not know or a value it cannot use
     */
    static LaunchOptions parse(String[] arguments, Predicate<String> isCommand) {
        @Nullable Path store = null;
        @Nullable TableFormat format = null;
        @Nullable String output = null;
        @Nullable String commands = null;
        List<Path> scripts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Map<String, String> variables = new HashMap<>();
        Set<String> flags = new HashSet<>();
        String device = "auto";
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String word = left.remove();
            if (!word.startsWith("-")) {
                if (scripts.isEmpty() && !isScript(word, isCommand)) {
                    words.add(word);
                    words.addAll(left);
                    break;
                }
                scripts.add(path(word));
                continue;
            }
            String option = splitValue(word, left);
            switch (option) {
                case "--store" -> store = path(value(left, option, text("launch.path")));
                case "--output-format" ->
                    format = TableFormat.parse(value(left, option, String.join(", ", TableFormat.names())));
                case "--output" -> output = value(left, option, text("launch.path"));
                case "-c" -> commands = value(left, option, text("launch.commands"));
                case "--set" -> set(variables, value(left, option, "NAME=VALUE"));
                case "--device" -> device = value(left, option, "auto, cpu, gpu, gpu:1");
                default -> {
                    if (!FLAGS.contains(option)) {
                        throw usage(text("launch.unknownOption", option));
                    }
                    flags.add(option);
                }
            }
        }
        if (commands != null && !(scripts.isEmpty() && words.isEmpty())) {
            throw usage(text("launch.twoKinds", (scripts.isEmpty() ? words : scripts).get(0)));
        }
        if (flags.containsAll(Set.of("--quiet", "--verbose"))) {
            throw usage(text("launch.quietAndVerbose"));
        }
        return new LaunchOptions(
                Optional.ofNullable(store),
                flags.contains("--read-only"),
                DeviceChoice.parse(device, flags.contains("--require-gpu")),
                Optional.ofNullable(format),
                Optional.ofNullable(commands),
                scripts,
                withOutput(words, output, flags.contains("--force")),
                variables,
                flags.contains("--keep-going"),
                flags.contains("--dry-run"),
                flags.contains("--echo"),
                flags.contains("--quiet"),
                flags.contains("--verbose"),
                flags.contains("--debug"),
                flags.contains("--version"),
                flags.contains("--help") || flags.contains("-h"));
    }

    /** A file takes the answer of one command: which of several it would be, nobody can say. */
    private static List<String> withOutput(List<String> words, @Nullable String output, boolean force) {
        if (output == null && !force) {
            return words;
        }
        if (output == null || words.isEmpty()) {
            throw usage(output == null ? text("launch.forceForNothing") : text("launch.outputOfMany", output));
        }
        int end = words.contains("--") ? words.indexOf("--") : words.size();
        List<String> all = new ArrayList<>(words.subList(0, end));
        all.addAll(force ? List.of("--output", output, "--force") : List.of("--output", output));
        all.addAll(words.subList(end, words.size()));
        return all;
    }

    /** A file in the working directory must not take the place of a command. */
    private static boolean isScript(String word, Predicate<String> isCommand) {
        return word.endsWith(".accrue")
                || word.indexOf('/') >= 0
                || word.indexOf(File.separatorChar) >= 0
                || (Files.isRegularFile(path(word)) && !isCommand.test(word));
    }

    /** Of {@code --name=value} the name; the value becomes the next word. */
    private static String splitValue(String word, Deque<String> left) {
        int equals = word.indexOf('=');
        if (equals < 0) {
            return word;
        }
        String option = word.substring(0, equals);
        if (FLAGS.contains(option)) {
            throw usage(text("launch.noValue", option, word.substring(equals + 1)));
        }
        left.addFirst(word.substring(equals + 1));
        return option;
    }

    private static void set(Map<String, String> variables, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw usage(text("launch.noAssignment", assignment));
        }
        variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }

    private static String value(Deque<String> left, String option, String expected) {
        if (left.isEmpty() || left.element().isEmpty()) {
            throw usage(text("launch.needsValue", option, expected));
        }
        return left.remove();
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw usage(text("script.noPath", text, e.getReason()));
        }
    }

    private static AccrueException usage(String message) {
        return new AccrueException(Category.USAGE, message);
    }
}
