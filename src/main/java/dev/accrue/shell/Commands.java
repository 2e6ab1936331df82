package dev.accrue.shell;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.shell.command.CommandSpec;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.shell.command.CommandRegistration;

/** The commands there are, in the order in which help lists them, found by the words of a line. */
final class Commands {
    private final Map<String, CommandRegistration> byName = new LinkedHashMap<>();

    void register(List<CommandRegistration> commands) {
        commands.forEach(command -> byName.put(command.getCommand(), command));
    }

    /** By name. */
    Map<String, CommandRegistration> all() {
        return Collections.unmodifiableMap(byName);
    }

    /** The command with the longest name that the words start with ("export confusion" rather than "export"). */
    Optional<CommandRegistration> startOf(List<String> words) {
        return byName.values().stream()
                .filter(command -> startsWith(words, nameOf(command)))
                .max(Comparator.comparingInt(command -> nameOf(command).size()));
    }

    /** Those whose names start with the words and go on. */
    List<CommandRegistration> below(List<String> words) {
        return byName.values().stream()
                .filter(command -> nameOf(command).size() > words.size()
                        && startsWith(/* words= */ nameOf(command), /* start= */ words))
                .toList();
    }

    /** @throws AccrueException USAGE if there is no such command; says what may have been meant */
    CommandRegistration find(List<String> words) {
        return startOf(words).orElseThrow(() -> new AccrueException(Category.USAGE, unknown(words)));
    }

    private String unknown(List<String> words) {
        String hint = IntStream.rangeClosed(1, Math.min(2, words.size()))
                .mapToObj(length -> Similar.hint(String.join(" ", words.subList(0, length)), byName.keySet()))
                .reduce("", (shorter, longer) -> longer.isEmpty() ? shorter : longer);
        List<CommandRegistration> begun = below(words.subList(0, 1));
        return begun.isEmpty()
                ? text("shell.command.unknown", words.get(0), hint)
                : text(
                        "shell.command.incomplete",
                        String.join(" ", words),
                        hint,
                        begun.stream().map(CommandRegistration::getCommand).collect(Collectors.joining(", ")));
    }

    /** Whether a command only measures: nothing that a later one names depends on it. */
    static boolean onlyLooks(CommandRegistration registration) {
        return CommandSpec.Group.MEASURE.title().equals(registration.getGroup());
    }

    static List<String> nameOf(CommandRegistration registration) {
        return List.of(registration.getCommand().split(" ", -1));
    }

    private static boolean startsWith(List<String> words, List<String> start) {
        return words.size() >= start.size() && words.subList(0, start.size()).equals(start);
    }
}
