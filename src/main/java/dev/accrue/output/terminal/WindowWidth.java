package dev.accrue.output.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Columns of the window, which a person may resize at any time: {@code COLUMNS} where it is set, otherwise what
 * {@code stty} says, asked at most twice a second. No signal is listened to, as the line editor has those for itself.
 */
public final class WindowWidth implements IntSupplier {
    private static final long LASTS_NANOS = 450_000_000L;
    /** Standard error is the most likely of the streams to be the terminal. */
    private static final String QUESTION = "exec 3>&2 2>/dev/null; stty size <&3 || stty size </dev/tty";

    private final int fixed;
    private final LongSupplier nanoTime;
    private int last;
    private boolean asked;
    private long askedNanos;

    /** @param nanoTime a clock such as {@link System#nanoTime} */
    public WindowWidth(Map<String, String> environment, LongSupplier nanoTime) {
        String columns = environment.getOrDefault("COLUMNS", "");
        this.fixed = columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : 0;
        this.nanoTime = nanoTime;
    }

    /** 0 where nobody knows. */
    @Override
    public synchronized int getAsInt() {
        if (fixed > 0) {
            return fixed;
        }
        long now = nanoTime.getAsLong();
        if (!asked || now - askedNanos > LASTS_NANOS) {
            last = ask();
            asked = true;
            askedNanos = nanoTime.getAsLong();
        }
        return last;
    }

    /** Waits for the answer and not for the process: waiting for a process would swallow an interruption by Ctrl-C. */
    private static int ask() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", QUESTION)
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
            try (InputStream answer = stty.getInputStream()) {
                String size = new String(answer.readAllBytes(), StandardCharsets.US_ASCII).strip();
                return size.matches("\\d{1,4} \\d{1,4}") ? Integer.parseInt(size.substring(size.indexOf(' ') + 1)) : 0;
            }
        } catch (IOException e) {
            return 0; // no such program here
        }
    }
}
