package dev.accrue.script;

import org.jspecify.annotations.Nullable;

/**
 * A script that cannot be read or that stopped, and where: the message is {@code file:line: what went wrong}. The
 * cause is what the command threw, or absent where the script itself is malformed.
 */
public final class ScriptException extends RuntimeException {

    private final ScriptLine line;

    ScriptException(ScriptLine line, String message, @Nullable Throwable cause) {
        super(line.source() + ":" + line.line() + ": " + message, cause);
        this.line = line;
    }

    /** The line that failed. */
    public ScriptLine line() {
        return line;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
