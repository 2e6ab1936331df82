package dev.accrue.shell.command;

/** Where a command that consists of others has them run, and speaks between them. */
public interface Stage {

    /** Runs a line as if it had been typed; throws what its command throws. */
    void execute(String line);

    /** Prints before the command has ended. */
    void print(Reply reply);

    /**
     * Waits for Enter.
     *
     * @return whether to go on; true at once where nobody sits at a terminal
     */
    boolean goOn(String question);
}
