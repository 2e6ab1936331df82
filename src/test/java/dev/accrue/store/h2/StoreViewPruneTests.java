package dev.accrue.store.h2;

import static dev.accrue.store.ModelView.LAST;
import static dev.accrue.store.h2.Fixtures.D;
import static dev.accrue.store.h2.Fixtures.numbers;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.TwoViews.WIDE;
import static dev.accrue.store.h2.TwoViews.WIDE_D;
import static dev.accrue.store.h2.TwoViews.add;
import static dev.accrue.store.h2.TwoViews.row;
import static dev.accrue.store.h2.TwoViews.train;
import static dev.accrue.store.h2.TwoViews.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.store.Footprint;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Pruning;
import dev.accrue.store.StoredTemperature;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model of several views takes, and what pruning gives back of it. */
class StoreViewPruneTests {
    /** Mean, scatter and two vectors held out; mean and three vectors held out. */
    private static final long LAST_BYTES = D * 8 + D * (D + 1) / 2 * 8 + 2 * D * 4;

    private static final long WIDE_BYTES = WIDE_D * 8 + 3 * WIDE_D * 4;
    private static final long POOLED_BYTES = 2 * WIDE_D * (WIDE_D + 1) / 2 * 8;

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
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        store.close();
    }

    private List<Long> rows(String... tables) throws SQLException {
        store.close();
        List<Long> rows = Fixtures.rows(folder.resolve("accrue.mv.db"), tables);
        store = open(folder);
        return rows;
    }

    @Test
    void takesOneScatterForAllClassesOfAViewThatPools() {
        long each = LAST_BYTES + WIDE_BYTES;
        ModelVersion head = add(store, "star");
        assertThat(store.footprint(head)).isEqualTo(new Footprint(List.of(each, each, each), 0, 0, POOLED_BYTES));
        assertThat(store.footprint(store.version(1))).isEqualTo(new Footprint(List.of(each, each), 0, 0, POOLED_BYTES));
        assertThat(store.footprint(train(store))).isEqualTo(new Footprint(List.of(), 0, 0, 0));
    }

    /** Every class that is added leaves a scatter behind that no later version needs. */
    @Test
    void dropsTheScattersFromBeforeAClassWasAdded() throws SQLException {
        add(store, "star");
        ModelVersion three = add(store, "ring");
        ModelVersion four = store.changedMethod("ncm", provenance("use classifier"));
        assertThat(rows("shared_scatter", "version_view", "seal")).containsExactly(3L, 8L, 2L);
        Pruning pruned = store.prune(false);

        assertThat(numbers(pruned.versions())).containsExactly(1L, 2L);
        assertThat(pruned.classes()).isZero();
        assertThat(pruned.bytes()).isEqualTo(2 * POOLED_BYTES);
        assertThat(rows("shared_scatter", "version_view", "seal", "class_row", "class_view", "held_out"))
                .containsExactly(1L, 4L, 1L, 8L, 4L, 8L);
        assertThat(store.head()).contains(four);
        assertThat(store.undo().hash()).isEqualTo(three.hash());
        Fixtures.assertFails(
                () -> store.undo(),
                Category.NOT_FOUND,
                "version 3 added to a scatter that classes share, and what was before it was pruned");
        assertThat(store.mean(row(four, WIDE, "circle")))
                .isEqualTo(TwoViews.statistics("circle", WIDE_D).mean());
        assertThat(store.statistics(row(four, LAST, "circle")).count())
                .isEqualTo(TwoViews.statistics("circle", D).count());
    }

    @Test
    void keepsWhatASnapshotNames() throws SQLException {
        store.snapshot("base");
        add(store, "star");
        add(store, "ring");
        assertThat(numbers(store.prune(false).versions())).containsExactly(2L);
        assertThat(rows("shared_scatter")).containsExactly(2L);
        ModelVersion restored = store.restore("base", provenance("restore base"));
        assertThat(store.sharedScatter(view(restored, WIDE).scatter().orElseThrow())
                        .classes())
                .isEqualTo(2);
    }

    @Test
    void dropsAllThatBelongedToWhatWasUndone() throws SQLException {
        ModelVersion two = add(store, "star");
        store.keepTemperature(two, new StoredTemperature(2, 9));
        store.undo();
        Pruning dry = store.prune(true);
        assertThat(dry.classes()).isEqualTo(2);
        assertThat(dry.bytes()).isEqualTo(LAST_BYTES + WIDE_BYTES + POOLED_BYTES);
        assertThat(store.prune(false)).isEqualTo(dry);
        assertThat(rows("class_row", "class_view", "held_out", "version_view", "temperature", "seal", "shared_scatter"))
                .containsExactly(4L, 2L, 4L, 2L, 0L, 0L, 1L);
    }

    @Test
    void dropsABackboneWithItsViews() throws SQLException {
        store.createModel("other", OptionalLong.empty());
        store.dropModel("main");
        store.prune(false);
        assertThat(rows(
                        "backbone",
                        "backbone_view",
                        "class_row",
                        "class_view",
                        "held_out",
                        "model_version",
                        "version_view",
                        "shared_scatter"))
                .containsOnly(0L);
    }

    @Test
    void isReadWithoutWriting() {
        ModelVersion head = add(store, "star");
        store.keepTemperature(head, new StoredTemperature(2, 9));
        store.close();
        try (H2ModelStore reader = H2ModelStore.openReadOnly(folder, Clock.systemUTC())) {
            assertThat(reader.head()).contains(head);
            assertThat(reader.temperature(head)).contains(new StoredTemperature(2, 9));
            assertThat(reader.sharedScatter(view(head, WIDE).scatter().orElseThrow())
                            .classes())
                    .isEqualTo(3);
            assertThat(reader.heldOut(row(head, WIDE, "star"))).isPresent();
            assertThat(reader.content(head).views()).hasSize(2);
            assertThat(reader.verify(Progress.NONE).problems()).isEmpty();
            assertThat(reader.prune(true).versions()).hasSize(1);
            Fixtures.assertFails(
                    () -> reader.changedView(WIDE, provenance("use view")), Category.READ_ONLY, "reading only");
            Fixtures.assertFails(
                    () -> reader.keepTemperature(head, new StoredTemperature(1, 1)),
                    Category.READ_ONLY,
                    "reading only");
        }
        store = open(folder);
    }
}
