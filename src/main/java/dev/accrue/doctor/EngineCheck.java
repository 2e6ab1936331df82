package dev.accrue.doctor;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.doctor.Finding.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The numerical engine: starts it, which finds, unpacks and loads its native library. */
public final class EngineCheck implements Check {
    /** What the unpacked library takes. */
    private static final long ROOM = 500L << 20;

    private final Supplier<String> description;
    private final Path cache;

    /**
     * @param description of engine and device; starts the engine
     * @param cache where its native library is unpacked
     */
    public EngineCheck(Supplier<String> description, Path cache) {
        this.description = description;
        this.cache = cache;
    }

    @Override
    public String item() {
        return "engine";
    }

    @Override
    public List<Finding> findings() {
        Finding engine = engine(); // first, as it may make the cache
        Finding cache = cache();
        boolean another =
                engine.state() == State.OK && cache.state() == State.WRONG; // the engine found a place of its own
        return List.of(
                engine, another ? Finding.note(cache.item(), cache.found(), text("doctor.engineElsewhere")) : cache);
    }

    private Finding engine() {
        try {
            return Finding.ok("engine", description.get());
        } catch (AccrueException e) {
            return Finding.wrong("engine", e.getMessage(), text("doctor.engineAdvice", cache));
        } catch (LinkageError e) {
            return Finding.wrong(
                    "engine",
                    text("doctor.natives", String.valueOf(e.getMessage())),
                    text("doctor.engineAdvice", cache));
        }
    }

    private Finding cache() {
        Path place = Sizes.existing(cache);
        if (!Files.isDirectory(place) || !Files.isWritable(place)) {
            return Finding.wrong("engine cache", text("doctor.unwritable", cache), text("doctor.engineCacheAdvice"));
        }
        long size = Files.isDirectory(cache) ? Sizes.of(cache) : 0;
        if (size == 0 && place.toFile().getUsableSpace() < ROOM) {
            return Finding.wrong(
                    "engine cache",
                    text("doctor.room", cache, Sizes.text(place.toFile().getUsableSpace())),
                    text("doctor.engineCacheAdvice"));
        }
        return Finding.ok("engine cache", cache + ", " + Sizes.text(size));
    }
}
