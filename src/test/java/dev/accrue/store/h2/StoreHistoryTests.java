package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.added;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.base;
import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.accrue.common.AccrueException;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreHistoryTests {
    @TempDir
    Path folder;

    @Test
    void skipsInTheLineageWhatARestoreLeftBehind() {
        try (H2ModelStore store = open(folder)) {
            store.trainedBase(backbone(1), List.of(base("circle")), "article", provenance("train-base"));
            add(store, "star");
            store.snapshot("good");
            add(store, "mistake");
            store.restore("good", provenance("restore good"));
            add(store, "cross");
            assertThat(store.history()).extracting(ModelVersion::number).containsExactly(5L, 4L, 3L, 2L, 1L);
            assertThat(store.lineage()).extracting(ModelVersion::number).containsExactly(1L, 2L, 5L);

            store.snapshot("better");
            store.trainedBase(backbone(2), List.of(base("ring")), "article", provenance("train-base"));
            store.restore("better", provenance("restore better"));
            store.snapshot("again");
            add(store, "line");
            store.restore("again", provenance("restore again"));
            assertThat(store.history())
                    .extracting(ModelVersion::number)
                    .containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
            assertThat(store.lineage()).extracting(ModelVersion::number).containsExactly(1L, 2L, 5L);
            assertThat(store.head().orElseThrow().classes())
                    .extracting(ClassRow::label)
                    .containsExactly("circle", "star", "cross");
        }
    }

    @Test
    void namesAnyVersionAndForgetsTheName() {
        try (H2ModelStore store = open(folder)) {
            store.trainedBase(backbone(1), List.of(base("circle")), "article", provenance("train-base"));
            add(store, "star");
            store.snapshot("now");
            store.snapshot("before", "1");
            store.snapshot("also-before", "before");
            assertThat(store.snapshots()).extracting(Snapshot::version).containsExactly(2L, 1L, 1L);
            assertThatExceptionOfType(AccrueException.class)
                    .isThrownBy(() -> store.snapshot("later", "3"))
                    .withMessageContaining("there is no version 3");
            assertThatExceptionOfType(AccrueException.class)
                    .isThrownBy(() -> store.snapshot("now", "1"))
                    .withMessageContaining("\"now\" already");

            assertThat(store.removeSnapshot("before").version()).isEqualTo(1);
            assertThat(store.snapshots()).extracting(Snapshot::name).containsExactly("now", "also-before");
            assertThatExceptionOfType(AccrueException.class)
                    .isThrownBy(() -> store.removeSnapshot("before"))
                    .withMessage("model main has no snapshot \"before\" to forget; see snapshots for those there are");
            assertThat(store.find("1").classes()).extracting(ClassRow::label).containsExactly("circle");

            // Of the model in use alone: another has a snapshot of the same name.
            store.createModel("trial", OptionalLong.of(1));
            store.snapshot("now");
            store.removeSnapshot("now");
            store.useModel("main");
            assertThat(store.find("now").number()).isEqualTo(2);
        }
    }

    /** Random commands, against lists in memory that say what should be there. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void holdsWhatAnInMemoryModelHolds(long seed) {
        Random random = new Random(seed);
        List<List<String>> labels = new ArrayList<>();
        List<List<Integer>> lineages = new ArrayList<>();
        Map<String, Integer> snapshots = new TreeMap<>();
        H2ModelStore store = open(folder);
        for (int step = 0; step < 60; step++) {
            List<String> head = labels.isEmpty() ? List.of() : labels.get(labels.size() - 1);
            List<Integer> lineage = lineages.isEmpty() ? List.of() : lineages.get(lineages.size() - 1);
            int next = labels.size() + 1;
            String label = "class " + random.nextInt(12);
            String name = "snapshot-" + random.nextInt(8);
            int dice = random.nextInt(20);
            H2ModelStore now = store;
            if (dice < 2) {
                now.trainedBase(backbone(step), List.of(base(label)), "article", provenance("train-base"));
                labels.add(List.of(label));
                lineages.add(List.of(next));
            } else if (dice < 12) {
                if (head.isEmpty() || head.contains(label)) {
                    fails(() -> add(now, label));
                } else {
                    add(now, label);
                    labels.add(Stream.concat(head.stream(), Stream.of(label)).toList());
                    lineages.add(
                            Stream.concat(lineage.stream(), Stream.of(next)).toList());
                }
            } else if (dice < 15) {
                if (head.isEmpty() || snapshots.containsKey(name)) {
                    fails(() -> now.snapshot(name));
                } else {
                    now.snapshot(name);
                    snapshots.put(name, labels.size());
                }
            } else if (dice < 18) {
                if (snapshots.containsKey(name)) {
                    now.restore(name, provenance("restore"));
                    labels.add(labels.get(snapshots.get(name) - 1));
                    lineages.add(lineages.get(snapshots.get(name) - 1));
                } else {
                    fails(() -> now.restore(name, provenance("restore")));
                }
            } else if (dice < 19) {
                if (snapshots.containsKey(name)) {
                    assertThat(now.removeSnapshot(name).version()).isEqualTo((long) snapshots.remove(name));
                } else {
                    fails(() -> now.removeSnapshot(name));
                }
            } else {
                store.close();
                store = open(folder);
            }
        }
        try (H2ModelStore last = store) {
            assertThat(last.history()).hasSize(labels.size());
            for (ModelVersion version : last.history()) {
                int index = Math.toIntExact(version.number()) - 1;
                assertThat(version.classes()).extracting(ClassRow::label).isEqualTo(labels.get(index));
                for (ClassRow row : version.classes()) {
                    assertThat(last.statistics(row))
                            .usingRecursiveComparison()
                            .isEqualTo(added(row.label()).statistics().get());
                }
            }
            assertThat(last.lineage())
                    .extracting(version -> Math.toIntExact(version.number()))
                    .isEqualTo(lineages.get(lineages.size() - 1));
            Map<String, Integer> named = new TreeMap<>();
            for (Snapshot snapshot : last.snapshots()) {
                named.put(snapshot.name(), Math.toIntExact(snapshot.version()));
            }
            assertThat(named).isEqualTo(snapshots);
        }
    }

    private static void add(H2ModelStore store, String label) {
        store.addedClasses(List.of(added(label)), provenance("add-class " + label));
    }

    private static void fails(ThrowingCallable call) {
        assertThatExceptionOfType(AccrueException.class).isThrownBy(call);
    }
}
