package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.open;
import static dev.accrue.store.h2.Fixtures.provenance;
import static dev.accrue.store.h2.Fixtures.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.ScatterFactor;
import dev.accrue.gaussian.StatisticsAccumulator;
import dev.accrue.store.ClassRow;
import dev.accrue.store.Footprint;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.NewClass;
import dev.accrue.store.StoredBackbone;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes of few images, which are kept as the rows their scatter is made of. */
class StoreFactorTests {
    private static final int D = 63;
    private static final int MOST = 16; // rows that take at most half the room of the scatter: 4 r <= d + 1
    private static final long MEAN = D * 8;
    private static final long SCATTER = D * (D + 1) / 2 * 8;

    @TempDir
    Path folder;

    private static StoredBackbone backbone() {
        byte[] weights = {1, 2, 3};
        return new StoredBackbone(sha256(weights), "net", 8, D, List.of("a", "b"), 1, "{}", weights);
    }

    private static float[] vectors(int from, int to) {
        float[] vectors = new float[(to - from) * D];
        for (int n = from; n < to; n++) {
            Random random = new Random(n);
            for (int j = 0; j < D; j++) {
                vectors[(n - from) * D + j] = (float) (10 + random.nextGaussian());
            }
        }
        return vectors;
    }

    private static ClassStatistics of(int from, int to) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(D);
        accumulator.add(vectors(from, to), to - from);
        return accumulator.statistics();
    }

    private static NewClass named(String label, ClassStatistics statistics) {
        return new NewClass(label, false, "s", statistics);
    }

    private static void assertSameBits(ClassStatistics found, ClassStatistics expected) {
        assertThat(found.count()).isEqualTo(expected.count());
        assertThat(found.mean()).containsExactly(expected.mean());
        assertThat(found.scatter()).containsExactly(expected.scatter());
        assertThat(found.factor().map(ScatterFactor::rows))
                .isEqualTo(expected.factor().map(ScatterFactor::rows));
    }

    @Test
    void givesTheSameBitsInLessRoomUpToTheLimit() {
        List<ClassStatistics> written = List.of(of(0, 1), of(0, 2), of(0, MOST), of(0, MOST + 1));
        try (H2ModelStore store = open(folder)) {
            store.trainedBase(
                    backbone(),
                    List.of(
                            named("one", written.get(0)),
                            named("two", written.get(1)),
                            named("most", written.get(2)),
                            named("more", written.get(3))),
                    "article",
                    provenance("train-base"));
        }
        try (H2ModelStore store = open(folder)) {
            ModelVersion head = store.head().orElseThrow();
            for (int c = 0; c < written.size(); c++) {
                assertSameBits(store.statistics(head.classes().get(c)), written.get(c));
            }
            Footprint footprint = store.footprint(head);
            assertThat(footprint.classBytes())
                    .containsExactly(MEAN + MEAN, MEAN + 2 * MEAN, MEAN + MOST * MEAN, MEAN + SCATTER);
            assertThat(footprint.classBytes().get(2)).isLessThan((MEAN + SCATTER) * 6 / 10);
            assertThat(footprint.factors()).isEqualTo(3);
            assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        }
    }

    @Test
    void saysTheSameDigestWhicheverWayItIsKept() {
        ClassStatistics factored = of(0, 5);
        ClassStatistics packed = new ClassStatistics(5, factored.mean(), factored.scatter());
        try (H2ModelStore store = open(folder)) {
            String first = begin(store, factored).sha256();
            String second = begin(store, packed).sha256();
            assertThat(second).isEqualTo(first);
            assertThat(store.statistics(store.version(2).classes().get(0)).factor())
                    .isEmpty();
        }
    }

    private static ClassRow begin(H2ModelStore store, ClassStatistics statistics) {
        return store.trainedBase(backbone(), List.of(named("a", statistics)), "article", provenance("train-base"))
                .classes()
                .get(0);
    }

    /** What a command that appends does: read, merge, write, a few images at a time, beyond the limit. */
    @Test
    void becomesAScatterWhenSoManyImagesAreAppendedThatItPays() {
        try (H2ModelStore store = open(folder)) {
            begin(store, of(0, 4));
            for (int from = 4; from < 24; from += 4) {
                ClassRow row = store.head().orElseThrow().classes().get(0);
                ClassStatistics merged = store.statistics(row).mergedWith(of(from, from + 4));
                store.changedClasses(List.of(named("a", merged)), provenance("append-class a"));
                ModelVersion head = store.head().orElseThrow();
                assertSameBits(store.statistics(head.classes().get(0)), merged);
                // each append costs a row more, for the step between the means
                int rows = from + 4 + from / 4;
                assertThat(store.footprint(head).factors()).isEqualTo(rows <= MOST ? 1 : 0);
                assertClose(merged, of(0, from + 4));
            }
            assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        }
    }

    private static void assertClose(ClassStatistics found, ClassStatistics expected) {
        assertThat(found.count()).isEqualTo(expected.count());
        for (int j = 0; j < D; j++) {
            assertThat(found.mean()[j]).isCloseTo(expected.mean()[j], within(1e-12));
        }
        for (int p = 0; p < found.scatter().length; p++) {
            assertThat(found.scatter()[p]).isCloseTo(expected.scatter()[p], within(1e-12 * 24));
        }
    }
}
