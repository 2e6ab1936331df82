package dev.accrue.learner;

import dev.accrue.gaussian.Fitting;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The classes of the current model in the increments by which they came, to be learnt once more by any number of
 * fittings: what the store holds of a class is read once, given to all of them, and let go.
 *
 * <p>An increment is what one step of the lineage added; renaming, appending to or sealing a class makes none, and a
 * class that left the model is in none. Statistics are those of today. Of what came into the store at once, base
 * classes are the first increment and all the others the second.
 */
public final class Increments {
    private final ModelStore store;
    private final ModelVersion head;
    private final List<List<ClassRow>> steps;

    /** Of a view that pools: the digest of its scatter after each increment, if the lineage has them all. */
    private final Optional<List<String>> scatters;

    private Increments(
            ModelStore store, ModelVersion head, List<List<ClassRow>> steps, Optional<List<String>> scatters) {
        this.store = store;
        this.head = head;
        this.steps = steps;
        this.scatters = scatters;
    }

    /** @param head seen through the view that is asked for */
    static Increments of(ModelStore store, ModelVersion head) {
        List<ModelVersion> lineage = store.lineage();
        List<List<ClassRow>> steps = grouped(head.classes(), origins(lineage));
        return new Increments(store, head, steps, scatters(head, steps, lineage));
    }

    private static Optional<List<String>> scatters(
            ModelVersion head, List<List<ClassRow>> steps, List<ModelVersion> lineage) {
        Map<List<String>, String> scatterOf = new HashMap<>();
        for (ModelVersion version : lineage) {
            version.views().stream()
                    .filter(view -> view.id().equals(head.view().id()))
                    .forEach(view ->
                            view.scatter().ifPresent(scatter -> scatterOf.put(labels(view.classes()), scatter)));
        }
        List<ClassRow> learnt = new ArrayList<>();
        List<String> scatters = new ArrayList<>();
        for (List<ClassRow> step : steps) {
            learnt.addAll(step);
            Optional.ofNullable(scatterOf.get(labels(learnt))).ifPresent(scatters::add);
        }
        return head.view().pools() && scatters.size() == steps.size() ? Optional.of(scatters) : Optional.empty();
    }

    private static List<String> labels(List<ClassRow> rows) {
        return rows.stream().map(ClassRow::label).toList();
    }

    /** What learns the classes. */
    public interface Learner {

        /** @param addition adds a class, or the scatter that sealed classes share, to a fitting; valid during the call */
        void learn(Consumer<Fitting> addition);

        /** @param increment position of the one that is complete now */
        void complete(int increment);
    }

    /** Number of the current version. */
    public long version() {
        return head.number();
    }

    /** sha256 of the backbone. */
    public String backbone() {
        return head.backbone();
    }

    /** Name and options of the model's classifier. */
    public String method() {
        return head.method();
    }

    /** d. */
    public int dimension() {
        return head.view().dimension();
    }

    /** Names of each increment; all together they are the model's classes in the model's order. */
    public List<List<String>> classes() {
        return steps.stream()
                .map(rows -> rows.stream().map(ClassRow::label).toList())
                .toList();
    }

    /** What the posterior of a method can be set by. */
    public Temperature.Vectors vectors() {
        return Temperature.Vectors.of(store, head);
    }

    /** Names of the classes that shaped the backbone. */
    public List<String> oldClasses() {
        return head.classes().stream()
                .filter(ClassRow::base)
                .map(ClassRow::label)
                .toList();
    }

    /** Text of the view. */
    public String view() {
        return head.view().id();
    }

    /** Whether classes share a scatter of which nobody can tell any more which increment brought what. */
    public boolean sealed() {
        return head.classes().stream().anyMatch(ClassRow::sharesItsScatter) && scatters.isEmpty();
    }

    /**
     * Reads the statistics in the model's order. Scatters that classes share come first where nobody can tell any more
     * which increment brought what share of them; in a view that pools an increment brings what its scatter has more than
     * the one before.
     */
    public void replay(Learner learner) {
        if (scatters.isEmpty()) {
            RunningFit.shared(head, store).forEach(learner::learn);
        }
        Optional<SharedScatter> before = Optional.empty();
        for (int increment = 0; increment < steps.size(); increment++) {
            if (scatters.isPresent()) {
                SharedScatter now = store.sharedScatter(scatters.get().get(increment));
                SharedScatter more = before.map(now::minus).orElse(now);
                learner.learn(fitting -> fitting.add(more));
                before = Optional.of(now);
            }
            for (ClassRow row : steps.get(increment)) {
                learner.learn(RunningFit.addition(row, store));
            }
            learner.complete(increment);
        }
    }

    /** By which step each class of the last version came: numbers that grow along the lineage. */
    private static List<Integer> origins(List<ModelVersion> lineage) {
        List<Integer> origins = List.of();
        Map<String, Integer> positions = Map.of();
        int step = 0;
        for (ModelVersion version : lineage) {
            List<ClassRow> rows = version.classes();
            boolean sameNumber = rows.size() == positions.size();
            List<Integer> next = new ArrayList<>();
            Map<String, Integer> now = new HashMap<>();
            for (int i = 0; i < rows.size(); i++) {
                Integer known = positions.get(rows.get(i).label());
                if (known != null) {
                    next.add(origins.get(known));
                } else if (sameNumber) {
                    next.add(origins.get(i)); // under another name, in the same place
                } else {
                    next.add(step + (step == 0 && !rows.get(i).base() ? 1 : 0));
                }
                now.put(rows.get(i).label(), i);
            }
            origins = next;
            positions = now;
            step += 2;
        }
        return origins;
    }

    private static List<List<ClassRow>> grouped(List<ClassRow> rows, List<Integer> origins) {
        List<List<ClassRow>> groups = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (i == 0 || !origins.get(i).equals(origins.get(i - 1))) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(rows.get(i));
        }
        return groups.stream().map(List::copyOf).toList();
    }

    /** How many scatters and classes {@link #replay} gives. */
    public int additions() {
        return (int) (head.classes().size()
                + (scatters.isPresent()
                        ? steps.size()
                        : RunningFit.shared(head, store).count()));
    }
}
