package dev.accrue.shell;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.shell.command.CommandSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.shell.command.CommandCatalog;
import org.springframework.shell.command.CommandRegistration;

/** The commands there are, found by the words of a line. */
final class Commands {
    private final CommandCatalog catalog;

    Commands(CommandCatalog catalog) {
        this.catalog = catalog;
    }

    /** By name. */
    Map<String, CommandRegistration> all() {
        return new TreeMap<>(catalog.getRegistrations());
    }

    /** The command with the longest name that the words start with ("export confusion" rather than "export"). */
    Optional<CommandRegistration> startOf(List<String> words) {
        Collection<CommandRegistration> registrations = all().values();
        return registrations.stream()
                .filter(registration -> startsWith(words, nameOf(registration)))
                .max(Comparator.comparingInt(
                        registration -> nameOf(registration).size()));
    }

    /** @throws AccrueException USAGE if there is no such command; says what may have been meant */
    CommandRegistration find(List<String> words) {
        return startOf(words).orElseThrow(() -> {
            List<String> longer = all().keySet().stream()
                    .filter(name -> name.startsWith(words.get(0) + " "))
                    .toList();
            if (!longer.isEmpty()) {
                return new AccrueException(
                        Category.USAGE,
                        "\"" + String.join(" ", words) + "\" is not a command; there are: "
                                + String.join(", ", longer));
            }
            return new AccrueException(
                    Category.USAGE,
                    "there is no command \"" + words.get(0) + "\"" + Similar.hint(words.get(0), all().keySet())
                            + "; help lists the commands");
        });
    }

    /** Whether a command only measures: nothing that a later one names depends on it. */
    static boolean onlyLooks(CommandRegistration registration) {
        return CommandSpec.Group.MEASURE.title().equals(registration.getGroup());
    }

    static List<String> nameOf(CommandRegistration registration) {
        return List.of(registration.getCommand().split(" ", -1));
    }

    private static boolean startsWith(List<String> words, List<String> name) {
        return words.size() >= name.size() && words.subList(0, name.size()).equals(name);
    }
}
