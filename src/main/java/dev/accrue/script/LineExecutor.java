package dev.accrue.script;

/** Executes one command line; throws what the command throws. */
@FunctionalInterface
public interface LineExecutor {

    void execute(String line);
}
