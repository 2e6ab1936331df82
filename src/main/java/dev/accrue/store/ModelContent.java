package dev.accrue.store;

import java.time.Instant;
import java.util.List;

/**
 * A model on its way from one store to another, or to and from a file: one version with all it needs, and by which
 * commands it came to be. The large arrays are read when they are asked for.
 *
 * @param name of the model where it came from
 * @param method name of the classifier
 * @param backbone with its weights
 * @param classes {@link NewClass} or {@link NewSealedClass}, in the order they were learnt
 * @param history the version first, then its parent and so on; for people, nothing is derived from it
 */
public record ModelContent(
        String name, String method, StoredBackbone backbone, List<ModelClass> classes, List<Step> history) {
    public ModelContent {
        classes = List.copyOf(classes);
        history = List.copyOf(history);
    }

    /** A version of the store the model came from. */
    public record Step(long version, Provenance provenance, Instant createdAt, String hash) {}
}
