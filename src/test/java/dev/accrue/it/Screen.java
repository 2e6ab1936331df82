package dev.accrue.it;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * {@code scripts/accrue} at a terminal, as a person has it: a pseudo-terminal of the system with the program in it,
 * which gets keys, signals and sizes from there, and an emulator that turns what it prints into what stands on the
 * screen. Waiting means looking again until a deadline, which names what was awaited and shows the screen.
 */
final class Screen implements AutoCloseable {
    /** Long enough for a machine with other work; a test that passes waits for what it expects and no longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final long BETWEEN_LOOKS_MILLIS = 20;

    private final PtyProcess process;
    private final OutputStream keyboard;
    private final Emulator emulator;
    private final StringBuilder printed = new StringBuilder();

    private Screen(PtyProcess process, int columns, int rows) {
        this.process = process;
        this.keyboard = process.getOutputStream();
        this.emulator = new Emulator(columns, rows);
        Thread reader = new Thread(this::read, "screen");
        reader.setDaemon(true);
        reader.start();
    }

    /** Keys that are no letters, as a terminal sends them. */
    enum Key {
        ENTER("\r"),
        TAB("\t"),
        UP("\033OA"),
        CTRL_C("\003"),
        CTRL_D("\004"),
        CTRL_R("\022"),
        CTRL_U("\025");

        private final String sent;

        Key(String sent) {
            this.sent = sent;
        }
    }

    /**
     * Starts the program. What decides how it looks and speaks is not inherited but fixed: TERM is xterm-256color, the
     * language English, the encoding UTF-8, unless the environment given says otherwise.
     *
     * @param folder working directory, home and where the store is: {@code folder/store}
     */
    static Screen start(int columns, int rows, Path folder, Map<String, String> environment, String... arguments) {
        Map<String, String> all = new HashMap<>(System.getenv());
        all.keySet().removeIf(name -> name.startsWith("LC_") || name.equals("COLUMNS") || name.equals("LINES"));
        all.keySet().remove("NO_COLOR");
        all.put("TERM", "xterm-256color");
        all.put("LANG", "C.UTF-8");
        all.put("XDG_STATE_HOME", folder.resolve("state").toString());
        all.putAll(environment);
        String[] fixed = {
            Launcher.PROJECT.resolve("scripts/accrue").toString(),
            "--store",
            folder.resolve("store").toString()
        };
        String[] command = Arrays.copyOf(fixed, fixed.length + arguments.length);
        System.arraycopy(arguments, 0, command, fixed.length, arguments.length);
        try {
            PtyProcess process = new PtyProcessBuilder(command)
                    .setDirectory(folder.toString())
                    .setEnvironment(all)
                    .setInitialColumns(columns)
                    .setInitialRows(rows)
                    .start();
            return new Screen(process, columns, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        char[] buffer = new char[8192];
        try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                String text = new String(buffer, 0, n);
                synchronized (printed) {
                    printed.append(text);
                }
                emulator.print(text);
                send(emulator.answer()); // a terminal answers when it is asked who it is
            }
        } catch (IOException e) {
            // the program has ended and its side of the terminal is closed
        }
    }

    /** As fast as a person's paste would come. */
    Screen type(String text) {
        try {
            send(text);
        } catch (IOException e) {
            throw new AssertionError("the program takes no more input\n" + this, e);
        }
        return this;
    }

    Screen press(Key... keys) {
        return type(Arrays.stream(keys).map(key -> key.sent).collect(Collectors.joining()));
    }

    /** Types a line and ends it. */
    Screen enter(String line) {
        return type(line).press(Key.ENTER);
    }

    /** As terminals send what is pasted. */
    Screen paste(String text) {
        return type("\033[200~" + text + "\033[201~");
    }

    private synchronized void send(String text) throws IOException {
        if (!text.isEmpty()) {
            keyboard.write(text.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        }
    }

    Screen resize(int columns, int rows) {
        emulator.resize(columns, rows);
        process.setWinSize(new WinSize(columns, rows));
        return this;
    }

    /** What stands on the screen, a line each, without blanks at the end. */
    String screen() {
        return emulator.toString();
    }

    /** All that the program has sent, escape sequences included. */
    String printed() {
        synchronized (printed) {
            return printed.toString();
        }
    }

    Screen waitFor(String text) {
        return waitUntil("\"" + text + "\" to stand on the screen", screen -> screen.contains(text));
    }

    /** The last line with something on it ends with this. */
    Screen waitForEnd(String end) {
        return waitUntil("the screen to end with \"" + end + "\"", screen -> screen.endsWith(end.stripTrailing()));
    }

    Screen waitUntil(String what, Predicate<String> onScreen) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!onScreen.test(screen())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what + "\n" + this);
            }
            pause();
        }
        return this;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the program to end by itself. */
    int exitStatus() {
        try {
            if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        throw new AssertionError("the program is still running\n" + this);
    }

    /** Ends the program if it has not ended, so that the store is free. */
    @Override
    public void close() {
        process.destroyForcibly();
        exitStatus();
    }

    @Override
    public String toString() {
        String rule = "-".repeat(20);
        return rule + " screen\n" + screen() + "\n" + rule + " end of what was sent\n"
                + printed().substring(Math.max(0, printed().length() - 1500)).replace("\033", "<ESC>");
    }
}
