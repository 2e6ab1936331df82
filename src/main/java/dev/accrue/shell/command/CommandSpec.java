package dev.accrue.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.CompletionProposal;
import org.springframework.shell.command.CommandRegistration;

/**
 * Describes a command in few words and makes Spring Shell's registration of it. Positional arguments come in the order
 * they are named; values arrive as text and are checked by {@link Arguments}, whose messages say what was expected.
 */
public final class CommandSpec {
    /** Arity of an argument that takes all words left. */
    public static final int MANY = Integer.MAX_VALUE;

    private final CommandRegistration.Builder builder;
    private int positions;

    private CommandSpec(String name, Group group, String description) {
        builder =
                CommandRegistration.builder().command(name).group(group.title()).description(description);
    }

    /** How {@code help} groups the commands, in this order. */
    public enum Group {
        LEARN("Learn"),
        MEASURE("Measure and predict"),
        KEEP("Keep and go back"),
        MODELS("Models"),
        STORE("Store"),
        DATA("Images"),
        SHELL("Shell");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    public static CommandSpec command(String name, Group group, String description) {
        return new CommandSpec(name, group, description);
    }

    /** A required positional argument of one word. */
    public CommandSpec argument(String name, String description, Supplier<List<String>> values) {
        return add(name, name.toUpperCase(Locale.ROOT), description, true, null, positions++, 1, values);
    }

    /** A positional argument of one word that may be left out. */
    public CommandSpec optionalArgument(String name, String description, Supplier<List<String>> values) {
        return add(name, name.toUpperCase(Locale.ROOT), description, false, null, positions++, 1, values);
    }

    /** A positional argument of one word or more. */
    CommandSpec arguments(String name, String description, Supplier<List<String>> values) {
        return add(name, name.toUpperCase(Locale.ROOT) + "...", description, true, null, positions++, MANY, values);
    }

    /** A positional argument that may be left out. */
    public CommandSpec optionalArguments(String name, String description, Supplier<List<String>> values) {
        return add(name, name.toUpperCase(Locale.ROOT) + "...", description, false, null, positions++, MANY, values);
    }

    /** An option with a value. */
    CommandSpec option(String name, String label, @Nullable String defaultValue, String description) {
        return option(name, label, defaultValue, description, List::of);
    }

    CommandSpec option(
            String name,
            String label,
            @Nullable String defaultValue,
            String description,
            Supplier<List<String>> values) {
        return add(name, label, description, false, defaultValue, null, 1, values);
    }

    CommandSpec requiredOption(String name, String label, String description) {
        return add(name, label, description, true, null, null, 1, List::of);
    }

    /** An option without a value. */
    public CommandSpec flag(String name, String description) {
        return add(name, "", description, false, null, null, 0, List::of);
    }

    /** Lets another class add the options that several commands share. */
    CommandSpec with(Function<CommandSpec, CommandSpec> options) {
        return options.apply(this);
    }

    private CommandSpec add(
            String name,
            String label,
            String description,
            boolean required,
            @Nullable String defaultValue,
            @Nullable Integer position,
            int arity,
            Supplier<List<String>> values) {
        CommandRegistration.OptionSpec option = builder.withOption()
                .longNames(name)
                .label(label)
                .description(description)
                .required(required)
                .type(arity == 0 ? boolean.class : String.class)
                .arity(Math.min(arity, 1), arity)
                .completion(context -> new ArrayList<>(values.get())
                        .stream().map(CompletionProposal::new).toList());
        if (defaultValue != null) {
            option.defaultValue(defaultValue);
        }
        if (position != null) {
            option.position(position);
        }
        option.and();
        return this;
    }

    /** @param action what to do with checked arguments */
    public CommandRegistration runs(Function<Arguments, Reply> action) {
        return builder.withTarget()
                .function(context -> action.apply(new Arguments(context)))
                .and()
                .build();
    }
}
