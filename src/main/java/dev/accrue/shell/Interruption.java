package dev.accrue.shell;

import org.jline.utils.Signals;

/**
 * While a command runs, Ctrl-C interrupts its thread, which it notices between batches; where that takes long, the person
 * is told that it was heard. A second Ctrl-C within two seconds, of the first or of being told, ends the process. A store
 * survives that: what is not committed is not there.
 */
final class Interruption {
    private static final long SECOND_WITHIN_NANOS = 2_000_000_000L;
    private static final long LONG_MILLIS = 500;

    private final Thread thread;
    private final Runnable heard;
    private long lastNanos;
    private boolean interrupted;
    private boolean over;

    private Interruption(Thread thread, Runnable heard) {
        this.thread = thread;
        this.heard = heard;
    }

    /** Work that may fail with a checked exception. */
    interface Work<E extends Exception> {
        void run() throws E;
    }

    /**
     * Runs the work on this thread, which Ctrl-C interrupts meanwhile.
     *
     * @param heard says that it will stop, from another thread
     */
    static <E extends Exception> void during(Runnable heard, Work<E> work) throws E {
        Interruption interruption = new Interruption(Thread.currentThread(), heard);
        Object previous = Signals.register("INT", interruption::signalled);
        try {
            work.run();
        } finally {
            Signals.unregister("INT", previous);
            interruption.end();
            Thread.interrupted(); // one that came too late is not for the next command
        }
    }

    /** Each signal has a thread of its own, so two that come together meet here. */
    private synchronized void signalled() {
        long now = System.nanoTime();
        if (over) {
            return;
        }
        if (interrupted && now - lastNanos < SECOND_WITHIN_NANOS) {
            Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
        }
        lastNanos = now;
        interrupted = true;
        thread.interrupt();
        if (!endsSoon(now)) {
            heard.run();
            lastNanos = System.nanoTime();
        }
    }

    /** Another signal may be seen to meanwhile. */
    private boolean endsSoon(long from) {
        try {
            for (long left = LONG_MILLIS;
                    !over && left > 0;
                    left = LONG_MILLIS - (System.nanoTime() - from) / 1_000_000) {
                wait(left);
            }
            return over;
        } catch (InterruptedException e) {
            return true; // nobody interrupts the thread of a signal
        }
    }

    private synchronized void end() {
        over = true;
        notifyAll();
    }
}
