package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.D;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.labels;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.TwoViews.PLANS;
import static dev.accrue.store.h2.TwoViews.WIDE;
import static dev.accrue.store.h2.TwoViews.WIDE_D;
import static dev.accrue.store.h2.TwoViews.add;
import static dev.accrue.store.h2.TwoViews.assertPooled;
import static dev.accrue.store.h2.TwoViews.classes;
import static dev.accrue.store.h2.TwoViews.statistics;
import static dev.accrue.store.h2.TwoViews.train;
import static dev.accrue.store.h2.TwoViews.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.ScatterSum;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.GrownScatter;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClasses;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.Pooled;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store asks of the scatter that comes with the classes of a view that pools. */
class StoreGrownScatterTests {
    private static final List<ModelView.Plan> ONE = PLANS.subList(1, 2);

    @TempDir
    Path folder;

    private H2ModelStore store;

    @BeforeEach
    void makeAStore() {
        store = open(folder);
    }

    @AfterEach
    void close() {
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        store.close();
    }

    private ModelVersion begin(NewClasses classes) {
        return store.trainedBase(backbone(1), ONE, classes, "lda", provenance("train-base"));
    }

    private void addFails(Category category, String message, Optional<String> before, SharedScatter sum) {
        assertAddFails(category, message, List.of(star(WIDE_D)), List.of(new GrownScatter(WIDE, before, sum)));
    }

    private void assertAddFails(
            Category category, String message, List<? extends ModelClass> classes, List<GrownScatter> scatters) {
        Optional<ModelVersion> head = store.head();
        assertFails(
                () -> store.addedClasses(new NewClasses(classes, scatters), provenance("add-class")),
                category,
                message);
        assertThat(store.head()).isEqualTo(head);
    }

    private static NewPooledClass star(int dimension) {
        ClassStatistics statistics = statistics("star", dimension);
        return new NewPooledClass("star", WIDE, false, "s", statistics.count(), statistics.mean(), Optional::empty);
    }

    private static SharedScatter sum(String... labels) {
        ScatterSum sum = new ScatterSum(WIDE_D);
        for (String label : labels) {
            sum.add(statistics(label, WIDE_D));
        }
        return sum.finish();
    }

    @Test
    void takesASumThatBeganFromWhatThereIs() {
        ModelVersion begun = begin(Pooled.first(ONE, List.of(TwoViews.wide("circle", true))));
        SharedScatter sum = sum("circle", "star");
        ModelVersion added = store.addedClasses(
                new NewClasses(
                        List.of(star(WIDE_D)),
                        List.of(new GrownScatter(WIDE, begun.view().scatter(), sum))),
                provenance("add-class"));
        assertThat(labels(added)).containsExactly("circle", "star");
        assertThat(store.sharedScatter(added.view().scatter().orElseThrow()))
                .usingRecursiveComparison()
                .isEqualTo(sum);
    }

    @Test
    void refusesASumThatBeganFromAnotherVersion() {
        ModelVersion begun = begin(Pooled.first(ONE, List.of(TwoViews.wide("circle", true))));
        NewClasses meanwhile = Pooled.added(store, List.of(TwoViews.wide("ring", false)));
        NewClasses late = Pooled.added(store, List.of(TwoViews.wide("star", false)));
        ModelVersion head = store.addedClasses(meanwhile, provenance("add-class ring"));
        assertAddFails(Category.CONFLICT, "the model was changed meanwhile", late.classes(), late.scatters());
        addFails(Category.CONFLICT, "the model was changed meanwhile", Optional.empty(), sum("star"));
        store.undo();
        assertThat(store.head()).contains(begun);
        assertThat(store.addedClasses(late, provenance("add-class star")).number())
                .isGreaterThan(head.number());
    }

    @Test
    void refusesASumOfOtherClassesOrImages() {
        Optional<String> before = begin(Pooled.first(ONE, List.of(TwoViews.wide("circle", true))))
                .view()
                .scatter();
        addFails(Category.CONFLICT, "is of 1 classes and", before, sum("star"));
        addFails(Category.CONFLICT, "is of 3 classes and", before, sum("circle", "star", "star"));
        SharedScatter whole = sum("circle", "star");
        addFails(
                Category.CONFLICT,
                "is of 2 classes and",
                before,
                new SharedScatter(2, whole.count() + 1, whole.pooled(), whole.equal()));
        assertFails(
                () -> begin(new NewClasses(
                        List.of(star(WIDE_D)), List.of(new GrownScatter(WIDE, Optional.empty(), whole)))),
                Category.CONFLICT,
                "is of 2 classes and");
        assertFails(
                () -> begin(
                        new NewClasses(List.of(star(WIDE_D)), List.of(new GrownScatter(WIDE, before, sum("star"))))),
                Category.CONFLICT,
                "the model was changed meanwhile");
    }

    @Test
    void refusesWhatCannotBeAScatterOfTheView() {
        Optional<String> before = begin(Pooled.first(ONE, List.of(TwoViews.wide("circle", true))))
                .view()
                .scatter();
        SharedScatter whole = sum("circle", "star");
        double[] negative = whole.pooled().clone();
        negative[0] = -1;
        addFails(
                Category.BAD_DATA,
                "a shared scatter cannot be one",
                before,
                new SharedScatter(2, whole.count(), negative, whole.equal()));
        addFails(
                Category.CONFLICT,
                "a shared scatter has 1 values, and 6 features need 21",
                before,
                new SharedScatter(2, whole.count(), new double[1], new double[1]));
        assertAddFails(
                Category.CONFLICT,
                "have 4 dimensions",
                List.of(new NewPooledClass(
                        "star", WIDE, false, "s", star(WIDE_D).count(), new double[D], Optional::empty)),
                List.of(new GrownScatter(WIDE, before, whole)));
    }

    @Test
    void wantsAScatterForAViewThatPoolsAndForNoOther() {
        train(store, "circle");
        NewClasses star = Pooled.added(store, classes(false, "star"));
        assertAddFails(Category.CONFLICT, "has no scatter for its 2 classes", star.classes(), List.of());
        GrownScatter ofLast = new GrownScatter(ModelView.LAST, Optional.empty(), sum("star"));
        assertAddFails(Category.CONFLICT, "the scatter of the view \"last\"", star.classes(), List.of(ofLast));
        assertAddFails(Category.CONFLICT, "class \"star\" has a scatter of its own", classes(false, "star"), List.of());
        assertPooled(store, view(add(store, "star"), WIDE), "circle", "star");
    }
}
