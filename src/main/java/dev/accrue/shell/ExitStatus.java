package dev.accrue.shell;

import dev.accrue.common.AccrueException;
import dev.accrue.script.ScriptException;
import dev.accrue.script.ScriptFailures;

/** Exit statuses of the process, documented in the README. */
public enum ExitStatus {
    DONE(0),
    FAILED(1),
    USAGE(2),
    SCRIPT_STOPPED(3),
    INTERRUPTED(130);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The one place where a failure becomes a status. */
    public static ExitStatus of(Throwable failure) {
        if (failure instanceof ScriptException script) {
            return script.getCause() != null && of(script.getCause()) == INTERRUPTED ? INTERRUPTED : SCRIPT_STOPPED;
        }
        if (failure instanceof ScriptFailures) {
            return SCRIPT_STOPPED;
        }
        if (failure instanceof AccrueException known) {
            return switch (known.category()) {
                case USAGE -> USAGE;
                case CANCELLED -> INTERRUPTED;
                default -> FAILED;
            };
        }
        return FAILED;
    }
}
