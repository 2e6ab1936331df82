package dev.accrue.store.h2;

import static dev.accrue.store.ModelView.LAST;
import static dev.accrue.store.h2.Fixtures.D;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.TwoViews.PLANS;
import static dev.accrue.store.h2.TwoViews.WIDE;
import static dev.accrue.store.h2.TwoViews.WIDE_D;
import static dev.accrue.store.h2.TwoViews.add;
import static dev.accrue.store.h2.TwoViews.last;
import static dev.accrue.store.h2.TwoViews.statistics;
import static dev.accrue.store.h2.TwoViews.train;
import static dev.accrue.store.h2.TwoViews.wide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelContent.ViewContent;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.Pooled;
import dev.accrue.store.portable.ModelFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of several views on their way from one store to another, with and without a file between. */
class StoreViewContentTests {
    @TempDir
    Path folder;

    private H2ModelStore store;
    private H2ModelStore other;

    @BeforeEach
    void makeTwoStores() {
        store = open(folder.resolve("one"));
        other = open(folder.resolve("other"));
        train(store, "circle", "square");
        add(store, "star", "ring", "cross");
    }

    @AfterEach
    void close() {
        assertThat(other.verify(Progress.NONE).problems()).isEmpty();
        store.close();
        other.close();
    }

    private void assertSame(ModelVersion brought, ModelVersion original) {
        assertThat(brought.views())
                .extracting(ModelView::plan)
                .isEqualTo(original.views().stream().map(ModelView::plan).toList());
        assertThat(brought.views())
                .extracting(ModelView::scatter)
                .isEqualTo(original.views().stream().map(ModelView::scatter).toList());
        assertThat(brought.rows())
                .usingRecursiveComparison()
                .ignoringFields("id", "createdAt")
                .isEqualTo(original.rows());
        assertThat(other.footprint(brought)).isEqualTo(store.footprint(original));
        for (int i = 0; i < original.rows().size(); i++) {
            ClassRow from = original.rows().get(i);
            ClassRow to = brought.rows().get(i);
            assertThat(other.mean(to)).isEqualTo(store.mean(from));
            assertThat(other.heldOut(to)).isPresent();
            assertThat(other.heldOut(to)).usingRecursiveComparison().isEqualTo(store.heldOut(from));
        }
    }

    @Test
    void takesAModelToAnotherStore() {
        ModelVersion head = store.sealed(List.of("star", "ring", "cross"), provenance("seal"));
        assertSame(other.begunWith(store.content(head), provenance("import model")), head);
        assertThat(add(other, "heart").rows()).hasSize(12);
    }

    @Test
    void takesAModelToAnotherStoreInAFile() {
        store.sealed(List.of("star", "ring", "cross"), provenance("seal"));
        ModelVersion head = store.changedView(WIDE, provenance("use view"));
        assertSame(throughAFile(head), head);
    }

    @Test
    void takesABackboneThatHasNotSeenAClassYet() {
        ModelVersion empty = train(store);
        assertSame(throughAFile(empty), empty);
        assertThat(add(other, "circle").rows()).hasSize(2);
    }

    private ModelVersion throughAFile(ModelVersion version) {
        Path file = folder.resolve("model");
        ModelFile.write(file, store.content(version), false, Progress.NONE);
        try (ModelFile model = ModelFile.open(file, Progress.NONE)) {
            return other.begunWith(model.content(), provenance("import model"));
        }
    }

    /** What a merge of two stores comes to where each class has a scatter of its own in all views. */
    @Test
    void addsClassesOfAnotherStoreInAllViews() {
        List<ModelView.Plan> plans = List.of(PLANS.get(0), new ModelView.Plan(WIDE, WIDE_D, false));
        ModelVersion here = store.trainedBase(
                backbone(1),
                plans,
                Pooled.first(plans, TwoViews.classes(true, "circle")),
                "lda",
                provenance("train-base"));
        other.trainedBase(
                backbone(1),
                plans,
                Pooled.first(plans, TwoViews.classes(true, "heart")),
                "lda",
                provenance("train-base"));
        List<NewClass> classes =
                store.content(here).classes().stream().map(NewClass.class::cast).toList();
        ModelVersion merged = other.addedClasses(classes, provenance("merge"));

        assertThat(merged.views())
                .allSatisfy(view ->
                        assertThat(view.classes()).extracting(ClassRow::label).containsExactly("heart", "circle"));
        ClassRow circle = TwoViews.row(merged, WIDE, "circle");
        assertThat(circle.sha256()).isEqualTo(TwoViews.row(here, WIDE, "circle").sha256());
        assertThat(other.statistics(circle).scatter())
                .isEqualTo(statistics("circle", WIDE_D).scatter());
    }

    @Test
    void refusesContentThatIsNoModel() {
        ViewContent narrow = new ViewContent(PLANS.get(0), Optional.empty());
        ViewContent pooling =
                new ViewContent(PLANS.get(1), Optional.of(() -> SharedScatter.of(statistics("circle", WIDE_D))));
        ViewContent without = new ViewContent(PLANS.get(1), Optional.empty());
        NewPooledClass pooled = new NewPooledClass("circle", WIDE, true, "s", 5, new double[WIDE_D], Optional::empty);
        NewPooledClass pooledLast = new NewPooledClass("circle", LAST, true, "s", 5, new double[D], Optional::empty);
        NewClass last = last("circle", true);

        assertRefused("all views", List.of(narrow, pooling), last);
        assertRefused("was given for the view", List.of(narrow), last, pooled);
        assertRefused("has a scatter of its own, and", List.of(narrow, pooling), last, wide("circle", true));
        assertRefused("has no scatter of its own, and", List.of(narrow), pooledLast);
        assertRefused("has no scatter for its 1 classes", List.of(narrow, without), last, pooled);
        assertRefused("has a scatter for its 0 classes", List.of(pooling));
        assertRefused(
                "has a scatter for its 1 classes",
                List.of(new ViewContent(PLANS.get(0), Optional.of(() -> SharedScatter.of(statistics("circle", D))))),
                last);
        assertRefused(
                "a shared scatter has 10 values, and 6 features need 21",
                List.of(new ViewContent(PLANS.get(1), Optional.of(() -> SharedScatter.of(statistics("circle", D))))),
                pooled);
        ClassStatistics negative = new ClassStatistics(5, new double[WIDE_D], new double[21]);
        negative.scatter()[0] = -1;
        assertFails(
                () -> other.begunWith(
                        content(
                                List.of(new ViewContent(PLANS.get(1), Optional.of(() -> SharedScatter.of(negative)))),
                                pooled),
                        provenance("import model")),
                Category.BAD_DATA,
                "a shared scatter cannot be one");
        assertThat(other.head()).isEmpty();
    }

    private void assertRefused(String message, List<ViewContent> views, ModelClass... classes) {
        assertFails(
                () -> other.begunWith(content(views, classes), provenance("import model")), Category.CONFLICT, message);
    }

    private static ModelContent content(List<ViewContent> views, ModelClass... classes) {
        return new ModelContent("m", "lda", backbone(1), views, List.of(classes), List.of());
    }
}
