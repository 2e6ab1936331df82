package dev.accrue.shell.command;

import dev.accrue.common.Messages;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.command.CommandRegistration;

/**
 * Describes a command in few words and makes Spring Shell's registration of it. Positional arguments come in the order
 * they are named; values arrive as text and are checked by {@link Arguments}, whose messages say what was expected.
 *
 * <p>What commands and options are for is said in the bundle, found by their names ({@link HelpTexts}).
 */
public final class CommandSpec {
    /** Arity of an argument that takes all words left. */
    public static final int MANY = Integer.MAX_VALUE;

    /** The flag of a command that destroys something; scripts need it. */
    public static final String YES = "yes";

    private final CommandRegistration.Builder builder;
    private final String name;
    private int positions;

    private CommandSpec(String name, Group group) {
        this.name = name;
        builder =
                CommandRegistration.builder().command(name).group(group.title()).description(HelpTexts.command(name));
    }

    /** How {@code help} groups the commands by what they are for, in this order. */
    public enum Group {
        BEGIN,
        LEARN,
        CHOOSE,
        MEASURE,
        KEEP,
        MODELS,
        STORE,
        DATA,
        SHELL;

        public String title() {
            return Messages.find("help.group." + name().toLowerCase(Locale.ROOT))
                    .orElse(name());
        }
    }

    public static CommandSpec command(String name, Group group) {
        return new CommandSpec(name, group);
    }

    /** A required positional argument of one word. */
    public CommandSpec argument(String name, Values values) {
        return addArgument(name, true, 1, values);
    }

    /** A positional argument of one word that may be left out. */
    public CommandSpec optionalArgument(String name, Values values) {
        return addArgument(name, false, 1, values);
    }

    /** A positional argument of one word or more. */
    public CommandSpec arguments(String name, Values values) {
        return addArgument(name, true, MANY, values);
    }

    /** A positional argument of any number of words. */
    public CommandSpec optionalArguments(String name, Values values) {
        return addArgument(name, false, MANY, values);
    }

    private CommandSpec addArgument(String argument, boolean required, int arity, Values values) {
        String label = argument.toUpperCase(Locale.ROOT) + (arity == MANY ? "..." : "");
        String description = HelpTexts.option(name, argument);
        return add(argument, label, description, required, null, positions++, arity, values);
    }

    /**
     * An option with a value.
     *
     * @param label of the value in help
     * @param defaultValue null where leaving it out means something that its text explains
     */
    public CommandSpec option(String option, String label, @Nullable String defaultValue) {
        return option(option, label, defaultValue, Values.ANY);
    }

    /** @param named values that its text names */
    public CommandSpec option(
            String option, String label, @Nullable String defaultValue, Values values, Object... named) {
        return add(option, label, HelpTexts.option(name, option, named), false, defaultValue, null, 1, values);
    }

    /** An option that is explained by what it is an option of. */
    CommandSpec explainedOption(
            String option, String label, @Nullable String defaultValue, String description, Values values) {
        return add(option, label, description, false, defaultValue, null, 1, values);
    }

    public CommandSpec requiredOption(String option, String label, Values values) {
        return add(option, label, HelpTexts.option(name, option), true, null, null, 1, values);
    }

    /** An option without a value. */
    public CommandSpec flag(String option) {
        return add(option, "", HelpTexts.option(name, option), false, null, null, 0, Values.ANY);
    }

    /** For a command that destroys what undo cannot bring back; it asks with {@link Arguments#confirm}. */
    public CommandSpec destroys() {
        return flag(YES);
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
            Values values) {
        CommandRegistration.OptionSpec option = builder.withOption()
                .longNames(name)
                .label(label)
                .description(description)
                .required(required)
                .type(arity == 0 ? boolean.class : String.class)
                .arity(Math.min(arity, 1), arity)
                .completion(values);
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
