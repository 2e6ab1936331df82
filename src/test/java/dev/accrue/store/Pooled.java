package dev.accrue.store;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.SharedScatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Classes as they come to a store: in a view that pools, each gives its scatter to that of the view. */
public final class Pooled {
    private Pooled() {}

    /** Those that a model of these views begins with. */
    public static NewClasses first(List<ModelView.Plan> views, List<NewClass> classes) {
        NewClasses pooled = NewClasses.of(classes);
        for (ModelView.Plan view : views) {
            pooled = view.pools() ? in(view.id(), Optional.empty(), Optional.empty(), pooled) : pooled;
        }
        return pooled;
    }

    /** Those that are added to the head. */
    public static NewClasses added(ModelStore store, List<NewClass> classes) {
        NewClasses pooled = NewClasses.of(classes);
        for (ModelView view : store.head().map(ModelVersion::views).orElse(List.of())) {
            pooled = view.pools()
                    ? in(view.id(), view.scatter(), view.scatter().map(store::sharedScatter), pooled)
                    : pooled;
        }
        return pooled;
    }

    private static NewClasses in(
            String view, Optional<String> before, Optional<SharedScatter> scatter, NewClasses classes) {
        List<ModelClass> pooled = new ArrayList<>();
        Optional<SharedScatter> sum = scatter;
        for (ModelClass each : classes.classes()) {
            if (each instanceof NewClass added && added.view().equals(view)) {
                ClassStatistics statistics = added.statistics().get();
                SharedScatter own = SharedScatter.of(statistics);
                sum = Optional.of(sum.map(earlier -> earlier.plus(own)).orElse(own));
                pooled.add(new NewPooledClass(
                        added.label(),
                        view,
                        added.base(),
                        added.source(),
                        statistics.count(),
                        statistics.mean(),
                        added.heldOut()));
            } else {
                pooled.add(each);
            }
        }
        List<GrownScatter> scatters = new ArrayList<>(classes.scatters());
        sum.ifPresent(grown -> scatters.add(new GrownScatter(view, before, grown)));
        return new NewClasses(pooled, scatters);
    }
}
