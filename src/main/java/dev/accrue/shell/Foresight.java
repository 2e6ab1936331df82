package dev.accrue.shell;

import java.util.Objects;
import java.util.Set;
import org.jline.reader.LineReader;
import org.jline.reader.Widget;

/**
 * Starts the engine in the background once a person has typed the name of a command that will need it, which is seconds
 * before the command does. Who only looks around never pays for it, neither in memory nor in processor time.
 */
final class Foresight {
    private static final Set<String> NEED_THE_ENGINE = Set.of(
            "train-base",
            "use-backbone",
            "join-backbones",
            "add-class",
            "append-class",
            "evaluate",
            "predict",
            "compare");

    private final Runnable engine;
    private boolean started;

    /** @param engine starts it; what it throws is left to the command to say */
    Foresight(Runnable engine) {
        this.engine = engine;
    }

    /** Looks at the line with every character that is typed. */
    void watch(LineReader reader) {
        Widget insert = Objects.requireNonNull(reader.getBuiltinWidgets().get(LineReader.SELF_INSERT));
        reader.getWidgets().put(LineReader.SELF_INSERT, () -> {
            boolean inserted = insert.apply();
            typed(reader.getBuffer().toString());
            return inserted;
        });
    }

    void typed(String line) {
        int end = line.indexOf(' ');
        if (!started && NEED_THE_ENGINE.contains(end < 0 ? line : line.substring(0, end))) {
            started = true;
            Thread thread = new Thread(this::start, "engine start");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void start() {
        try {
            engine.run();
        } catch (RuntimeException | LinkageError e) {
            // the command will meet it again and say what to do
        }
    }
}
