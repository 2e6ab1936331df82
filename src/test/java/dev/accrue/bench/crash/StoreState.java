package dev.accrue.bench.crash;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.StoredModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that can be seen of a store from outside, as lines of text: equal stores have equal lines, whatever lies where in
 * their files.
 */
public record StoreState(List<String> lines) {
    private static final int LONGEST_DIFFERENCE = 600;

    public StoreState {
        lines = List.copyOf(lines);
    }

    /**
     * Looks at every model. What was undone is seen by doing it again and undoing it as often, which leaves the store as
     * it was, and as each model has to be the current one for that, the first one is made current again in the end.
     */
    public static StoreState of(ModelStore store) {
        List<String> lines = new ArrayList<>();
        SortedMap<Long, ModelVersion> versions = new TreeMap<>();
        String current = currentModel(store);
        for (StoredModel model : store.models()) {
            lines.add("model " + model.name() + " " + model.head() + (model.current() ? ", current" : ""));
            if (!model.name().equals(currentModel(store))) {
                store.useModel(model.name());
            }
            List<ModelVersion> history = store.history();
            List<ModelVersion> undone = undone(store);
            lines.add("history " + numbers(history) + ", lineage " + numbers(store.lineage()) + ", undone "
                    + numbers(undone));
            store.snapshots().forEach(snapshot -> lines.add(snapshot.toString()));
            history.forEach(version -> versions.put(version.number(), version));
            undone.forEach(version -> versions.put(version.number(), version));
            store.snapshots().forEach(snapshot -> versions.put(snapshot.version(), store.version(snapshot.version())));
        }
        if (!current.equals(currentModel(store))) {
            store.useModel(current);
        }
        versions.values().forEach(version -> {
            lines.add(version.toString());
            store.evaluations(version.number()).forEach(evaluation -> lines.add(evaluation.toString()));
            store.fittedClassifier(version)
                    .ifPresent(fitted ->
                            lines.add("classifier of version " + version.number() + ": " + Arrays.toString(fitted)));
        });
        lines.add("unreached " + numbers(store.prune(true).versions()));
        return new StoreState(lines);
    }

    private static String currentModel(ModelStore store) {
        return store.models().stream()
                .filter(StoredModel::current)
                .findFirst()
                .orElseThrow()
                .name();
    }

    private static List<Long> numbers(List<ModelVersion> versions) {
        return versions.stream().map(ModelVersion::number).toList();
    }

    private static List<ModelVersion> undone(ModelStore store) {
        List<ModelVersion> undone = new ArrayList<>();
        try {
            while (true) {
                undone.add(store.redo());
            }
        } catch (AccrueException e) {
            if (e.category() != Category.NOT_FOUND) {
                throw e;
            }
        }
        undone.forEach(version -> store.undo());
        return undone;
    }

    /** Where what was found parts from this, for a person who has to find out why. */
    public String difference(StoreState found) {
        return "expected only: " + cut(lines, found.lines) + "; found only: " + cut(found.lines, lines);
    }

    private static String cut(List<String> these, List<String> without) {
        List<String> rest = new ArrayList<>(these);
        rest.removeAll(without);
        String text = String.join("; ", rest);
        return text.length() <= LONGEST_DIFFERENCE ? text : text.substring(0, LONGEST_DIFFERENCE) + "...";
    }
}
