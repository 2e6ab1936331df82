package dev.accrue.bench.crash;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.Pooled;
import dev.accrue.store.Provenance;
import dev.accrue.store.Pruning;
import dev.accrue.store.Snapshot;
import dev.accrue.store.StoredEvaluation;
import dev.accrue.store.StoredModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A random mix of everything that changes a store. What an operation does follows from the seed, its index and the
 * store's state alone, so two stores in one state are in one state after it as well. Each is one transaction. Some
 * cannot be done (a class that is there already, nothing to undo): they are refused and change nothing.
 */
public final class Operations {
    private static final Set<Category> REFUSED = EnumSet.of(Category.USAGE, Category.NOT_FOUND, Category.CONFLICT);
    private static final int LABELS = 14;
    private static final int SNAPSHOTS = 8;
    private static final int MODELS = 4;
    private static final int RECENT = 40;

    private final long seed;
    private final Samples samples;
    private final List<Kind> kinds = List.of(
            new Kind(3, "train-base", this::trainBase),
            new Kind(16, "add-class", this::addOne),
            new Kind(6, "add-classes", this::addSeveral),
            new Kind(10, "append-class", this::append),
            new Kind(8, "remove-class", this::remove),
            new Kind(6, "rename-class", this::rename),
            new Kind(6, "replace-class", this::replace),
            new Kind(3, "use view", this::changeView),
            new Kind(6, "snapshot", this::snapshot),
            new Kind(6, "restore", this::restore),
            new Kind(14, "undo", (store, random) -> seen(store.undo())),
            new Kind(10, "redo", (store, random) -> seen(store.redo())),
            new Kind(3, "model create", this::createModel),
            new Kind(6, "model use", (store, random) -> seen(store.useModel(model(random)))),
            new Kind(2, "model rename", (store, random) -> seen(store.renameModel(model(random), model(random)))),
            new Kind(3, "model drop", (store, random) -> seen(store.dropModel(model(random)))),
            new Kind(4, "seal", this::seal),
            new Kind(3, "prune", (store, random) -> seen(store.prune(false))),
            new Kind(2, "import", this::bringIn),
            new Kind(2, "import from here", this::bringInFromHere),
            new Kind(4, "evaluate", this::evaluate),
            new Kind(4, "keep classifier", this::keepClassifier));
    private final int weights = kinds.stream().mapToInt(Kind::weight).sum();

    public Operations(long seed, int dimension) {
        this.seed = seed;
        this.samples = new Samples(dimension);
    }

    /** @param weight how often it is drawn, relative to the others */
    private record Kind(int weight, String name, Change change) {}

    private interface Change {
        String apply(ModelStore store, SplittableRandom random);
    }

    /**
     * Performs the operation of that index.
     *
     * @return what it answered, or that it was refused, without times and places: the same in every store
     * @throws AccrueException of any category with which no operation may be refused
     */
    public String perform(long index, ModelStore store) {
        SplittableRandom random = random(index);
        Kind kind = draw(random);
        try {
            return kind.name() + ": " + kind.change().apply(store, random);
        } catch (AccrueException e) {
            if (REFUSED.contains(e.category())) {
                return kind.name() + ": refused, " + e.category();
            }
            throw e;
        }
    }

    /** The command that comes to the same as the operation of that index. */
    public String name(long index) {
        return draw(random(index)).name();
    }

    private SplittableRandom random(long index) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() ^ index);
    }

    private Kind draw(SplittableRandom random) {
        int drawn = random.nextInt(weights);
        int kind = 0;
        while (drawn >= kinds.get(kind).weight()) {
            drawn -= kinds.get(kind++).weight();
        }
        return kinds.get(kind);
    }

    /** Through the view that every backbone has, or through one beside it that pools. */
    private String trainBase(ModelStore store, SplittableRandom random) {
        List<String> labels = labels(1 + random.nextInt(3), random);
        List<ModelView.Plan> views = new ArrayList<>(List.of(ModelView.Plan.last(samples.dimension())));
        if (random.nextInt(3) == 0) {
            views.add(samples.pooling());
        }
        return seen(store.trainedBase(
                samples.backbone(labels, random),
                views,
                Pooled.first(views, seenClasses(labels, views, true, random)),
                "article",
                provenance(random)));
    }

    private String addOne(ModelStore store, SplittableRandom random) {
        return add(List.of(label(random)), store, random);
    }

    private String addSeveral(ModelStore store, SplittableRandom random) {
        return add(labels(2 + random.nextInt(3), random), store, random);
    }

    private String add(List<String> labels, ModelStore store, SplittableRandom random) {
        List<ModelView.Plan> views =
                head(store).views().stream().map(ModelView::plan).toList();
        return seen(
                store.addedClasses(Pooled.added(store, seenClasses(labels, views, false, random)), provenance(random)));
    }

    private List<NewClass> seenClasses(
            List<String> labels, List<ModelView.Plan> views, boolean base, SplittableRandom random) {
        return labels.stream()
                .flatMap(label -> views.stream().map(view -> samples.seenClass(label, view.id(), base, random)))
                .toList();
    }

    /** Refused for a class without a scatter of its own. */
    private String append(ModelStore store, SplittableRandom random) {
        return change(
                store,
                random,
                row -> renewed(row, row.label(), store.statistics(row).mergedWith(samples.statistics(random)), store));
    }

    /** Refused for a class that was sealed. */
    private String rename(ModelStore store, SplittableRandom random) {
        String label = label(random);
        return change(
                store,
                random,
                row -> row.pooled()
                        ? new NewPooledClass(
                                label,
                                row.view(),
                                row.base(),
                                row.source(),
                                row.count(),
                                store.mean(row),
                                () -> store.heldOut(row))
                        : renewed(row, label, store.statistics(row), store));
    }

    private static NewClass renewed(ClassRow row, String label, ClassStatistics statistics, ModelStore store) {
        return new NewClass(label, row.view(), row.base(), row.source(), () -> statistics, () -> store.heldOut(row));
    }

    /** Refused in a view that pools, which would have to grow. */
    private String replace(ModelStore store, SplittableRandom random) {
        return change(store, random, row -> samples.seenClass(row.label(), row.view(), false, random));
    }

    private String remove(ModelStore store, SplittableRandom random) {
        String label = anyLabel(store, random);
        List<ClassRow> rows = head(store).rows().stream()
                .filter(row -> !row.label().equals(label))
                .toList();
        return seen(store.changedClasses(rows, provenance(random)));
    }

    private interface Replacement {
        ModelClass of(ClassRow row);
    }

    /** In every view. */
    private String change(ModelStore store, SplittableRandom random, Replacement replacement) {
        String label = anyLabel(store, random);
        List<ModelClass> classes = new ArrayList<>();
        for (ClassRow row : head(store).rows()) {
            classes.add(row.label().equals(label) ? replacement.of(row) : row);
        }
        return seen(store.changedClasses(classes, provenance(random)));
    }

    private static String anyLabel(ModelStore store, SplittableRandom random) {
        List<ClassRow> rows = head(store).classes();
        return rows.get(random.nextInt(rows.size())).label();
    }

    private String changeView(ModelStore store, SplittableRandom random) {
        return seen(store.changedView(
                random.nextInt(3) == 0 ? ModelView.LAST : samples.pooling().id(), provenance(random)));
    }

    private String snapshot(ModelStore store, SplittableRandom random) {
        Snapshot snapshot = store.snapshot("snapshot-" + random.nextInt(SNAPSHOTS));
        return snapshot.name() + " of " + snapshot.version();
    }

    /** A snapshot, or a version of the history. */
    private String restore(ModelStore store, SplittableRandom random) {
        String name = "snapshot-" + random.nextInt(SNAPSHOTS);
        if (random.nextBoolean()) {
            name = Long.toString(anyVersion(store, random));
        }
        return seen(store.restore(name, provenance(random)));
    }

    /** Empty, or beginning with a version. */
    private String createModel(ModelStore store, SplittableRandom random) {
        String name = model(random);
        return seen(store.createModel(
                name, random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(anyVersion(store, random))));
    }

    private String seal(ModelStore store, SplittableRandom random) {
        List<ClassRow> rows = head(store).classes();
        int first = random.nextInt(rows.size());
        int count = Math.min(rows.size() - first, 2 + random.nextInt(3));
        List<String> labels =
                rows.subList(first, first + count).stream().map(ClassRow::label).toList();
        return seen(store.sealed(labels, provenance(random)));
    }

    private String bringIn(ModelStore store, SplittableRandom random) {
        return seen(store.begunWith(samples.content(labels(4, random), random), provenance(random)));
    }

    private String bringInFromHere(ModelStore store, SplittableRandom random) {
        ModelVersion version = store.version(anyVersion(store, random));
        return seen(store.begunWith(store.content(version), provenance(random)));
    }

    private String evaluate(ModelStore store, SplittableRandom random) {
        ModelVersion version = store.version(anyVersion(store, random));
        store.record(new StoredEvaluation(
                version.number(),
                "samples/test",
                "digest " + random.nextInt(3),
                100,
                random.nextDouble(),
                OptionalDouble.of(random.nextDouble()),
                OptionalDouble.empty(),
                Instant.EPOCH));
        return "";
    }

    private String keepClassifier(ModelStore store, SplittableRandom random) {
        store.keepFittedClassifier(
                head(store), random.doubles(samples.dimension()).toArray());
        return "";
    }

    private static String model(SplittableRandom random) {
        return "model-" + random.nextInt(MODELS);
    }

    private static long anyVersion(ModelStore store, SplittableRandom random) {
        return Math.max(1, head(store).number() - random.nextInt(RECENT));
    }

    private static ModelVersion head(ModelStore store) {
        return store.head().orElseThrow(() -> new AccrueException(Category.NOT_FOUND, "there is no model yet"));
    }

    private static String label(SplittableRandom random) {
        return "class " + random.nextInt(LABELS);
    }

    private static List<String> labels(int count, SplittableRandom random) {
        int first = random.nextInt(LABELS);
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add("class " + (first + i * 3) % LABELS);
        }
        return labels;
    }

    private static Provenance provenance(SplittableRandom random) {
        return Samples.provenance("operation", random.nextLong());
    }

    private static String seen(StoredModel model) {
        return model.name() + " " + model.head();
    }

    private static String seen(Pruning pruning) {
        return pruning.versions().stream().map(ModelVersion::number).toList() + ", " + pruning.classes() + " classes, "
                + pruning.backbones() + " backbones, " + pruning.bytes() + " bytes";
    }

    private static String seen(ModelVersion version) {
        return "version " + version.number() + " " + version.hash();
    }
}
