package dev.accrue.shell.command;

import dev.accrue.common.Messages;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the bundle says of commands and options. {@code help.add-class} is what a command is for,
 * {@code help.add-class.limit} an option or argument of it, and {@code help.option.limit} the same of all commands
 * that have no text of their own for it; {@code help.add-class.example1} and {@code .example2} are commands that run as
 * they stand where the files they name are there, {@code .sample1} and {@code .sample2} such as download something, and
 * {@code help.add-class.cost} is what it costs. Blanks in a command's name are hyphens.
 */
public final class HelpTexts {
    private HelpTexts() {}

    /** What a command is for; nothing where the bundle does not know it, as for the commands of a test. */
    public static String command(String command) {
        return Messages.find(key(command)).orElse("");
    }

    /** @param named values that the text names */
    public static String option(String command, String option, Object... named) {
        String format = Messages.find(key(command) + "." + option)
                .or(() -> Messages.find("help.option." + option))
                .orElse("");
        return named.length == 0 ? format : String.format(Locale.ROOT, format, named);
    }

    public static Optional<String> cost(String command) {
        return Messages.find(key(command) + ".cost");
    }

    /** In the order in which they can be run, each after those of the commands that help lists before. */
    public static List<String> examples(String command) {
        return numbered(command, "example");
    }

    /** Examples that download something, as they are typed. */
    public static List<String> samples(String command) {
        return numbered(command, "sample");
    }

    private static List<String> numbered(String command, String kind) {
        return Stream.of("1", "2")
                .flatMap(number -> Messages.find(key(command) + "." + kind + number).stream())
                .toList();
    }

    static String key(String command) {
        return "help." + command.replace(' ', '-');
    }
}
