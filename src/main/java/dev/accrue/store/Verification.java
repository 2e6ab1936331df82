package dev.accrue.store;

import java.util.List;

/**
 * What a look at everything in a store found.
 *
 * @param checks what was looked at, in this order
 * @param problems one sentence each; empty if the store is sound
 */
public record Verification(List<Check> checks, List<String> problems) {
    public Verification {
        checks = List.copyOf(checks);
        problems = List.copyOf(problems);
    }

    /**
     * One kind of thing.
     *
     * @param what in a word or two, the same in every language
     * @param count how many of them were looked at
     * @param problems how many are not as they should be
     */
    public record Check(String what, long count, long problems) {}
}
