package dev.accrue.store;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * An immutable state of the model.
 *
 * @param number 1, 2, 3 ... in the order of making
 * @param parent the version it was made from; empty for a first version
 * @param restoredFrom the version whose content this one has again; empty unless made by a restore
 * @param backbone sha256 of the backbone
 * @param views at least one; the first is the one that the classifier sees through
 * @param method name of the classifier
 * @param provenance who made it from what
 * @param createdAt when
 * @param hash hex SHA-256 over the content and the parent's hash
 */
public record ModelVersion(
        long number,
        OptionalLong parent,
        OptionalLong restoredFrom,
        String backbone,
        List<ModelView> views,
        String method,
        Provenance provenance,
        Instant createdAt,
        String hash) {
    public ModelVersion {
        views = List.copyOf(views);
    }

    /** The one that the classifier sees through. */
    public ModelView view() {
        return views.get(0);
    }

    /** As the classifier sees them, in the order they were learnt. */
    public List<ClassRow> classes() {
        return view().classes();
    }

    /**
     * The same state, looked at through another of its views.
     *
     * @throws IllegalArgumentException if there is no such view
     */
    public ModelVersion seenThrough(String view) {
        ModelView wanted = views.stream()
                .filter(each -> each.id().equals(view))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("version " + number + " has no view " + view));
        List<ModelView> others =
                views.stream().filter(each -> !each.equals(wanted)).toList();
        return new ModelVersion(
                number,
                parent,
                restoredFrom,
                backbone,
                Stream.concat(Stream.of(wanted), others.stream()).toList(),
                method,
                provenance,
                createdAt,
                hash);
    }

    /** Of all views: the classes of the first one, then those of the next. */
    public List<ClassRow> rows() {
        return views.stream().flatMap(view -> view.classes().stream()).toList();
    }
}
