package dev.accrue.shell;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.SHELL;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.script.ScriptReader;
import dev.accrue.shell.command.Arguments;
import dev.accrue.shell.command.Reply;
import dev.accrue.shell.command.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.shell.command.CommandRegistration;

/** {@code run}, {@code record} and {@code timing}. */
final class ScriptCommands {
    private static final String ON = "on";
    private static final String OFF = "off";

    private final Consumer<Path> runner;
    private final Recording recording;
    private final Console console;
    private final String version;

    /** @param runner runs a script file */
    ScriptCommands(Consumer<Path> runner, Recording recording, Console console, String version) {
        this.runner = runner;
        this.recording = recording;
        this.console = console;
        this.version = version;
    }

    List<CommandRegistration> registrations() {
        return List.of(
                command("record", SHELL)
                        .argument("file", Values.oneOf(OFF).orFiles())
                        .flag("force")
                        .runs(this::record),
                command(ScriptReader.RUN, SHELL).argument("file", Values.FILES).runs(this::run),
                command("timing", SHELL)
                        .optionalArgument("what", Values.oneOf(ON, OFF))
                        .runs(this::timing));
    }

    private Reply run(Arguments arguments) {
        runner.accept(arguments.path("file"));
        return Reply.none();
    }

    private Reply record(Arguments arguments) {
        if (arguments.text("file").equals(OFF)) {
            arguments.beforeWork();
            return Reply.note(recording.end());
        }
        Path file = arguments.path("file").toAbsolutePath();
        boolean force = arguments.flag("force");
        recording.check(file, force);
        arguments.beforeWork();
        recording.begin(file, text("script.recordHead", version, Path.of("").toAbsolutePath()), force);
        return Reply.note(text("script.recording", file));
    }

    private Reply timing(Arguments arguments) {
        String what = arguments.optional("what").orElse("");
        switch (what) {
            case ON -> console.timing(true);
            case OFF -> console.timing(false);
            case "" -> {}
            default -> throw new AccrueException(Category.USAGE, text("script.timingUnknown", what));
        }
        return Reply.note(console.timing() ? text("script.timingOn") : text("script.timingOff"));
    }
}
