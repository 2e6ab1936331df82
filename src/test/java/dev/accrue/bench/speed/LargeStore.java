package dev.accrue.bench.speed;

import dev.accrue.bench.crash.Samples;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Makes a store of many classes, as wide as the features of EfficientNet-B0, and a history as long as is wanted. */
public final class LargeStore {
    /** That network's weights: 4 million of float32. */
    private static final int WEIGHTS = 16_000_000;

    private static final int BASE_PART = 10;
    private static final Provenance PROVENANCE = Samples.provenance("bench", 1);

    private final ModelStore store;
    private final int dimension;
    private final ClassStatistics pattern;

    public LargeStore(ModelStore store, int dimension) {
        this.store = store;
        this.dimension = dimension;
        Samples samples = new Samples(dimension);
        this.pattern = samples.statisticsOf(samples.features(dimension + dimension / 4, new SplittableRandom(1)));
    }

    /** A tenth of the classes in each of ten versions. */
    public void fill(int classes) {
        byte[] weights = new byte[WEIGHTS];
        new Random(1).nextBytes(weights);
        StoredBackbone backbone = new StoredBackbone(
                ContentDigest.ofWeights(weights),
                "efficientnet-b0",
                64,
                dimension,
                List.of("class 0"),
                WEIGHTS / 4,
                "{}",
                weights);
        List<NewClass> all = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            all.add(newClass("class " + i, i < classes / BASE_PART, i));
        }
        int part = Math.max(1, classes / BASE_PART);
        store.trainedBase(backbone, all.subList(0, part), Method.ARTICLE.id(), PROVENANCE);
        for (int start = part; start < classes; start += part) {
            store.addedClasses(all.subList(start, Math.min(classes, start + part)), PROVENANCE);
        }
    }

    /** Leaves a class out and takes it back until the history is so long: cheap versions, but versions. */
    public void lengthenTo(int versions) {
        for (int length = store.history().size(); length < versions; length += 2) {
            long before = head().number();
            removeLast();
            store.restore(Long.toString(before), PROVENANCE);
        }
    }

    public ModelVersion removeLast() {
        List<ClassRow> rows = head().classes();
        return store.changedClasses(rows.subList(0, rows.size() - 1), PROVENANCE);
    }

    public ModelVersion restoreParent() {
        return store.restore(Long.toString(head().parent().orElseThrow()), PROVENANCE);
    }

    /** Ready to be committed, its statistics at hand. */
    public Runnable addition() {
        ClassStatistics statistics = statistics(1_000);
        NewClass added = new NewClass("another", false, "bench", statistics);
        return () -> store.addedClasses(List.of(added), PROVENANCE);
    }

    private NewClass newClass(String label, boolean base, int index) {
        return new NewClass(label, base, "bench", () -> statistics(index));
    }

    /** One scatter for all, with a diagonal of its own for each: positive definite and quick to make. */
    private ClassStatistics statistics(int index) {
        SplittableRandom random = new SplittableRandom(index);
        double[] mean = random.doubles(dimension).toArray();
        double[] scatter = pattern.scatter().clone();
        for (int i = 0, diagonal = 0; i < dimension; i++, diagonal += i + 1) {
            scatter[diagonal] += random.nextDouble();
        }
        return new ClassStatistics(pattern.count(), mean, scatter);
    }

    private ModelVersion head() {
        return store.head().orElseThrow();
    }
}
