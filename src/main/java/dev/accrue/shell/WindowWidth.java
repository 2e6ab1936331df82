package dev.accrue.shell;

import java.io.IOException;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jspecify.annotations.Nullable;

/**
 * Columns of the window, which a person may resize at any time: {@code COLUMNS} where it is set, otherwise what the system
 * says now. It is asked each time, which is a system call: the signal of a resize is for the line editor alone, and a
 * program that is started to ask (stty) would die of the person's Ctrl-C.
 */
public final class WindowWidth implements IntSupplier {
    private final int fixed;
    private @Nullable TerminalProvider provider;
    private boolean unknown;

    /** @param environment of the process */
    public WindowWidth(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        this.fixed = columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : 0;
    }

    /** 0 where nobody knows. */
    @Override
    public synchronized int getAsInt() {
        if (fixed > 0) {
            return fixed;
        }
        TerminalProvider system = provider();
        return system == null
                ? 0
                : Stream.of(SystemStream.Error, SystemStream.Output, SystemStream.Input)
                        .filter(system::isSystemStream)
                        .map(system::systemStreamWidth)
                        .findFirst()
                        .orElse(0);
    }

    private @Nullable TerminalProvider provider() {
        if (provider == null && !unknown) {
            try {
                provider = TerminalProvider.load("jni");
            } catch (IOException | LinkageError e) {
                unknown = true; // no library for this system
            }
        }
        return provider;
    }
}
