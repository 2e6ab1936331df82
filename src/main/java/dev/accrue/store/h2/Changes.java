package dev.accrue.store.h2;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.Labels;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import dev.accrue.store.VersionKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** New versions of the current model. Each method is called within a transaction. */
final class Changes {
    private static final int FEWEST_SEALED = 3;

    private final StoreTables tables;
    private final Clock clock;

    Changes(StoreTables tables, Clock clock) {
        this.tables = tables;
        this.clock = clock;
    }

    /** The current version, if there is one. */
    Optional<ModelVersion> head() {
        return tables.models().head().map(tables.versions()::get);
    }

    ModelVersion requireHead() {
        return head().orElseThrow(() ->
                new AccrueException(Category.NOT_FOUND, "the store holds no model yet; start one with train-base"));
    }

    /** The new version's parent is what was the head, so that nothing is lost from the history. */
    ModelVersion begin(
            StoredBackbone backbone, List<? extends ModelClass> classes, String method, Provenance provenance) {
        Rules.checkClasses(classes);
        tables.backbones().insertIfAbsent(backbone);
        return append(VersionKind.TRAINED, head(), Optional.empty(), backbone.sha256(), classes, method, provenance);
    }

    ModelVersion begin(ModelContent content, Provenance provenance) {
        return begin(content.backbone(), content.classes(), content.method(), provenance);
    }

    ModelVersion add(List<NewClass> classes, Provenance provenance) {
        ModelVersion head = requireHead();
        Rules.checkClasses(classes);
        Rules.checkNew(classes, head);
        List<ModelClass> all = new ArrayList<>(head.classes());
        all.addAll(classes);
        return change(head, all, head.method(), provenance);
    }

    ModelVersion change(List<? extends ModelClass> classes, Provenance provenance) {
        ModelVersion head = requireHead();
        Rules.checkChange(classes, head);
        return change(head, classes, head.method(), provenance);
    }

    ModelVersion changeMethod(String method, Provenance provenance) {
        ModelVersion head = requireHead();
        return change(head, head.classes(), method, provenance);
    }

    private ModelVersion change(
            ModelVersion head, List<? extends ModelClass> classes, String method, Provenance provenance) {
        return append(
                VersionKind.CHANGED, Optional.of(head), Optional.empty(), head.backbone(), classes, method, provenance);
    }

    ModelVersion restore(ModelVersion restored, Provenance provenance) {
        return append(
                VersionKind.RESTORED,
                head(),
                Optional.of(restored),
                restored.backbone(),
                restored.classes(),
                restored.method(),
                provenance);
    }

    ModelVersion seal(List<String> labels, Provenance provenance) {
        ModelVersion head = requireHead();
        if (labels.isEmpty()) {
            throw new AccrueException(Category.USAGE, "no class was given to seal; name some");
        }
        for (String label : labels) {
            ClassRow row = head.classes().stream()
                    .filter(each -> each.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new AccrueException(
                            Category.NOT_FOUND,
                            "the model has no class " + Labels.quoted(label) + "; classes lists those it has"));
            if (row.isSealed()) {
                throw new AccrueException(Category.CONFLICT, "class \"" + label + "\" is sealed already");
            }
        }
        List<ClassRow> folded = head.classes().stream()
                .filter(row -> row.isSealed() || labels.contains(row.label()))
                .toList();
        int dimension = tables.backbones().featureDimension(head.backbone());
        requireSaving(folded, dimension);
        SharedScatter shared = folded(folded);
        String sha256 = tables.scatters().insert(shared, dimension);
        List<ModelClass> classes = new ArrayList<>();
        for (ClassRow row : head.classes()) {
            classes.add(
                    folded.contains(row)
                            ? new NewSealedClass(
                                    row.label(),
                                    row.base(),
                                    row.source(),
                                    row.count(),
                                    tables.classes().mean(row),
                                    sha256,
                                    () -> shared)
                            : row);
        }
        ModelVersion sealed = change(head, classes, head.method(), provenance);
        tables.versions().markSeal(sealed.number());
        return sealed;
    }

    private void requireSaving(List<ClassRow> folded, int dimension) {
        long bytes = tables.classes().footprint(folded).bytes();
        long sealed =
                (long) Double.BYTES * ((long) folded.size() * dimension + 2L * ClassStatistics.packedLength(dimension));
        if (sealed >= bytes) {
            throw new AccrueException(
                    Category.USAGE,
                    "sealing " + folded.size() + " classes saves nothing: they take " + bytes
                            + " bytes and would take " + sealed + ", because the scatter they share takes the room of"
                            + " two; name at least " + FEWEST_SEALED + " classes, more if they have few images");
        }
    }

    /** What was shared already, and then the scatters of the others in their order. */
    private SharedScatter folded(List<ClassRow> rows) {
        Stream<SharedScatter> shared = rows.stream()
                .flatMap(row -> row.sharedScatter().stream())
                .distinct()
                .map(tables.scatters()::get);
        Stream<SharedScatter> own = rows.stream()
                .filter(row -> !row.isSealed())
                .map(row -> SharedScatter.of(tables.classes().statistics(row)));
        return Stream.concat(shared, own).reduce(SharedScatter::plus).orElseThrow();
    }

    private ModelVersion append(
            VersionKind kind,
            Optional<ModelVersion> parent,
            Optional<ModelVersion> restoredFrom,
            String backbone,
            List<? extends ModelClass> classes,
            String method,
            Provenance provenance) {
        Instant now = clock.instant();
        int dimension = tables.backbones().featureDimension(backbone);
        List<ClassRow> rows = new ArrayList<>();
        for (ModelClass each : classes) {
            rows.add(written(each, backbone, dimension, now));
        }
        long number = tables.versions().append(kind, parent, restoredFrom, backbone, rows, method, provenance, now);
        tables.models().advance(number);
        return tables.versions().get(number);
    }

    private ClassRow written(ModelClass each, String backbone, int dimension, Instant now) {
        if (each instanceof NewClass added) {
            return tables.classes().insert(added, backbone, dimension, now);
        }
        if (each instanceof NewSealedClass added) {
            share(added, dimension);
            return tables.classes().insert(added, backbone, dimension, now);
        }
        return (ClassRow) each;
    }

    private void share(NewSealedClass added, int dimension) {
        Optional<Integer> there = tables.scatters().dimension(added.sharedScatter());
        if (there.isPresent() && there.get() != dimension) {
            throw new AccrueException(
                    Category.CONFLICT,
                    "the shared scatter of class \"" + added.label() + "\" is one of " + there.get()
                            + " features, and the backbone gives " + dimension
                            + "; take it with the model's own backbone");
        }
        if (there.isEmpty()) {
            SharedScatter scatter = added.scatter().get();
            Rules.checkSharedScatter(scatter, dimension);
            String actual = tables.scatters().insert(scatter, dimension);
            if (!actual.equals(added.sharedScatter())) {
                throw new AccrueException(
                        Category.BAD_DATA,
                        "the scatter that class \"" + added.label() + "\" shares has digest " + actual + " and not "
                                + added.sharedScatter() + ", as was said; take both from one store");
            }
        }
    }
}
