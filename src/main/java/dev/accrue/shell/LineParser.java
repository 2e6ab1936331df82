package dev.accrue.shell;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandParser.CommandParserResult;
import org.springframework.shell.command.CommandParser.CommandParserResults;
import org.springframework.shell.command.CommandRegistration;

/**
 * Words after a command's name become the values of its options: {@code --name value}, {@code --name=value}, flags,
 * and words in order for the positional arguments; after {@code --} every word is positional. Options and positional
 * words may be mixed. Spring Shell's own parser gives the words after an option to that option, flags included, and
 * drops words too many without a complaint; here every word has a place or is an error.
 */
final class LineParser {

    /** @throws AccrueException USAGE: names the word, what was expected, and how to get help */
    CommandParserResults parse(CommandRegistration command, List<String> words) {
        Map<CommandOption, Object> values = new LinkedHashMap<>();
        List<String> positional = new ArrayList<>();
        boolean onlyPositional = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (onlyPositional || !word.startsWith("--")) {
                positional.add(word);
            } else if (word.equals("--")) {
                onlyPositional = true;
            } else {
                int equals = word.indexOf('=');
                CommandOption option = option(command, equals < 0 ? word : word.substring(0, equals));
                @Nullable String value = equals < 0 ? null : word.substring(equals + 1);
                if (isFlag(option)) {
                    if (value != null) {
                        throw usage(
                                command,
                                word.substring(0, equals) + " takes no value, so \"" + value + "\" is too much");
                    }
                    values.put(option, true);
                    continue;
                }
                if (value == null) {
                    i++;
                    if (i == words.size() || isOption(command, words.get(i))) {
                        throw usage(command, word + " needs a value (" + option.getLabel() + ")");
                    }
                    value = words.get(i);
                }
                if (values.put(option, value) != null) {
                    throw usage(command, "--" + nameOf(option) + " is given twice; give it once");
                }
            }
        }
        place(command, positional, values);
        complete(command, values);
        List<CommandParserResult> results = values.entrySet().stream()
                .map(entry -> CommandParserResult.of(entry.getKey(), entry.getValue()))
                .toList();
        return CommandParserResults.of(command, results, positional, List.of());
    }

    private static void place(CommandRegistration command, List<String> words, Map<CommandOption, Object> values) {
        int next = 0;
        for (CommandOption argument : arguments(command)) {
            if (argument.getArityMax() > 1) {
                if (next < words.size()) {
                    values.put(argument, List.copyOf(words.subList(next, words.size())));
                    next = words.size();
                }
            } else if (next < words.size()) {
                values.put(argument, words.get(next++));
            }
        }
        if (next < words.size()) {
            throw usage(command, "\"" + words.get(next) + "\" is one word too many");
        }
    }

    private static void complete(CommandRegistration command, Map<CommandOption, Object> values) {
        for (CommandOption option : command.getOptions()) {
            if (values.containsKey(option)) {
                continue;
            }
            if (option.getDefaultValue() != null) {
                values.put(option, option.getDefaultValue());
            } else if (option.isRequired()) {
                throw usage(
                        command,
                        isArgument(option)
                                ? option.getLabel() + " is missing (" + option.getDescription() + ")"
                                : "--" + nameOf(option) + " " + option.getLabel() + " is missing ("
                                        + option.getDescription() + ")");
            }
        }
    }

    private static CommandOption option(CommandRegistration command, String word) {
        return command.getOptions().stream()
                .filter(option -> !isArgument(option) && word.equals("--" + nameOf(option)))
                .findFirst()
                .orElseThrow(() -> usage(
                        command,
                        command.getCommand() + " has no option " + word
                                + Similar.hint(
                                        word,
                                        command.getOptions().stream()
                                                .filter(option -> !isArgument(option))
                                                .map(option -> "--" + nameOf(option))
                                                .collect(Collectors.toSet()))));
    }

    /** True only for words that are an option of this command, so that a value may start with dashes. */
    private static boolean isOption(CommandRegistration command, String word) {
        return word.startsWith("--")
                && command.getOptions().stream()
                        .anyMatch(option -> !isArgument(option) && word.equals("--" + nameOf(option)));
    }

    private static AccrueException usage(CommandRegistration command, String what) {
        return new AccrueException(Category.USAGE, what + "; usage: " + Synopsis.of(command));
    }

    static List<CommandOption> arguments(CommandRegistration command) {
        return command.getOptions().stream()
                .filter(LineParser::isArgument)
                .sorted((a, b) -> Integer.compare(a.getPosition(), b.getPosition()))
                .toList();
    }

    static boolean isArgument(CommandOption option) {
        return option.getPosition() >= 0;
    }

    static boolean isFlag(CommandOption option) {
        return option.getArityMax() == 0;
    }

    static String nameOf(CommandOption option) {
        return Objects.requireNonNull(option.getLongNames()[0]);
    }
}
