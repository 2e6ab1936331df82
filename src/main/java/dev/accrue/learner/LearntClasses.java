package dev.accrue.learner;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.ScatterSum;
import dev.accrue.store.GrownScatter;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewClasses;
import dev.accrue.store.NewPooledClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pass has learnt so far, on its way to the store: of each class the least that a view keeps of it. A scatter goes
 * into that of a view that pools as soon as the class is complete, so however many classes there are, the pass holds that
 * sum and one class.
 */
final class LearntClasses implements Lesson.Listener {
    private final List<ModelView.Plan> views;
    private final List<String> names;
    private final boolean base;
    private final String source;

    /** By the view's id. */
    private final Map<String, Growing> growing = new HashMap<>();

    private final List<ModelClass> classes = new ArrayList<>();
    private long images;

    private record Growing(Optional<String> before, ScatterSum sum) {}

    private LearntClasses(List<ModelView.Plan> views, List<String> names, boolean base, String source) {
        this.views = views;
        this.names = names;
        this.base = base;
        this.source = source;
    }

    /** @param names of the classes that a model begins with */
    static LearntClasses first(List<ModelView.Plan> views, List<String> names, String source) {
        LearntClasses learnt = new LearntClasses(views, names, true, source);
        for (ModelView.Plan view : views) {
            if (view.pools()) {
                learnt.growing.put(view.id(), new Growing(Optional.empty(), new ScatterSum(view.dimension())));
            }
        }
        return learnt;
    }

    /** @param names of classes to be added to the head */
    static LearntClasses added(ModelStore store, ModelVersion head, List<String> names, String source) {
        LearntClasses learnt =
                new LearntClasses(head.views().stream().map(ModelView::plan).toList(), names, false, source);
        for (ModelView view : head.views()) {
            if (view.pools()) {
                ScatterSum sum = view.scatter()
                        .map(sha256 -> new ScatterSum(store.sharedScatter(sha256)))
                        .orElseGet(() -> new ScatterSum(view.dimension()));
                learnt.growing.put(view.id(), new Growing(view.scatter(), sum));
            }
        }
        return learnt;
    }

    @Override
    public void learnt(int view, int label, ClassLearner.Learnt one) {
        images += view == 0 ? one.images() : 0; // the other views see the same ones
        String id = views.get(view).id();
        Growing pooled = growing.get(id);
        if (pooled == null) {
            classes.add(new NewClass(names.get(label), id, base, source, one.statistics(), one::heldOut));
            return;
        }
        ClassStatistics statistics = one.statistics().get();
        pooled.sum().add(statistics);
        Optional<HeldOut> heldOut = one.heldOut(); // and nothing else of it, which has the scatter
        classes.add(new NewPooledClass(
                names.get(label), id, base, source, statistics.count(), statistics.mean(), () -> heldOut));
    }

    /** How many images were learnt, those held out included. */
    long images() {
        return images;
    }

    /** For the store, which is given all at once. */
    NewClasses finish() {
        return new NewClasses(
                classes,
                growing.entrySet().stream()
                        .map(view -> new GrownScatter(
                                view.getKey(),
                                view.getValue().before(),
                                view.getValue().sum().finish()))
                        .toList());
    }
}
