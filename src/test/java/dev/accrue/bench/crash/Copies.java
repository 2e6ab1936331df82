package dev.accrue.bench.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a store's file after each operation, while the store is open: what a process leaves that is killed at this very
 * moment. So each operation is followed by a crash without a process having to die for it.
 */
public final class Copies {
    private static final int LEAVES_EVERY = 5;

    private Copies() {}

    /**
     * Performs operations, and opens a copy after each.
     *
     * @return what the copies do not hold, in words
     */
    public static List<String> compare(Path folder, Operations operations, int count) throws IOException {
        List<String> problems = new ArrayList<>();
        Path original = folder.resolve("original");
        Path copy = folder.resolve("copy");
        Files.createDirectories(original);
        try (Performer performer = new Performer(original, operations);
                Reference reference = new Reference(folder, operations)) {
            for (int index = 0; index < count; index++) {
                if (index % LEAVES_EVERY == 0) {
                    performer.closeAndOpenAgain();
                }
                performer.perform(index);
                reference.perform(index);
                Folders.copy(original, copy);
                try (Performer survivor = new Performer(copy, operations)) {
                    StoreState found = survivor.state();
                    if (!found.equals(reference.state())) {
                        problems.add("operation " + index + ", " + operations.name(index) + ": "
                                + reference.state().difference(found));
                    }
                }
                Folders.delete(copy);
            }
        }
        return problems;
    }
}
