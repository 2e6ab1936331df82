package dev.accrue;

import static dev.accrue.common.Messages.text;

import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.djl.DjlBackboneEngine;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.shell.Console;
import dev.accrue.store.ModelStore;
import dev.accrue.store.h2.H2ModelStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The store and the engine of one launch. In a dry run the store cannot be changed and the engine does not start; with
 * {@code --verbose} both are announced when they are first used.
 */
final class Equipment implements AutoCloseable {
    private final LaunchOptions options;
    private final Path path;
    private final Console console;
    private final BackboneEngine engine;
    private final TemporaryFolder nowhere = new TemporaryFolder();

    /** @param path of the store, opened when it is asked for */
    Equipment(LaunchOptions options, Path path, Console console) {
        this.options = options;
        this.path = path;
        this.console = console;
        this.engine = watched(new DjlBackboneEngine(options.device()));
    }

    BackboneEngine engine() {
        return engine;
    }

    /** The store, for the caller to close. */
    ModelStore store() {
        long start = System.nanoTime();
        ModelStore store = options.dryRun()
                ? rehearsed()
                : options.readOnly()
                        ? H2ModelStore.openReadOnly(path, Clock.systemUTC())
                        : H2ModelStore.open(path, Clock.systemUTC());
        if (options.verbose()) {
            console.remark(text("launch.storeOpened", store.location(), seconds(start)));
        }
        return store;
    }

    /** Where there is no store, a dry run meets an empty one that leaves nothing behind. */
    private ModelStore rehearsed() {
        try {
            return H2ModelStore.openReadOnly(path, Clock.systemUTC());
        } catch (AccrueException e) {
            if (e.category() != Category.NOT_FOUND) {
                throw e;
            }
            console.remark(text("launch.noStoreYet", path));
            return H2ModelStore.open(nowhere.path().resolve("store"), Clock.systemUTC());
        }
    }

    private BackboneEngine watched(BackboneEngine real) {
        if (options.dryRun()) {
            return new EngineWatch(real, () -> text("launch.engineNotStarted"), () -> {
                throw new AccrueException(Category.DRY_RUN, text("script.dryRun"));
            });
        }
        return options.verbose() ? new EngineWatch(real, real::description, announcement(real)) : real;
    }

    private Runnable announcement(BackboneEngine real) {
        AtomicBoolean said = new AtomicBoolean();
        return () -> {
            long start = System.nanoTime();
            if (!said.getAndSet(true)) {
                console.remark(text("launch.engineStarted", real.description(), seconds(start)));
            }
        };
    }

    private static String seconds(long start) {
        return String.format(Locale.ROOT, "%.3f", (System.nanoTime() - start) / 1e9);
    }

    @Override
    public void close() {
        nowhere.close();
    }
}
