package dev.accrue.shell.command;

import java.util.List;
import org.springframework.shell.command.CommandRegistration;

/** Commands that belong together. */
public interface CommandGroup {

    List<CommandRegistration> registrations();
}
