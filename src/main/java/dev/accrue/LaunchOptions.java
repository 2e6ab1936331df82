package dev.accrue;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.output.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words after {@code accrue}.
 *
 * @param store path of the store; empty for the default
 * @param format of tables
 * @param commands given with {@code -c}
 * @param scripts files to replay, in order
 * @param words one command, given as words
 * @param variables for scripts, from {@code --set}
 */
record LaunchOptions(
        Optional<Path> store,
        TableFormat format,
        Optional<String> commands,
        List<Path> scripts,
        List<String> words,
        Map<String, String> variables,
        boolean quiet,
        boolean debug,
        boolean version,
        boolean help) {

    static final String USAGE = """
            usage: accrue [OPTIONS]                  talk to a person, or read commands from a pipe
                   accrue [OPTIONS] FILE...          replay scripts (names that end in .accrue, or files)
                   accrue [OPTIONS] -c "COMMAND; COMMAND"
                   accrue [OPTIONS] COMMAND [ARGUMENTS]

              --store PATH           where the model is kept (default: store/accrue; or ACCRUE_STORE)
              --set NAME=VALUE       a variable for scripts, used there as ${NAME}
              --output-format NAME   table (default), csv, json or markdown
              --quiet                no progress and no notes
              --debug                stack traces with errors
              --version, --help

            accrue help lists the commands.
            """;

    /** @throws AccrueException USAGE for an option it does not know or a value it cannot use */
    static LaunchOptions parse(String[] arguments) {
        @Nullable Path store = null;
        TableFormat format = TableFormat.TABLE;
        @Nullable String commands = null;
        Map<String, String> variables = new HashMap<>();
        boolean quiet = false;
        boolean debug = false;
        boolean version = false;
        boolean help = false;
        int i = 0;
        for (; i < arguments.length && arguments[i].startsWith("-"); i++) {
            String option = arguments[i];
            switch (option) {
                case "--store" -> store = Path.of(value(arguments, ++i, option, "a path"));
                case "--output-format" ->
                    format = TableFormat.parse(value(arguments, ++i, option, "table, csv, json or markdown"));
                case "-c" -> commands = value(arguments, ++i, option, "commands separated by semicolons");
                case "--set" -> set(variables, value(arguments, ++i, option, "NAME=VALUE"));
                case "--quiet" -> quiet = true;
                case "--debug" -> debug = true;
                case "--version" -> version = true;
                case "--help", "-h" -> help = true;
                default -> throw usage("accrue has no option " + option + "; accrue --help lists the options");
            }
        }
        List<String> rest = List.of(arguments).subList(i, arguments.length);
        if (commands != null && !rest.isEmpty()) {
            throw usage(
                    "\"" + rest.get(0) + "\" comes after -c \"...\"; quote all commands as one word, separated by ;");
        }
        boolean scripts = !rest.isEmpty() && isScript(rest.get(0));
        return new LaunchOptions(
                Optional.ofNullable(store),
                format,
                Optional.ofNullable(commands),
                scripts ? rest.stream().map(Path::of).toList() : List.of(),
                scripts ? List.of() : new ArrayList<>(rest),
                variables,
                quiet,
                debug,
                version,
                help);
    }

    private static boolean isScript(String word) {
        return word.endsWith(".accrue") || Files.isRegularFile(Path.of(word));
    }

    private static void set(Map<String, String> variables, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw usage("--set is \"" + assignment + "\"; expected NAME=VALUE, such as --set epochs=3");
        }
        variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }

    private static String value(String[] arguments, int index, String option, String expected) {
        if (index >= arguments.length) {
            throw usage(option + " needs a value: " + expected);
        }
        return arguments[index];
    }

    private static AccrueException usage(String message) {
        return new AccrueException(Category.USAGE, message);
    }
}
