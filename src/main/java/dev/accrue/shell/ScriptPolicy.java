package dev.accrue.shell;

/**
 * How scripts are run.
 *
 * @param echo show each command before it runs
 * @param keepGoing go on after a command that failed, and say at the end how many did
 * @param dryRun check all commands and run none
 */
public record ScriptPolicy(boolean echo, boolean keepGoing, boolean dryRun) {

    /** Of {@code run} at the prompt: up to the first command that fails. */
    static ScriptPolicy usual(Console console) {
        return new ScriptPolicy(!console.quiet(), false, false);
    }
}
