package dev.accrue.shell.command;

/** Where a command speaks with the person before it has ended, and has others run of which it consists. */
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

    /**
     * Asks before something is destroyed.
     *
     * @param loss what will be lost
     * @return whether the answer was yes
     */
    boolean confirmed(String loss);
}
