package dev.accrue;

import dev.accrue.backbone.DeviceChoice;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.output.TableFormat;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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
 * @param format of tables
 * @param commands given with {@code -c}
 * @param scripts files to replay, in order
 * @param words one command, given as words
 * @param variables for scripts, from {@code --set}
 */
record LaunchOptions(
        Optional<Path> store,
        boolean readOnly,
        DeviceChoice device,
        TableFormat format,
        Optional<String> commands,
        List<Path> scripts,
        List<String> words,
        Map<String, String> variables,
        boolean quiet,
        boolean debug,
        boolean version,
        boolean help) {

    private static final Set<String> FLAGS =
            Set.of("--read-only", "--require-gpu", "--quiet", "--debug", "--version", "--help", "-h");

    static final String USAGE = """
            usage: accrue [OPTIONS]                  talk to a person, or read commands from a pipe
                   accrue [OPTIONS] FILE...          replay scripts (NAME.accrue, or another file by its path)
                   accrue [OPTIONS] -c "COMMAND; COMMAND"
                   accrue [OPTIONS] COMMAND [ARGUMENTS]

              --store PATH           where the model is kept (default: store/accrue; or ACCRUE_STORE)
              --read-only            look only: evaluate and predict beside others who read the same store
              --device NAME          auto (default), cpu, gpu or gpu:1 (the second one)
              --require-gpu          fail where there is no GPU, instead of going on without
              --set NAME=VALUE       a variable for scripts, used there as ${NAME}
              --output-format NAME   table (default), csv, json or markdown
              --quiet                no progress and no notes
              --debug                stack traces with errors
              --version, --help

            accrue help lists the commands.
            """;

    /**
     * Options may stand before and after scripts, with the value as the next word or after {@code =}. A command keeps
     * all words after its name.
     *
     * @param isCommand whether a command's name starts with this word; asked only about the name of a file
     * @throws AccrueException USAGE for an option it does not know or a value it cannot use
     */
    static LaunchOptions parse(String[] arguments, Predicate<String> isCommand) {
        @Nullable Path store = null;
        TableFormat format = TableFormat.TABLE;
        @Nullable String commands = null;
        List<Path> scripts = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Map<String, String> variables = new HashMap<>();
        boolean readOnly = false;
        String device = "auto";
        boolean requireGpu = false;
        boolean quiet = false;
        boolean debug = false;
        boolean version = false;
        boolean help = false;
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String word = left.remove();
            if (!word.startsWith("-")) {
                if (scripts.isEmpty() && !isScript(word, isCommand)) {
                    words.add(word);
                    words.addAll(left);
                    break;
                }
                scripts.add(Path.of(word));
                continue;
            }
            String option = splitValue(word, left);
            switch (option) {
                case "--store" -> store = Path.of(value(left, option, "a path"));
                case "--output-format" ->
                    format = TableFormat.parse(value(left, option, "table, csv, json or markdown"));
                case "-c" -> commands = value(left, option, "commands separated by semicolons");
                case "--set" -> set(variables, value(left, option, "NAME=VALUE"));
                case "--read-only" -> readOnly = true;
                case "--device" -> device = value(left, option, "auto, cpu, gpu or gpu:1");
                case "--require-gpu" -> requireGpu = true;
                case "--quiet" -> quiet = true;
                case "--debug" -> debug = true;
                case "--version" -> version = true;
                case "--help", "-h" -> help = true;
                default -> throw usage("accrue has no option " + option + "; accrue --help lists the options");
            }
        }
        if (commands != null && !(scripts.isEmpty() && words.isEmpty())) {
            throw usage("\"" + (scripts.isEmpty() ? words : scripts).get(0)
                    + "\" and -c \"...\" are both given; quote all commands as one word, separated by ;");
        }
        return new LaunchOptions(
                Optional.ofNullable(store),
                readOnly,
                DeviceChoice.parse(device, requireGpu),
                format,
                Optional.ofNullable(commands),
                scripts,
                words,
                variables,
                quiet,
                debug,
                version,
                help);
    }

    /** A file in the working directory must not take the place of a command. */
    private static boolean isScript(String word, Predicate<String> isCommand) {
        return word.endsWith(".accrue")
                || word.indexOf('/') >= 0
                || word.indexOf(File.separatorChar) >= 0
                || (Files.isRegularFile(Path.of(word)) && !isCommand.test(word));
    }

    /** Of {@code --name=value} the name; the value becomes the next word. */
    private static String splitValue(String word, Deque<String> left) {
        int equals = word.indexOf('=');
        if (equals < 0) {
            return word;
        }
        String option = word.substring(0, equals);
        if (FLAGS.contains(option)) {
            throw usage(option + " takes no value, so \"" + word.substring(equals + 1) + "\" is too much");
        }
        left.addFirst(word.substring(equals + 1));
        return option;
    }

    private static void set(Map<String, String> variables, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw usage("--set is \"" + assignment + "\"; expected NAME=VALUE, such as --set epochs=3");
        }
        variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }

    private static String value(Deque<String> left, String option, String expected) {
        if (left.isEmpty() || left.element().isEmpty()) {
            throw usage(option + " needs a value: " + expected);
        }
        return left.remove();
    }

    private static AccrueException usage(String message) {
        return new AccrueException(Category.USAGE, message);
    }
}
