package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.D;
import static dev.accrue.store.h2.Fixtures.add;
import static dev.accrue.store.h2.Fixtures.assertFails;
import static dev.accrue.store.h2.Fixtures.base;
import static dev.accrue.store.h2.Fixtures.labels;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.train;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.Pruning;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pruning where classes were sealed: what was before a seal is reached by its snapshots only. */
class StorePruneSealTests {
    private static final long MEAN = D * 8;
    private static final long SCATTER = D * (D + 1) / 2 * 8;

    @TempDir
    Path folder;

    private H2ModelStore store;

    @BeforeEach
    void makeAStore() {
        store = open(folder);
        train(store, "circle", "square");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = open(folder);
    }

    private List<Long> rows(String... tables) throws SQLException {
        store.close();
        List<Long> rows = Fixtures.rows(folder.resolve("accrue.mv.db"), tables);
        store = open(folder);
        return rows;
    }

    private void assertSound() {
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        store.history()
                .forEach(version -> version.classes()
                        .forEach(row -> assertThat(store.mean(row)).hasSize(D)));
    }

    private static List<Long> numbers(Pruning pruning) {
        return Fixtures.numbers(pruning.versions());
    }

    private ModelVersion sealAll() {
        return store.sealed(labels(store.head().orElseThrow()), provenance("seal"));
    }

    @Test
    void cutsTheHistoryBeforeASeal() throws SQLException {
        ModelVersion two = add(store, "star", "ring");
        ModelVersion sealed = sealAll();
        ModelVersion after = add(store, "cross");
        assertThat(numbers(store.prune(true))).containsExactly(1L, 2L);
        Pruning pruned = store.prune(false);
        assertThat(pruned.classes()).isEqualTo(4);
        assertThat(pruned.backbones()).isZero();
        reopen();

        assertSound();
        assertThat(store.head().orElseThrow()).isEqualTo(after);
        assertThat(store.version(3).hash()).isEqualTo(sealed.hash());
        assertThat(store.version(3).parent()).isEmpty();
        assertThat(store.history()).extracting(ModelVersion::number).containsExactly(4L, 3L);
        assertThat(store.lineage()).extracting(ModelVersion::number).containsExactly(3L, 4L);
        assertFails(() -> store.version(2), Category.NOT_FOUND, "version 2");
        assertThat(two.classes()).hasSize(4);
        assertThat(rows("class_row", "shared_scatter")).containsExactly(5L, 1L);
        assertThat(store.undo().number()).isEqualTo(3);
        assertFails(() -> store.undo(), Category.NOT_FOUND, "version 3 sealed classes", "was pruned");
        assertThat(store.redo().number()).isEqualTo(4);
        assertThat(numbers(store.prune(false))).isEmpty();
        assertSound();
    }

    @Test
    void keepsTheHistoryBeforeASealThatASnapshotNames() {
        store.snapshot("open");
        add(store, "star", "ring");
        sealAll();
        assertThat(numbers(store.prune(false))).containsExactly(2L);
        reopen();
        assertSound();
        assertThat(store.find("open").classes()).noneMatch(ClassRow::isSealed);
        assertThat(store.version(3).parent()).isEmpty();
        assertThat(store.statistics(store.restore("open", provenance("restore open"))
                                .classes()
                                .get(0))
                        .count())
                .isEqualTo(base("circle").statistics().get().count());
        assertThat(numbers(store.prune(true)))
                .describedAs("a restore reaches the seal, its parent")
                .isEmpty();
    }

    @Test
    void dropsASealThatWasUndoneWithItsScatter() throws SQLException {
        add(store, "star");
        sealAll();
        store.undo();
        Pruning pruned = store.prune(false);
        assertThat(numbers(pruned)).containsExactly(3L);
        assertThat(pruned.classes()).isEqualTo(3);
        assertThat(pruned.bytes()).isEqualTo(3 * MEAN + 2 * SCATTER);
        assertThat(rows("seal", "sealed_class", "shared_scatter")).containsOnly(0L);
        assertThat(store.undo().number()).isEqualTo(1);
        assertSound();
    }

    @Test
    void countsASharedScatterOnlyWhenItGoes() throws SQLException {
        add(store, "star");
        ClassRow star = sealAll().classes().get(2);
        String shared = star.sharedScatter().orElseThrow();
        List<ModelClass> renamed = new ArrayList<>(store.head().orElseThrow().classes());
        renamed.set(
                2,
                new NewSealedClass(
                        "stella",
                        false,
                        "s",
                        star.count(),
                        store.mean(star),
                        shared,
                        () -> store.sharedScatter(shared)));
        store.changedClasses(renamed, provenance("rename-class"));
        store.undo();
        store.snapshot("sealed");
        Pruning pruned = store.prune(false);
        assertThat(numbers(pruned)).containsExactly(1L, 2L, 4L);
        assertThat(pruned.classes()).isEqualTo(4);
        assertThat(pruned.bytes()).isEqualTo(3 * (MEAN + SCATTER) + MEAN);
        assertThat(rows("shared_scatter")).containsExactly(1L);
        assertSound();
    }
}
