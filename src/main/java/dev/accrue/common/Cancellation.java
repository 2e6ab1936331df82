package dev.accrue.common;

import static dev.accrue.common.Messages.text;

/** Cancellation by thread interruption: Ctrl-C interrupts the thread that runs the command. */
public final class Cancellation {
    private Cancellation() {}

    /**
     * To be called between batches of long work.
     *
     * @throws AccrueException of category CANCELLED if this thread was interrupted (the flag is cleared)
     */
    public static void check() {
        if (Thread.interrupted()) {
            throw new AccrueException(AccrueException.Category.CANCELLED, text("common.cancelled"));
        }
    }
}
