package dev.accrue.learner;

import dev.accrue.dataset.DatasetReference;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which images a command works on.
 *
 * @param data the data set; empty for the one the model last learnt from, or the built-in one in a new store
 * @param limit at most so many images of each class; empty for all
 * @param seed decides which images a limit keeps
 * @param skipBad go on without pictures that cannot be read
 */
public record ImageChoice(Optional<DatasetReference> data, OptionalInt limit, long seed, boolean skipBad) {}
