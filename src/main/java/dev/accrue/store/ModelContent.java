package dev.accrue.store;

import dev.accrue.gaussian.SharedScatter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A model on its way from one store to another, or to and from a file: one version with all it needs, and by which
 * commands it came to be. The large arrays are read when they are asked for.
 *
 * @param name of the model where it came from
 * @param method name of the classifier
 * @param backbone with its weights
 * @param views the one that the classifier sees through first
 * @param classes {@link NewClass}, {@link NewSealedClass} or {@link NewPooledClass}; those of each view in the order
 *     they were learnt
 * @param history the version first, then its parent and so on; for people, nothing is derived from it
 */
public record ModelContent(
        String name,
        String method,
        StoredBackbone backbone,
        List<ViewContent> views,
        List<ModelClass> classes,
        List<Step> history) {
    public ModelContent {
        views = List.copyOf(views);
        classes = List.copyOf(classes);
        history = List.copyOf(history);
    }

    /** Of the view {@link ModelView#LAST} alone. */
    public ModelContent(
            String name, String method, StoredBackbone backbone, List<ModelClass> classes, List<Step> history) {
        this(
                name,
                method,
                backbone,
                List.of(new ViewContent(ModelView.Plan.last(backbone.featureDimension()), Optional.empty())),
                classes,
                history);
    }

    /** @param scatter what the classes of a view that pools gave to it; empty if they gave nothing */
    public record ViewContent(ModelView.Plan plan, Optional<Supplier<SharedScatter>> scatter) {}

    /** Those of one view. */
    public List<ModelClass> classesOf(String view) {
        return classes.stream().filter(each -> each.view().equals(view)).toList();
    }

    /** A version of the store the model came from. */
    public record Step(long version, Provenance provenance, Instant createdAt, String hash) {}
}
