package dev.accrue.shell;

import org.springframework.shell.command.CommandOption;
import org.springframework.shell.command.CommandRegistration;

/** The form of a command in one line. */
final class Synopsis {
    private Synopsis() {}

    /** "add-class NAME... [options]". */
    static String of(CommandRegistration command) {
        StringBuilder text = new StringBuilder(command.getCommand());
        for (CommandOption argument : LineParser.arguments(command)) {
            text.append(argument.isRequired() ? " " + argument.getLabel() : " [" + argument.getLabel() + "]");
        }
        boolean more = false;
        for (CommandOption option : command.getOptions()) {
            if (!LineParser.isArgument(option)) {
                if (option.isRequired()) {
                    text.append(" --")
                            .append(LineParser.nameOf(option))
                            .append(' ')
                            .append(option.getLabel());
                } else {
                    more = true;
                }
            }
        }
        return more ? text + " [options]" : text.toString();
    }
}
