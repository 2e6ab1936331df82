package dev.accrue.shell.command;

import dev.accrue.common.Progress;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import org.springframework.shell.context.InteractionMode;
import org.springframework.shell.context.ShellContext;

/** What surrounds one run of a command, handed through Spring Shell's context. */
public final class Invocation implements ShellContext {
    private final String line;
    private final TableFormat format;
    private final TerminalProfile terminal;
    private final Progress progress;
    private InteractionMode mode;
    private final Stage stage;

    /**
     * @param line the command as typed
     * @param format in which tables will be printed
     * @param terminal what can be shown where they will be printed
     * @param stage for a command that consists of others
     */
    public Invocation(
            String line,
            TableFormat format,
            TerminalProfile terminal,
            Progress progress,
            InteractionMode mode,
            Stage stage) {
        this.line = line;
        this.format = format;
        this.terminal = terminal;
        this.progress = progress;
        this.mode = mode;
        this.stage = stage;
    }

    Stage stage() {
        return stage;
    }

    String line() {
        return line;
    }

    TableFormat format() {
        return format;
    }

    TerminalProfile terminal() {
        return terminal;
    }

    Progress progress() {
        return progress;
    }

    @Override
    public InteractionMode getInteractionMode() {
        return mode;
    }

    @Override
    public void setInteractionMode(InteractionMode interactionMode) {
        mode = interactionMode;
    }

    @Override
    public boolean hasPty() {
        return mode == InteractionMode.INTERACTIVE;
    }
}
