package dev.accrue.script;

/** The end of a script that went on after failures, each of which was reported when it happened. */
public final class ScriptFailures extends RuntimeException {

    /** @param message how many commands failed */
    public ScriptFailures(String message) {
        super(message);
    }
}
