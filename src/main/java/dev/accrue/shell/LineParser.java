package dev.accrue.shell;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Place;
import dev.accrue.script.Words;
import dev.accrue.script.Words.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /**
     * @param places where the value of an option stands, and the first one of an argument, by their names
     * @param answer where and how the command's answer is wanted
     */
    record Parsed(CommandParserResults results, Map<String, Place> places, LineOptions answer) {}

    /** @throws AccrueException USAGE: names the word, what was expected, and how to get help */
    Parsed parse(CommandRegistration command, List<Word> words) {
        Map<CommandOption, Object> values = new LinkedHashMap<>();
        Map<String, Place> places = new HashMap<>();
        List<Word> positional = new ArrayList<>();
        boolean onlyPositional = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).text();
            Place place = words.get(i).place();
            if (onlyPositional || !word.startsWith("--")) {
                positional.add(words.get(i));
            } else if (word.equals("--")) {
                onlyPositional = true;
            } else {
                int equals = word.indexOf('=');
                CommandOption option = option(command, equals < 0 ? word : word.substring(0, equals), place);
                @Nullable String value = equals < 0 ? null : word.substring(equals + 1);
                if (isFlag(option)) {
                    if (value != null) {
                        throw usage(command, place, text("shell.line.noValue", word.substring(0, equals), value));
                    }
                    values.put(option, true);
                    places.put(nameOf(option), place);
                    continue;
                }
                if (value == null) {
                    i++;
                    if (i == words.size() || isOption(command, words.get(i).text())) {
                        throw usage(command, place, text("shell.line.needsValue", word, option.getLabel()));
                    }
                    value = words.get(i).text();
                }
                places.put(nameOf(option), words.get(i).place());
                if (values.put(option, value) != null) {
                    throw usage(command, place, text("shell.line.twice", nameOf(option)));
                }
            }
        }
        place(command, positional, values, places);
        complete(command, values);
        LineOptions answer = LineOptions.of(values, places);
        values.keySet().removeAll(LineOptions.OPTIONS);
        List<CommandParserResult> results = values.entrySet().stream()
                .map(entry -> CommandParserResult.of(entry.getKey(), entry.getValue()))
                .toList();
        return new Parsed(
                CommandParserResults.of(command, results, Words.texts(positional), List.of()), places, answer);
    }

    private static void place(
            CommandRegistration command,
            List<Word> words,
            Map<CommandOption, Object> values,
            Map<String, Place> places) {
        int next = 0;
        for (CommandOption argument : arguments(command)) {
            if (next == words.size()) {
                break;
            }
            places.put(nameOf(argument), words.get(next).place());
            if (argument.getArityMax() > 1) {
                values.put(argument, Words.texts(words.subList(next, words.size())));
                next = words.size();
            } else {
                values.put(argument, words.get(next++).text());
            }
        }
        if (next < words.size()) {
            throw usage(
                    command,
                    words.get(next).place(),
                    text("shell.line.tooMany", words.get(next).text()));
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
                String name = isArgument(option) ? option.getLabel() : "--" + nameOf(option) + " " + option.getLabel();
                throw usage(command, text("shell.line.missing", name, option.getDescription()));
            }
        }
    }

    /** The options of the command, and those that every command has where it has none of that name. */
    static Stream<CommandOption> options(CommandRegistration command) {
        List<CommandOption> own = command.getOptions().stream()
                .filter(option -> !isArgument(option))
                .toList();
        Stream<CommandOption> shared = LineOptions.OPTIONS.stream()
                .filter(option -> own.stream().noneMatch(each -> nameOf(each).equals(nameOf(option))));
        return Stream.concat(own.stream(), shared);
    }

    private static CommandOption option(CommandRegistration command, String word, Place place) {
        return options(command)
                .filter(option -> word.equals("--" + nameOf(option)))
                .findFirst()
                .orElseThrow(() -> usage(
                        command,
                        place,
                        text(
                                "shell.line.noOption",
                                command.getCommand(),
                                word,
                                Similar.hint(
                                        word,
                                        options(command)
                                                .map(option -> "--" + nameOf(option))
                                                .collect(Collectors.toSet())))));
    }

    /** True only for words that are an option of this command, so that a value may start with dashes. */
    private static boolean isOption(CommandRegistration command, String word) {
        return word.startsWith("--") && options(command).anyMatch(option -> word.equals("--" + nameOf(option)));
    }

    private static AccrueException usage(CommandRegistration command, String what) {
        return new AccrueException(Category.USAGE, text("shell.line.usage", what, Synopsis.of(command)));
    }

    private static AccrueException usage(CommandRegistration command, Place place, String what) {
        return usage(command, what).at(place);
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
