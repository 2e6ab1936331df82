package dev.accrue.shell;

import static dev.accrue.shell.command.CommandSpec.Group.SHELL;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.shell.command.CommandSpec;
import dev.accrue.shell.command.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandRegistration;

/** {@code help}, {@code help COMMAND} and {@code COMMAND --help}. */
final class Help {
    private static final int WIDTH = 80;

    private final Commands commands;

    Help(Commands commands) {
        this.commands = commands;
    }

    CommandRegistration registration() {
        return command("help", SHELL, "List the commands, or explain one")
                .optionalArguments(
                        "command",
                        "what to explain",
                        () -> List.copyOf(commands.all().keySet()))
                .runs(arguments -> {
                    List<String> words = arguments.words("command");
                    return Reply.text(words.isEmpty() ? overview() : of(commands.find(words)));
                });
    }

    private String overview() {
        StringBuilder text = new StringBuilder();
        for (CommandSpec.Group group : CommandSpec.Group.values()) {
            text.append(text.isEmpty() ? "" : "\n").append(group.title()).append('\n');
            commands.all().values().stream()
                    .filter(command -> group.title().equals(command.getGroup()))
                    .forEach(command -> entry(text, command.getCommand(), command.getDescription(), 24));
        }
        return text + "\nhelp COMMAND explains its options; Ctrl-C stops a command, Ctrl-D leaves.\n";
    }

    static String of(CommandRegistration command) {
        StringBuilder text = new StringBuilder();
        text.append(command.getDescription())
                .append("\n\n  ")
                .append(Synopsis.of(command))
                .append('\n');
        List<CommandOption> options = new ArrayList<>(command.getOptions());
        if (!options.isEmpty()) {
            text.append('\n');
        }
        for (CommandOption option : options) {
            String name = LineParser.isArgument(option)
                    ? option.getLabel()
                    : ("--" + LineParser.nameOf(option) + " " + option.getLabel()).strip();
            String preset = option.getDefaultValue() == null ? "" : " [" + option.getDefaultValue() + "]";
            entry(text, name, option.getDescription() + preset, 24);
        }
        return text.toString();
    }

    /** A name and its explanation, wrapped beside it. */
    private static void entry(StringBuilder text, String name, String explanation, int indent) {
        String start = String.format(Locale.ROOT, "  %-" + (indent - 2) + "s", name);
        if (start.length() > indent) {
            text.append(start).append('\n');
            start = " ".repeat(indent);
        }
        StringBuilder line = new StringBuilder(start);
        for (String word : explanation.split(" ", -1)) {
            if (line.length() + word.length() + 1 > WIDTH && line.length() > indent) {
                text.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(" ".repeat(indent));
            }
            line.append(word).append(' ');
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
