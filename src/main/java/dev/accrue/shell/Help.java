package dev.accrue.shell;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.SHELL;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.shell.command.CommandSpec;
import dev.accrue.shell.command.HelpTexts;
import dev.accrue.shell.command.Reply;
import dev.accrue.shell.command.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandRegistration;

/** {@code help}, {@code help COMMAND}, {@code help} with the first word of several commands, and {@code COMMAND --help}. */
final class Help {
    private static final int WIDTH = 80;
    private static final int INDENT = 2;
    private static final int COLUMN = 24;

    private final Commands commands;

    Help(Commands commands) {
        this.commands = commands;
    }

    CommandRegistration registration() {
        return command("help", SHELL)
                .optionalArguments(
                        "command",
                        Values.stored(() -> List.copyOf(commands.all().keySet())))
                .runs(arguments -> Reply.text(about(arguments.words("command"))));
    }

    private String about(List<String> words) {
        if (words.isEmpty()) {
            return overview();
        }
        List<CommandRegistration> several = commands.below(words);
        boolean one = commands.startOf(words).isPresent() || several.isEmpty();
        return one ? of(commands.find(words)) : list(several);
    }

    private String overview() {
        StringBuilder text = new StringBuilder();
        paragraph(text, 0, text("shell.help.begin"));
        for (CommandSpec.Group group : CommandSpec.Group.values()) {
            List<CommandRegistration> members = commands.all().values().stream()
                    .filter(command -> group.title().equals(command.getGroup()))
                    .toList();
            if (!members.isEmpty()) {
                heading(text, group.title());
                text.append(list(members));
            }
        }
        text.append('\n');
        paragraph(text, 0, text("shell.help.everyCommand"));
        paragraph(text, 0, text("shell.help.footer"));
        return text.toString();
    }

    private static String list(List<CommandRegistration> commands) {
        StringBuilder text = new StringBuilder();
        commands.forEach(command -> entry(text, command.getCommand(), command.getDescription()));
        return text.toString();
    }

    static String of(CommandRegistration command) {
        StringBuilder text = new StringBuilder();
        paragraph(text, 0, command.getDescription());
        text.append('\n');
        paragraph(text, INDENT, Synopsis.of(command));
        List<CommandOption> arguments = LineParser.arguments(command);
        if (!arguments.isEmpty()) {
            heading(text, text("shell.help.arguments"));
            arguments.forEach(argument -> entry(text, name(argument), explanation(argument)));
        }
        List<CommandOption> own = command.getOptions().stream()
                .filter(option -> !LineParser.isArgument(option))
                .toList();
        heading(text, text("shell.help.options"));
        own.forEach(option -> entry(text, name(option), explanation(option)));
        paragraph(text, INDENT, text("shell.help.optionsOfAll", optionsOfAll(own)));
        HelpTexts.cost(command.getCommand()).ifPresent(cost -> {
            heading(text, text("shell.help.cost"));
            paragraph(text, INDENT, cost);
        });
        List<String> examples = new ArrayList<>(HelpTexts.examples(command.getCommand()));
        examples.addAll(HelpTexts.samples(command.getCommand()));
        if (!examples.isEmpty()) {
            heading(text, text("shell.help.examples"));
            examples.forEach(example -> paragraph(text, INDENT, example));
        }
        return text.toString();
    }

    private static void heading(StringBuilder text, String title) {
        text.append('\n').append(title).append('\n');
    }

    private static String name(CommandOption option) {
        return LineParser.isArgument(option)
                ? option.getLabel()
                : ("--" + LineParser.nameOf(option) + " " + option.getLabel()).strip();
    }

    /** Those that a command takes beside its own, in few words: help without a command explains them. */
    private static String optionsOfAll(List<CommandOption> own) {
        List<String> taken = own.stream().map(LineParser::nameOf).toList();
        return LineOptions.OPTIONS.stream()
                .filter(option -> !taken.contains(LineParser.nameOf(option)))
                .map(Help::name)
                .collect(Collectors.joining(", "));
    }

    /** What it is for, the values there are unless its label names them, and the default. */
    private static String explanation(CommandOption option) {
        String explanation = option.getDescription();
        if (option.getCompletion() instanceof Values values
                && !values.choices().isEmpty()
                && !option.getLabel().contains("|")) {
            explanation = text("shell.help.oneOf", explanation, String.join(", ", values.choices()));
        }
        if (option.getDefaultValue() != null) {
            explanation = text("shell.help.default", explanation, option.getDefaultValue());
        }
        return explanation;
    }

    private static void paragraph(StringBuilder text, int indent, String words) {
        Wrapping.lines(words, WIDTH - indent)
                .forEach(line -> text.append(" ".repeat(indent)).append(line).append('\n'));
    }

    /** A name and its explanation, wrapped beside it. */
    private static void entry(StringBuilder text, String name, String explanation) {
        String start = " ".repeat(INDENT) + name;
        if (start.length() >= COLUMN) {
            text.append(start).append('\n');
            start = "";
        }
        for (String line : Wrapping.lines(explanation, WIDTH - COLUMN)) {
            text.append((start + " ".repeat(COLUMN - start.length()) + line).stripTrailing())
                    .append('\n');
            start = "";
        }
    }
}
