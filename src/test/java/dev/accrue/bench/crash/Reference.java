package dev.accrue.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A store that nothing ever happens to, at which the same operations are performed. */
final class Reference implements AutoCloseable {
    private final Path folder;
    private final Operations operations;
    private final Performer performer;
    private final List<Long> performed = new ArrayList<>();

    Reference(Path parent, Operations operations) throws IOException {
        this.folder = Files.createTempDirectory(parent, "reference");
        this.operations = operations;
        this.performer = new Performer(folder, operations);
    }

    String perform(long index) {
        performed.add(index);
        return performer.perform(index);
    }

    StoreState state() {
        return performer.state();
    }

    /**
     * How many operations were performed after that state, found by performing all of them once more.
     *
     * @param from index of the first operation that may have been lost
     * @return 0 if none was, or the state never was
     */
    long operationsSince(StoreState state, long from) throws IOException {
        Path again = Files.createTempDirectory(folder, "again");
        long since = 0;
        try (Performer second = new Performer(again, operations)) {
            for (long index : performed) {
                if (index >= from && since == 0 && second.state().equals(state)) {
                    since = 1;
                } else if (since > 0) {
                    since++;
                }
                second.perform(index);
            }
        }
        return since;
    }

    @Override
    public void close() {
        performer.close();
    }
}
