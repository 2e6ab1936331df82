package dev.accrue.store;

import java.util.List;
import java.util.Optional;

/**
 * Classes to be added, as each view sees them.
 *
 * @param classes the same for each view: {@link NewPooledClass} in one that pools, {@link NewClass} in others
 * @param scatters of the views that pool, one each; none if there are no classes
 */
public record NewClasses(List<? extends ModelClass> classes, List<GrownScatter> scatters) {
    public NewClasses {
        classes = List.copyOf(classes);
        scatters = List.copyOf(scatters);
    }

    /** Of views that do not pool. */
    public static NewClasses of(List<NewClass> classes) {
        return new NewClasses(classes, List.of());
    }

    /** Those of one view, in their order. */
    public List<? extends ModelClass> ofView(String view) {
        return classes.stream().filter(each -> each.view().equals(view)).toList();
    }

    /** What the scatter of a view grew to. */
    public Optional<GrownScatter> scatterOf(String view) {
        return scatters.stream().filter(each -> each.view().equals(view)).findFirst();
    }
}
