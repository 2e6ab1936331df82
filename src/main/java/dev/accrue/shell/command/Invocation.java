package dev.accrue.shell.command;

import dev.accrue.common.Place;
import dev.accrue.common.Progress;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.context.InteractionMode;
import org.springframework.shell.context.ShellContext;

/** What surrounds one run of a command, handed through Spring Shell's context. */
public final class Invocation implements ShellContext {
    private final String line;
    private final TableFormat format;
    private final TerminalProfile terminal;
    private final Progress progress;
    private final Map<String, Place> places;
    private final boolean rehearsal;
    private final Stage stage;
    private InteractionMode mode;

    /**
     * @param line the command as typed
     * @param format in which tables will be printed
     * @param terminal what can be shown where they will be printed
     * @param places where the values of options and arguments stand in the line
     * @param rehearsal whether this is a dry run
     * @param stage for a command that consists of others
     */
    public Invocation(
            String line,
            TableFormat format,
            TerminalProfile terminal,
            Progress progress,
            InteractionMode mode,
            Map<String, Place> places,
            boolean rehearsal,
            Stage stage) {
        this.line = line;
        this.format = format;
        this.terminal = terminal;
        this.progress = progress;
        this.mode = mode;
        this.places = Map.copyOf(places);
        this.rehearsal = rehearsal;
        this.stage = stage;
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

    Stage stage() {
        return stage;
    }

    Progress progress() {
        return progress;
    }

    /** Of the value of an option or argument; null where it is a default. */
    @Nullable
    Place place(String name) {
        return places.get(name);
    }

    boolean rehearsal() {
        return rehearsal;
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
