package dev.accrue.bench.speed;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Snapshot;
import dev.accrue.store.StoredModel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What of a store a head or a snapshot reaches: the bytes nobody would want to miss. */
public final class LiveContent {
    private final ModelStore store;
    private final Map<Long, ModelVersion> versions = new TreeMap<>();

    private LiveContent(ModelStore store) {
        this.store = store;
    }

    /** Of statistics, shared scatters and weights, each counted once. */
    public static long bytes(ModelStore store) {
        LiveContent live = new LiveContent(store);
        live.visitModels();
        return live.count();
    }

    private void visitModels() {
        Deque<Long> waiting = new ArrayDeque<>();
        String current = "";
        for (StoredModel model : store.models()) {
            current = model.current() ? model.name() : current;
            model.head().ifPresent(waiting::add);
        }
        for (StoredModel model : store.models()) {
            store.useModel(model.name());
            store.snapshots().stream().map(Snapshot::version).forEach(waiting::add);
        }
        store.useModel(current);
        while (!waiting.isEmpty()) {
            visit(waiting.remove(), waiting);
        }
    }

    private void visit(long number, Deque<Long> waiting) {
        if (versions.containsKey(number)) {
            return;
        }
        try {
            ModelVersion version = store.version(number);
            versions.put(number, version);
            add(version.parent(), waiting);
            add(version.restoredFrom(), waiting);
        } catch (AccrueException e) {
            if (e.category() != Category.NOT_FOUND) {
                throw e;
            }
        }
    }

    private static void add(OptionalLong number, Deque<Long> waiting) {
        number.ifPresent(waiting::add);
    }

    private long count() {
        Map<String, Long> bytes = new HashMap<>();
        for (ModelVersion version : versions.values()) {
            bytes.computeIfAbsent(
                    version.backbone(), sha256 -> (long) store.backbone(sha256).weights().length);
            var footprint = store.footprint(version);
            for (int i = 0; i < version.classes().size(); i++) {
                ClassRow row = version.classes().get(i);
                bytes.put("class " + row.id(), footprint.classBytes().get(i));
                row.sharedScatter().ifPresent(sha256 -> bytes.put(sha256, scatterBytes(sha256)));
            }
        }
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private long scatterBytes(String sha256) {
        return 2L * Double.BYTES * store.sharedScatter(sha256).pooled().length;
    }
}
