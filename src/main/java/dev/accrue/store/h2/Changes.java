package dev.accrue.store.h2;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.GrownScatter;
import dev.accrue.store.Labels;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewClasses;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import dev.accrue.store.VersionKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
        return head().orElseThrow(() -> new AccrueException(Category.NOT_FOUND, text("store.empty")));
    }

    /** What becomes of a view in a new version. */
    private record NewView(ModelView.Plan plan, Optional<String> scatter, List<? extends ModelClass> classes) {

        static NewView of(ModelView view, List<? extends ModelClass> classes) {
            return new NewView(view.plan(), view.scatter(), classes);
        }
    }

    /** The new version's parent is what was the head, so that nothing is lost from the history. */
    ModelVersion begin(
            StoredBackbone backbone,
            List<ModelView.Plan> views,
            NewClasses classes,
            String method,
            Provenance provenance) {
        requireClassesOf(views, classes.classes());
        List<NewView> begun = views.stream()
                .map(view -> grown(view, Optional.empty(), List.of(), classes))
                .toList();
        return begin(backbone, begun, method, provenance);
    }

    ModelVersion begin(ModelContent content, Provenance provenance) {
        requireClassesOf(
                content.views().stream().map(ModelContent.ViewContent::plan).toList(), content.classes());
        List<NewView> begun = new ArrayList<>();
        for (ModelContent.ViewContent view : content.views()) {
            Optional<String> scatter = view.scatter().map(supplier -> {
                SharedScatter shared = supplier.get();
                Rules.checkSharedScatter(shared, view.plan().dimension());
                return tables.scatters().insert(shared, view.plan().dimension());
            });
            begun.add(new NewView(
                    view.plan(), scatter, content.classesOf(view.plan().id())));
        }
        return begin(content.backbone(), begun, content.method(), provenance);
    }

    private static void requireClassesOf(List<ModelView.Plan> views, List<? extends ModelClass> classes) {
        Rules.checkViews(views);
        Rules.checkSameClasses(classes, views.stream().map(ModelView.Plan::id).toList());
    }

    private ModelVersion begin(StoredBackbone backbone, List<NewView> views, String method, Provenance provenance) {
        views.forEach(view -> Rules.checkClasses(view.classes()));
        tables.backbones().insertIfAbsent(backbone);
        views.forEach(view -> tables.backbones().see(backbone.sha256(), view.plan()));
        return append(VersionKind.TRAINED, head(), Optional.empty(), backbone.sha256(), views, method, provenance);
    }

    ModelVersion add(NewClasses classes, Provenance provenance) {
        ModelVersion head = requireHead();
        if (classes.classes().isEmpty()) {
            throw new AccrueException(Category.USAGE, text("store.noClassGiven"));
        }
        Rules.checkSameClasses(classes.classes(), ids(head));
        List<NewView> views = new ArrayList<>();
        for (ModelView view : head.views()) {
            List<? extends ModelClass> ofView = classes.ofView(view.id());
            Rules.checkClasses(ofView);
            Rules.checkNew(ofView, head);
            views.add(grown(view.plan(), view.scatter(), view.classes(), classes));
        }
        ModelVersion added = change(head, views, head.method(), provenance);
        if (head.views().stream().anyMatch(view -> view.scatter().isPresent())) {
            tables.versions().markSeal(added.number()); // the scatters from before may be of no use to later versions
        }
        return added;
    }

    private static List<String> ids(ModelVersion version) {
        return version.views().stream().map(ModelView::id).toList();
    }

    /** The view with further classes and, if it pools, with the scatter that has grown by theirs. */
    private NewView grown(ModelView.Plan plan, Optional<String> scatter, List<ClassRow> classes, NewClasses added) {
        List<ModelClass> all = new ArrayList<>(classes);
        all.addAll(added.ofView(plan.id()));
        Optional<GrownScatter> grown = added.scatterOf(plan.id());
        if (grown.isEmpty()) {
            return new NewView(plan, Optional.empty(), all);
        }
        Rules.checkGrown(grown.get(), scatter, scatter.map(tables.scatters()::extent), added.ofView(plan.id()));
        Rules.checkSharedScatter(grown.get().sum(), plan.dimension());
        return new NewView(
                plan, Optional.of(tables.scatters().insert(grown.get().sum(), plan.dimension())), all);
    }

    /** @param classes those of each view */
    ModelVersion change(List<? extends ModelClass> classes, Provenance provenance) {
        ModelVersion head = requireHead();
        Rules.checkSameClasses(classes, ids(head));
        List<NewView> views = new ArrayList<>();
        for (ModelView view : head.views()) {
            List<? extends ModelClass> ofView = Rules.ofView(classes, view.id());
            Rules.checkChange(ofView, view, head.number());
            views.add(NewView.of(view, ofView));
        }
        return change(head, views, head.method(), provenance);
    }

    ModelVersion changeMethod(String method, Provenance provenance) {
        ModelVersion head = requireHead();
        return change(head, same(head.views()), method, provenance);
    }

    ModelVersion changeView(String id, Provenance provenance) {
        ModelVersion head = requireHead();
        ModelView wanted = head.views().stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND,
                        text(
                                "store.noView",
                                id,
                                head.views().stream().map(ModelView::id).collect(Collectors.joining(", ")))));
        List<ModelView> views = new ArrayList<>(head.views());
        views.remove(wanted);
        views.add(0, wanted);
        return change(head, same(views), head.method(), provenance);
    }

    private static List<NewView> same(List<ModelView> views) {
        return views.stream().map(view -> NewView.of(view, view.classes())).toList();
    }

    private ModelVersion change(ModelVersion head, List<NewView> views, String method, Provenance provenance) {
        return append(
                VersionKind.CHANGED, Optional.of(head), Optional.empty(), head.backbone(), views, method, provenance);
    }

    ModelVersion restore(ModelVersion restored, Provenance provenance) {
        return append(
                VersionKind.RESTORED,
                head(),
                Optional.of(restored),
                restored.backbone(),
                same(restored.views()),
                restored.method(),
                provenance);
    }

    ModelVersion seal(List<String> labels, Provenance provenance) {
        ModelVersion head = requireHead();
        if (labels.isEmpty()) {
            throw new AccrueException(Category.USAGE, text("store.noClassToSeal"));
        }
        if (head.views().stream().allMatch(ModelView::pools)) {
            throw new AccrueException(Category.CONFLICT, text("store.nothingToSeal"));
        }
        List<NewView> views = head.views().stream()
                .map(view -> view.pools() ? NewView.of(view, view.classes()) : sealed(view, labels))
                .toList();
        ModelVersion sealed = change(head, views, head.method(), provenance);
        tables.versions().markSeal(sealed.number());
        return sealed;
    }

    private NewView sealed(ModelView view, List<String> labels) {
        for (String label : labels) {
            ClassRow row = view.classes().stream()
                    .filter(each -> each.label().equals(label))
                    .findFirst()
                    .orElseThrow(() ->
                            new AccrueException(Category.NOT_FOUND, text("store.classUnknown", Labels.quoted(label))));
            if (row.isSealed()) {
                throw new AccrueException(Category.CONFLICT, text("store.sealedAlready", label));
            }
        }
        List<ClassRow> folded = view.classes().stream()
                .filter(row -> row.isSealed() || labels.contains(row.label()))
                .toList();
        requireSaving(folded, view.dimension());
        SharedScatter shared = folded(folded);
        String sha256 = tables.scatters().insert(shared, view.dimension());
        List<ModelClass> classes = new ArrayList<>();
        for (ClassRow row : view.classes()) {
            classes.add(
                    folded.contains(row)
                            ? new NewSealedClass(
                                    row.label(),
                                    row.view(),
                                    row.base(),
                                    row.source(),
                                    row.count(),
                                    tables.classes().mean(row),
                                    sha256,
                                    () -> shared,
                                    () -> tables.classes().heldOut(row))
                            : row);
        }
        return NewView.of(view, classes);
    }

    private void requireSaving(List<ClassRow> folded, int dimension) {
        List<String> shared =
                folded.stream().flatMap(row -> row.sharedScatter().stream()).toList();
        long bytes = tables.classes()
                .footprint(folded, folded, tables.scatters().bytes(shared))
                .bytes();
        long sealed =
                (long) Double.BYTES * ((long) folded.size() * dimension + 2L * ClassStatistics.packedLength(dimension));
        if (sealed >= bytes) {
            throw new AccrueException(
                    Category.USAGE, text("store.sealSavesNothing", folded.size(), bytes, sealed, FEWEST_SEALED));
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
            List<NewView> views,
            String method,
            Provenance provenance) {
        Instant now = clock.instant();
        List<ModelView> written = new ArrayList<>();
        for (NewView view : views) {
            List<ClassRow> rows = new ArrayList<>();
            for (ModelClass each : view.classes()) {
                rows.add(written(each, backbone, view.plan(), now));
            }
            ModelView.Plan plan = view.plan();
            Rules.checkPooled(plan, view.scatter().isPresent(), view.classes());
            written.add(new ModelView(plan.id(), plan.dimension(), plan.pools(), view.scatter(), rows));
        }
        long number = tables.versions().append(kind, parent, restoredFrom, backbone, written, method, provenance, now);
        tables.models().advance(number);
        return tables.versions().get(number);
    }

    private ClassRow written(ModelClass each, String backbone, ModelView.Plan view, Instant now) {
        if (each instanceof NewClass added) {
            ClassStatistics statistics = added.statistics().get();
            Rules.checkStatistics(added.label(), statistics, view.dimension());
            return withHeldOut(tables.classes().insert(added, statistics, backbone, now), added.heldOut());
        }
        if (each instanceof NewSealedClass added) {
            share(added, view.dimension());
            Rules.checkMean(added.label(), added.count(), added.mean(), view.dimension());
            return withHeldOut(tables.classes().insert(added, backbone, now), added.heldOut());
        }
        if (each instanceof NewPooledClass added) {
            Rules.checkMean(added.label(), added.count(), added.mean(), view.dimension());
            return withHeldOut(tables.classes().insert(added, backbone, now), added.heldOut());
        }
        return (ClassRow) each;
    }

    private ClassRow withHeldOut(ClassRow row, Supplier<Optional<HeldOut>> heldOut) {
        heldOut.get().ifPresent(vectors -> {
            Rules.checkHeldOut(row, vectors);
            tables.classes().insertHeldOut(row, vectors);
        });
        return row;
    }

    private void share(NewSealedClass added, int dimension) {
        Optional<Integer> there = tables.scatters().dimension(added.sharedScatter());
        if (there.isPresent() && there.get() != dimension) {
            throw new AccrueException(
                    Category.CONFLICT,
                    text("store.sharedScatterOfOtherDimension", added.label(), there.get(), dimension));
        }
        if (there.isEmpty()) {
            SharedScatter scatter = added.scatter().get();
            Rules.checkSharedScatter(scatter, dimension);
            String actual = tables.scatters().insert(scatter, dimension);
            if (!actual.equals(added.sharedScatter())) {
                throw new AccrueException(
                        Category.BAD_DATA,
                        text("store.sharedScatterOtherThanSaid", added.label(), actual, added.sharedScatter()));
            }
        }
    }
}
