package dev.accrue.store.h2;

import static dev.accrue.store.ModelView.LAST;
import static dev.accrue.store.h2.Fixtures.D;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.execute;
import static dev.accrue.store.h2.Fixtures.labels;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.TwoViews.PLANS;
import static dev.accrue.store.h2.TwoViews.WIDE;
import static dev.accrue.store.h2.TwoViews.WIDE_D;
import static dev.accrue.store.h2.TwoViews.add;
import static dev.accrue.store.h2.TwoViews.assertPooled;
import static dev.accrue.store.h2.TwoViews.assertSame;
import static dev.accrue.store.h2.TwoViews.heldOut;
import static dev.accrue.store.h2.TwoViews.last;
import static dev.accrue.store.h2.TwoViews.row;
import static dev.accrue.store.h2.TwoViews.statistics;
import static dev.accrue.store.h2.TwoViews.train;
import static dev.accrue.store.h2.TwoViews.view;
import static dev.accrue.store.h2.TwoViews.wide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewClasses;
import dev.accrue.store.Pooled;
import dev.accrue.store.StoredTemperature;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that sees its backbone through two views, of which the second pools. */
class StoreViewTests {
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

    private void reopen() {
        store.close();
        store = open(folder);
    }

    @Test
    void keepsEachClassAsEachViewSeesIt() {
        train(store, "circle", "square");
        add(store, "star");
        reopen();

        ModelVersion head = store.head().orElseThrow();
        assertThat(head.views()).extracting(ModelView::plan).isEqualTo(PLANS);
        assertThat(head.views())
                .allSatisfy(view -> assertThat(view.classes())
                        .extracting(ClassRow::label)
                        .containsExactly("circle", "square", "star"));
        assertThat(head.rows()).hasSize(6);
        assertThat(view(head, LAST).scatter()).isEmpty();
        assertPooled(store, view(head, WIDE), "circle", "square", "star");
        for (String label : labels(head)) {
            ClassRow own = row(head, LAST, label);
            assertThat(store.statistics(own)).usingRecursiveComparison().isEqualTo(statistics(label, D));
            assertSame(store.heldOut(own), heldOut(label, 2, D));
            ClassRow pooled = row(head, WIDE, label);
            assertThat(pooled.pooled()).isTrue();
            assertThat(pooled.base()).isEqualTo(own.base());
            assertThat(store.mean(pooled)).isEqualTo(statistics(label, WIDE_D).mean());
            assertSame(store.heldOut(pooled), heldOut(label, 3, WIDE_D));
            assertFails(() -> store.statistics(pooled), Category.CONFLICT, "has no scatter of its own");
        }
    }

    @Test
    void beginsWithoutAClassAndLearnsThemAll() {
        ModelVersion begun = train(store);
        assertThat(begun.classes()).isEmpty();
        assertThat(view(begun, WIDE).scatter()).isEmpty();
        assertFails(
                () -> store.changedClasses(List.of(), provenance("remove")), Category.USAGE, "no class would be left");
        reopen();

        ModelVersion learnt = add(store, "circle");
        assertPooled(store, view(learnt, WIDE), "circle");
        assertThat(store.undo()).isEqualTo(begun);
        assertThat(store.redo()).isEqualTo(learnt);
    }

    @Test
    void addsAClassForAllViewsOrNone() {
        ModelVersion head = train(store, "circle");
        NewClass stray =
                new NewClass("star", "multi:grid=1x1", false, "s", () -> statistics("star", D), Optional::empty);
        assertAddFails("all views of a model have the same classes", last("star", false));
        assertAddFails("all views of a model have the same classes", wide("star", false));
        assertAddFails("all views", last("star", false), last("ring", false), wide("ring", false), wide("star", false));
        assertAddFails(
                "\"star\" was given for the view \"multi:grid=1x1\", and the model has last, " + WIDE,
                last("star", false),
                wide("star", false),
                stray);
        assertAddFails("already in the model", last("circle", false), wide("circle", false));
        assertAddFails(
                "given twice", last("star", false), last("star", false), wide("star", false), wide("star", false));
        assertFails(() -> add(store), Category.USAGE, "no class was given");
        assertThat(store.head()).contains(head);
    }

    private void assertAddFails(String message, NewClass... classes) {
        assertFails(
                () -> store.addedClasses(Pooled.added(store, List.of(classes)), provenance("add-class")),
                Category.CONFLICT,
                message);
    }

    @Test
    void beginsWithTheSameClassesInEachViewOnly() {
        assertTrainFails(Category.CONFLICT, "all views", PLANS, last("circle", true));
        assertTrainFails(Category.CONFLICT, "was given for the view", PLANS.subList(0, 1), wide("circle", true));
        assertTrainFails(Category.USAGE, "one view or more", List.of());
        assertTrainFails(Category.USAGE, "one view or more", List.of(PLANS.get(0), PLANS.get(0)));
        assertTrainFails(
                Category.CONFLICT,
                "the view \"last\" of the backbone has 4 features, not 5",
                List.of(ModelView.Plan.last(5)));
        assertThat(store.head()).isEmpty();
        train(store, "circle");
        assertTrainFails(
                Category.CONFLICT,
                "the view \"" + WIDE + "\" of the backbone has 6 features, not 7",
                List.of(new ModelView.Plan(WIDE, 7, true)));
    }

    private void assertTrainFails(Category category, String message, List<ModelView.Plan> views, NewClass... classes) {
        assertFails(
                () -> store.trainedBase(
                        backbone(1), views, Pooled.first(views, List.of(classes)), "lda", provenance("train-base")),
                category,
                message);
    }

    @Test
    void refusesVectorsOfAnotherLength() {
        train(store, "circle");
        NewClass held = new NewClass(
                "star", WIDE, false, "s", () -> statistics("star", WIDE_D), () -> Optional.of(heldOut("star", 3, D)));
        assertAddFails("vectors of 4 features were held out of class \"star\"", last("star", false), held);
    }

    @Test
    void keepsTheTemperatureOfAVersion() {
        ModelVersion one = train(store, "circle");
        assertThat(store.temperature(one)).isEmpty();
        store.keepTemperature(one, new StoredTemperature(2, 5));
        store.keepTemperature(one, new StoredTemperature(1.5, 7));
        ModelVersion two = add(store, "star");
        reopen();

        assertThat(store.temperature(one)).contains(new StoredTemperature(1.5, 7));
        assertThat(store.temperature(two)).isEmpty();
        store.undo();
        store.prune(false);
        assertFails(() -> store.keepTemperature(two, new StoredTemperature(1, 1)), Category.NOT_FOUND, "no version 2");
    }

    @Test
    void takesNoNumberThatDividesNothingForATemperature() throws SQLException {
        for (double value : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertFails(() -> new StoredTemperature(value, 5), Category.BAD_DATA, "temperature of " + value);
        }
        ModelVersion one = train(store, "circle");
        store.keepTemperature(one, new StoredTemperature(2, 5));
        for (String damaged : List.of("0", "-1", "'NaN'", "'Infinity'")) {
            Path database = Path.of(store.location());
            store.close();
            execute(database, "UPDATE temperature SET temperature = CAST(" + damaged + " AS DOUBLE PRECISION)");
            store = open(folder);
            assertThat(store.temperature(one)).as(damaged).isEmpty();
        }
    }

    @Test
    void refusesAViewWhoseTextHasNoRoomOrCannotBeSeen() {
        String longest = "v".repeat(500);
        for (String id : List.of("", longest + "v", "view\n2", "ビュー")) {
            assertFails(() -> begin(id), Category.USAGE, "a view cannot be called", "1 to 500 characters of ASCII");
        }
        assertThat(begin(longest).view().id()).isEqualTo(longest);
    }

    private ModelVersion begin(String view) {
        NewClass added =
                new NewClass("circle", view, true, "shapes/train", () -> statistics("circle", WIDE_D), Optional::empty);
        return store.trainedBase(
                backbone(1),
                List.of(new ModelView.Plan(view, WIDE_D, false)),
                NewClasses.of(List.of(added)),
                "lda",
                provenance("x"));
    }
}
