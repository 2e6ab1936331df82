package dev.accrue.store.h2;

import static dev.accrue.store.ModelView.LAST;
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
import static dev.accrue.store.h2.TwoViews.assertSame;
import static dev.accrue.store.h2.TwoViews.heldOut;
import static dev.accrue.store.h2.TwoViews.last;
import static dev.accrue.store.h2.TwoViews.row;
import static dev.accrue.store.h2.TwoViews.train;
import static dev.accrue.store.h2.TwoViews.view;
import static dev.accrue.store.h2.TwoViews.wide;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewPooledClass;
import dev.accrue.store.Pooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a model of two views, of which the second pools, when it is changed. */
class StoreViewChangeTests {
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

    @Test
    void putsAnotherViewFirst() {
        ModelVersion two = train(store, "circle", "square");
        ModelVersion wide = store.changedView(WIDE, provenance("use view"));

        assertThat(wide.view()).isEqualTo(view(two, WIDE));
        assertThat(wide.views()).containsExactlyInAnyOrderElementsOf(two.views());
        assertThat(wide.hash()).isNotEqualTo(two.hash());
        assertThat(wide.method()).isEqualTo(two.method());
        assertPooled(store, view(add(store, "star"), WIDE), "circle", "square", "star");
        assertThat(store.changedView(LAST, provenance("use view")).view().id()).isEqualTo(LAST);
        assertFails(
                () -> store.changedView("deep", provenance("use view")),
                Category.NOT_FOUND,
                "no view \"deep\"; it has last, " + WIDE);
    }

    @Test
    void leavesAClassOutInAllViews() {
        train(store, "circle", "square");
        ModelVersion head = add(store, "star");
        List<ClassRow> left = head.rows().stream()
                .filter(row -> !row.label().equals("square"))
                .toList();
        ModelVersion removed = store.changedClasses(left, provenance("remove-class square"));

        assertThat(removed.rows()).isEqualTo(left);
        assertThat(view(removed, WIDE).scatter())
                .describedAs("what it gave stays")
                .isEqualTo(view(head, WIDE).scatter());
        assertFails(
                () -> store.changedClasses(removed.classes(), provenance("remove")),
                Category.CONFLICT,
                "all views of a model have the same classes");
        assertThat(store.undo()).isEqualTo(head);
    }

    @Test
    void givesAClassAnotherNameInAllViews() {
        ModelVersion head = train(store, "circle", "square");
        ClassRow own = row(head, LAST, "square");
        ClassRow pooled = row(head, WIDE, "square");
        NewClass renamed =
                new NewClass("box", LAST, true, own.source(), () -> store.statistics(own), () -> store.heldOut(own));
        NewPooledClass renamedToo = new NewPooledClass(
                "box", WIDE, true, "s", pooled.count(), store.mean(pooled), () -> store.heldOut(pooled));
        ModelVersion changed = store.changedClasses(
                List.of(row(head, LAST, "circle"), renamed, row(head, WIDE, "circle"), renamedToo),
                provenance("rename-class"));

        assertThat(labels(changed)).containsExactly("circle", "box");
        assertThat(view(changed, WIDE).scatter()).isEqualTo(view(head, WIDE).scatter());
        assertThat(store.mean(row(changed, WIDE, "box"))).isEqualTo(store.mean(pooled));
        assertSame(store.heldOut(row(changed, LAST, "box")), heldOut("square", 2, D));
        assertSame(store.heldOut(row(changed, WIDE, "box")), heldOut("square", 3, WIDE_D));
    }

    @Test
    void takesNoScatterIntoAViewThatPoolsWithoutAdding() {
        ModelVersion head = train(store, "circle", "square");
        List<ModelClass> classes = new ArrayList<>(head.rows());
        classes.set(1, last("star", false));
        classes.set(3, wide("star", false));
        assertFails(
                () -> store.changedClasses(classes, provenance("replace")),
                Category.CONFLICT,
                "class \"star\" has a scatter of its own, and its view \"" + WIDE + "\" keeps one for all classes");
        assertThat(store.head()).contains(head);
    }

    @Test
    void refusesAClassThatKeepsItsScatterOtherwiseThanItsView() {
        ModelVersion head = train(store, "circle");
        NewPooledClass pooled = new NewPooledClass("star", LAST, false, "s", 5, new double[D], Optional::empty);
        assertFails(
                () -> store.changedClasses(
                        List.of(row(head, LAST, "circle"), pooled, row(head, WIDE, "circle"), wide("star", false)),
                        provenance("change")),
                Category.CONFLICT,
                "class \"star\" has no scatter of its own, and its view \"last\" keeps one for each class");
        assertThat(store.head()).contains(head);
    }

    @Test
    void goesBackAndForthWithAllViews() {
        ModelVersion one = train(store, "circle", "square");
        store.snapshot("one");
        ModelVersion two = add(store, "star");
        assertThat(store.undo()).isEqualTo(one);
        assertPooled(store, view(store.head().orElseThrow(), WIDE), "circle", "square");
        assertThat(store.redo()).isEqualTo(two);
        ModelVersion restored = store.restore("one", provenance("restore one"));
        assertThat(restored.views()).isEqualTo(one.views());
        assertPooled(store, view(add(store, "ring"), WIDE), "circle", "square", "ring");
        assertThat(store.lineage()).extracting(ModelVersion::number).containsExactly(1L, 4L);
    }

    @Test
    void sealsBesideAViewThatPools() {
        train(store, "circle", "square");
        ModelVersion head = add(store, "star", "ring", "cross");
        List<String> labels = List.of("star", "ring", "cross");
        ModelVersion sealed = store.sealed(labels, provenance("seal"));

        assertThat(view(sealed, WIDE)).isEqualTo(view(head, WIDE));
        assertThat(view(sealed, LAST).scatter()).isEmpty();
        assertThat(view(sealed, LAST).classes().stream().filter(ClassRow::isSealed))
                .extracting(ClassRow::label)
                .isEqualTo(labels);
        assertSame(store.heldOut(row(sealed, LAST, "ring")), heldOut("ring", 2, D));
        assertPooled(store, view(add(store, "heart"), WIDE), "circle", "square", "star", "ring", "cross", "heart");

        store.trainedBase(
                backbone(1),
                PLANS.subList(1, 2),
                Pooled.first(
                        PLANS.subList(1, 2), List.of(wide("circle", true), wide("square", true), wide("star", true))),
                "lda",
                provenance("train-base"));
        assertFails(
                () -> store.sealed(List.of("circle"), provenance("seal")),
                Category.CONFLICT,
                "share one scatter already");
    }
}
