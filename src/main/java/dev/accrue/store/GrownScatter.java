package dev.accrue.store;

import dev.accrue.gaussian.SharedScatter;
import java.util.Optional;

/**
 * The scatter of a view that pools, grown by those of the classes that are added. The sum is taken by who learns them, one
 * class after the other, so that no more than the sum is ever in memory.
 *
 * @param view its id
 * @param before digest of the scatter that the sum went on from; empty if it began with none
 * @param sum of what was there before and then the new classes in their order
 */
public record GrownScatter(String view, Optional<String> before, SharedScatter sum) {}
