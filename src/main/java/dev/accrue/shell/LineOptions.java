package dev.accrue.shell;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Place;
import dev.accrue.output.OutputFiles;
import dev.accrue.output.TableFormat;
import dev.accrue.shell.command.Values;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandRegistration;

/**
 * Where and how the answer of one command is wanted, from the options that every command has: {@code --output-format
 * NAME}, {@code --output FILE} and {@code --force}. A command with an option of the same name keeps that one.
 *
 * @param asked the format that the line asks for
 * @param output the file that takes the place of standard output
 * @param force whether a file that is there may be replaced
 */
record LineOptions(Optional<TableFormat> asked, Optional<Path> output, boolean force) {
    private static final String FORMAT = "output-format";
    private static final String OUTPUT = "output";
    private static final String FORCE = "force";

    static final LineOptions NONE = new LineOptions(Optional.empty(), Optional.empty(), false);

    private static final CommandRegistration ANY_COMMAND = CommandRegistration.builder()
            .command("any")
            .withOption()
            .longNames(FORMAT)
            .label("FORMAT")
            .description(text("shell.option.outputFormat"))
            .arity(1, 1)
            .completion(Values.oneOf(TableFormat::names))
            .and()
            .withOption()
            .longNames(OUTPUT)
            .label("FILE")
            .description(text("shell.option.output"))
            .arity(1, 1)
            .completion(Values.FILES)
            .and()
            .withOption()
            .longNames(FORCE)
            .label("")
            .description(text("shell.option.force"))
            .type(boolean.class)
            .arity(0, 0)
            .and()
            .withTarget()
            .function(context -> "")
            .and()
            .build();

    /** To be found in every line, beside the command's own. */
    static final List<CommandOption> OPTIONS = ANY_COMMAND.getOptions();

    /**
     * @param values what a line gives to options, these and the command's own
     * @param places where it does, by the option's name
     * @throws AccrueException USAGE for a format that there is not, what cannot be a path, or {@code --force} for nothing
     */
    static LineOptions of(Map<CommandOption, Object> values, Map<String, Place> places) {
        Optional<Path> output = shared(OUTPUT, values).map(file -> path(String.valueOf(file), places));
        Optional<TableFormat> format = shared(FORMAT, values).map(name -> format(String.valueOf(name), places));
        if (output.isEmpty() && shared(FORCE, values).isPresent()) {
            throw usage(text("shell.forceForNothing"), FORCE, places);
        }
        boolean force = values.keySet().stream()
                .anyMatch(option -> LineParser.nameOf(option).equals(FORCE));
        return new LineOptions(format, output, force);
    }

    /**
     * The format that the line asks for; else the usual one; else what the ending of the file says; else a table.
     *
     * @param usual of all commands, where it was asked for
     */
    TableFormat format(Optional<TableFormat> usual) {
        return asked.or(() -> usual)
                .or(() -> output.flatMap(LineOptions::byEnding))
                .orElse(TableFormat.TABLE);
    }

    /** Refuses a file that could not be written in the end: to be asked before the work. */
    void check() {
        output.ifPresent(file -> OutputFiles.check(file, force));
    }

    private static Optional<Object> shared(String name, Map<CommandOption, Object> values) {
        return OPTIONS.stream()
                .filter(option -> LineParser.nameOf(option).equals(name) && values.containsKey(option))
                .findFirst()
                .map(values::get);
    }

    private static TableFormat format(String name, Map<String, Place> places) {
        try {
            return TableFormat.parse(name);
        } catch (AccrueException e) {
            throw e.at(Objects.requireNonNull(places.get(FORMAT)));
        }
    }

    private static Path path(String file, Map<String, Place> places) {
        try {
            return file.startsWith("~/") ? Path.of(System.getProperty("user.home") + file.substring(1)) : Path.of(file);
        } catch (InvalidPathException e) {
            throw usage(text("script.noPath", file, e.getReason()), OUTPUT, places);
        }
    }

    private static Optional<TableFormat> byEnding(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return TableFormat.names().stream()
                .filter(format -> name.endsWith("." + format))
                .findFirst()
                .map(TableFormat::parse)
                .or(() -> name.endsWith(".md") ? Optional.of(TableFormat.MARKDOWN) : Optional.empty());
    }

    private static AccrueException usage(String message, String option, Map<String, Place> places) {
        return new AccrueException(Category.USAGE, message).at(Objects.requireNonNull(places.get(option)));
    }
}
