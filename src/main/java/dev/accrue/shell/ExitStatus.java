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
    INTERRUPTED(130),
    /** As of a program that SIGPIPE ended. */
    UNREAD(141);

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
            ExitStatus cause = script.getCause() == null ? SCRIPT_STOPPED : of(script.getCause());
            return cause == INTERRUPTED || cause == UNREAD ? cause : SCRIPT_STOPPED;
        }
        if (failure instanceof ScriptFailures) {
            return SCRIPT_STOPPED;
        }
        if (failure instanceof AccrueException known) {
            return switch (known.category()) {
                case USAGE -> USAGE;
                case CANCELLED -> INTERRUPTED;
                case UNREAD -> UNREAD;
                default -> FAILED;
            };
        }
        return FAILED;
    }
}
