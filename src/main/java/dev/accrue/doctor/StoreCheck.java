package dev.accrue.doctor;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.doctor.Finding.State;
import dev.accrue.learner.Care;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the store can be opened by this release, and what surrounds it; {@code verify} looks into it. */
public final class StoreCheck implements Check {
    /** A training's checkpoint and a version of a few classes. */
    private static final long LEAST_ROOM = 500L << 20;

    private final Path path;
    private final Supplier<Optional<Care.Glance>> glance;

    /**
     * @param path as it was named
     * @param glance at the store, changing nothing; empty if there is none yet
     */
    public StoreCheck(Path path, Supplier<Optional<Care.Glance>> glance) {
        this.path = path;
        this.glance = glance;
    }

    @Override
    public String item() {
        return "store";
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        try {
            glance.get()
                    .ifPresentOrElse(
                            seen -> present(seen, findings),
                            () -> findings.add(Finding.ok("store", text("doctor.noStore", path))));
        } catch (AccrueException e) {
            findings.add(Finding.wrong("store", e.getMessage(), text("doctor.storeAdvice")));
        }
        findings.add(disk(findings.get(0).state() == State.NOTE));
        return findings;
    }

    private void present(Care.Glance seen, List<Finding> findings) {
        String found = text(
                "doctor.store", seen.location(), Sizes.text(seen.bytes()), seen.models(), seen.model(), seen.classes());
        Path file = Path.of(seen.location());
        boolean writable = Files.isWritable(file) && Files.isWritable(file.resolveSibling("."));
        findings.add(
                writable
                        ? new Finding("store", State.OK, found, text("doctor.storeVerify"))
                        : Finding.note("store", found, text("doctor.storeReadOnly")));
        seen.checkpoint()
                .ifPresent(checkpoint -> findings.add(Finding.note(
                        "checkpoint",
                        text("doctor.checkpoint", checkpoint, Sizes.text(Sizes.of(checkpoint))),
                        text("doctor.checkpointAdvice"))));
    }

    /** @param readable whether the store can be looked at where it cannot be changed, which is all some people want */
    private Finding disk(boolean readable) {
        Path place = Sizes.existing(path);
        if (!Files.isWritable(place)) {
            return readable
                    ? Finding.note("disk", text("doctor.unwritable", place), text("doctor.storeReadOnly"))
                    : Finding.wrong("disk", text("doctor.unwritable", place), text("doctor.diskUnwritable"));
        }
        long room = place.toFile().getUsableSpace();
        String found = text("doctor.room", place, Sizes.text(room));
        return room < LEAST_ROOM ? Finding.wrong("disk", found, text("doctor.diskFull")) : Finding.ok("disk", found);
    }
}
