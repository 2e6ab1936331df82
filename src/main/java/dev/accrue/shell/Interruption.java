package dev.accrue.shell;

import org.jline.utils.Signals;

/**
 * While a command runs, Ctrl-C interrupts its thread, which it notices between batches; a second Ctrl-C within two
 * seconds ends the process. A store survives that: what is not committed is not there.
 */
final class Interruption {
    private static final long SECOND_WITHIN_NANOS = 2_000_000_000L;

    private final Thread thread;
    private volatile long lastNanos;
    private volatile boolean interrupted;

    private Interruption(Thread thread) {
        this.thread = thread;
    }

    /** Work that may fail with a checked exception. */
    interface Work<E extends Exception> {
        void run() throws E;
    }

    /** Runs the work on this thread, which Ctrl-C interrupts meanwhile. */
    static <E extends Exception> void during(Work<E> work) throws E {
        Interruption interruption = new Interruption(Thread.currentThread());
        Object previous = Signals.register("INT", interruption::signalled);
        try {
            work.run();
        } finally {
            Signals.unregister("INT", previous);
            Thread.interrupted(); // one that came too late is not for the next command
        }
    }

    private void signalled() {
        long now = System.nanoTime();
        if (interrupted && now - lastNanos < SECOND_WITHIN_NANOS) {
            Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
        }
        lastNanos = now;
        interrupted = true;
        thread.interrupt();
    }
}
