package dev.accrue.bench.crash;

import dev.accrue.store.ModelStore;
import dev.accrue.store.h2.H2ModelStore;
import java.nio.file.Path;

/** A store at which operations are performed. */
final class Performer implements AutoCloseable {
    private final Path folder;
    private final Operations operations;
    private final OperationClock clock = new OperationClock();
    private ModelStore store;

    Performer(Path folder, Operations operations) {
        this.folder = folder;
        this.operations = operations;
        this.store = H2ModelStore.open(folder, clock);
    }

    String perform(long index) {
        clock.set(index);
        return operations.perform(index, store);
    }

    StoreState state() {
        return StoreState.of(store);
    }

    ModelStore store() {
        return store;
    }

    void closeAndOpenAgain() {
        store.close();
        store = H2ModelStore.open(folder, clock);
    }

    @Override
    public void close() {
        store.close();
    }
}
