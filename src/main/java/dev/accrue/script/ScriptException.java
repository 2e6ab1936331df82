package dev.accrue.script;

import dev.accrue.common.AccrueException;
import dev.accrue.common.Place;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A script that cannot be read or that stopped, and where: the message is {@code file:line: what went wrong}. The
 * cause is what the command threw, or absent where the script itself is malformed.
 */
public final class ScriptException extends RuntimeException {

    private final ScriptLine line;
    private final @Nullable Place place;

    ScriptException(ScriptLine line, String message, @Nullable Throwable cause) {
        this(
                line,
                message,
                cause,
                cause instanceof AccrueException known ? known.place().orElse(null) : null);
    }

    ScriptException(ScriptLine line, String message, @Nullable Throwable cause, @Nullable Place place) {
        super(line.where() + ": " + message, cause);
        this.line = line;
        this.place = place;
    }

    /** The line that failed. */
    public ScriptLine line() {
        return line;
    }

    /** The part of the line that the message is about, where one part is. */
    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
