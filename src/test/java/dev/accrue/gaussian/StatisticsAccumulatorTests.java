package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsAccumulatorTests {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0, 1",
        "1, 1000, 100, 0.1",
        "3, 2, 0, 1",
        "7, 126, 5, 1",
        "7, 127, 5, 1",
        "7, 128, 5, 1",
        "64, 1000, 0, 1",
        "64, 1000, 100, 0.1",
        "64, 1000, 1000000, 1",
        "64, 1000, -1000000, 0.1",
        "530, 300, 1, 1"
    })
    void agreesWithTwoPassesInFloat64(int d, int n, double mean, double sd) {
        float[] features = Oracle.vectors(d + n, n, d, mean, sd);
        Oracle.assertClose(inBatches(features, d, 100), Oracle.twoPass(features, d), 1e-9);
    }

    @Test
    void doesNotDependOnHowTheVectorsWereCutIntoBatches() {
        float[] features = Oracle.vectors(1, 400, 20, 10, 1);
        ClassStatistics one = inBatches(features, 20, 1);
        ClassStatistics all = inBatches(features, 20, 400);
        assertThat(one.mean()).isEqualTo(all.mean());
        assertThat(one.scatter()).isEqualTo(all.scatter());
    }

    @Test
    void doesNotDependOnTheOrderOfVectorsBeyondRounding() {
        int d = 20;
        float[] features = Oracle.vectors(2, 1000, d, 10, 1);
        StatisticsAccumulator backwards = new StatisticsAccumulator(d);
        backwards.add(features, IntStream.range(0, 1000).map(i -> 999 - i).toArray());
        Oracle.assertClose(backwards.statistics(), inBatches(features, d, 128), 1e-12);
    }

    @Test
    void takesOnlyTheRowsAskedFor() {
        float[] features = {1, 2, 30, 40, 5, 8};
        StatisticsAccumulator accumulator = new StatisticsAccumulator(2);
        accumulator.add(features, new int[] {2, 0});
        assertThat(accumulator.count()).isEqualTo(2);
        assertThat(accumulator.statistics().mean()).containsExactly(3, 5);
        assertThat(accumulator.statistics().scatter()).containsExactly(8, 12, 18);
    }

    @Test
    void goesOnAfterTheStatisticsWereTaken() {
        float[] features = Oracle.vectors(3, 300, 5, 10, 1);
        StatisticsAccumulator accumulator = new StatisticsAccumulator(5);
        accumulator.add(Arrays.copyOf(features, 50 * 5), 50);
        ClassStatistics early = accumulator.statistics();
        accumulator.add(Arrays.copyOfRange(features, 50 * 5, 300 * 5), 250);
        Oracle.assertClose(early, Oracle.twoPass(Arrays.copyOf(features, 50 * 5), 5), 1e-12);
        Oracle.assertClose(accumulator.statistics(), Oracle.twoPass(features, 5), 1e-12);
    }

    @Test
    void givesTheSameBitsWhetherItWasAskedInBetweenOrNot() {
        float[] features = Oracle.vectors(4, 300, 40, 10, 1);
        StatisticsAccumulator asked = new StatisticsAccumulator(40);
        for (int i = 0; i < 300; i++) {
            asked.add(Arrays.copyOfRange(features, i * 40, (i + 1) * 40), 1);
            if (i % 50 == 0) {
                assertThat(asked.statistics().count()).isEqualTo(i + 1);
            }
        }
        assertThat(asked.statistics().mean())
                .isEqualTo(inBatches(features, 40, 300).mean());
        assertThat(asked.statistics().scatter())
                .isEqualTo(inBatches(features, 40, 300).scatter());
    }

    /** With few vectors, that are kept as rows, and with many. */
    @ParameterizedTest
    @CsvSource({"1", "9", "126", "300"})
    void beginsAnewOnceItHasFinished(int n) {
        int d = 40;
        float[] features = Oracle.vectors(5, n, d, 10, 1);
        StatisticsAccumulator accumulator = new StatisticsAccumulator(d);
        for (int times = 0; times < 2; times++) {
            accumulator.add(features, n);
            ClassStatistics asked = accumulator.statistics();
            ClassStatistics finished = accumulator.finish();
            assertThat(finished.count()).isEqualTo(n);
            assertThat(finished.mean()).isEqualTo(asked.mean());
            assertThat(finished.scatter())
                    .isEqualTo(asked.scatter())
                    .isEqualTo(inBatches(features, d, n).scatter());
            assertThat(finished.factor().isPresent()).isEqualTo(asked.factor().isPresent());
            assertThat(accumulator.count()).isZero();
        }
        assertThatThrownBy(accumulator::finish).isInstanceOf(AccrueException.class);
    }

    @Test
    void givesTheSameBitsOnOneThreadAndOnMany() throws Exception {
        float[] features = Oracle.vectors(6, 300, 1100, 10, 1);
        ForkJoinPool one = new ForkJoinPool(1);
        ForkJoinPool many = new ForkJoinPool(7);
        try {
            double[] alone =
                    one.submit(() -> inBatches(features, 1100, 300).scatter()).get();
            assertThat(many.submit(() -> inBatches(features, 1100, 300).scatter())
                            .get())
                    .isEqualTo(alone);
        } finally {
            one.shutdown();
            many.shutdown();
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "126", "127", "128", "129", "130", "253", "254", "255", "256", "280"})
    void givesFewVectorsAFactorThatIsTheScatterBitForBit(int n) {
        int d = 1200;
        ClassStatistics statistics = inBatches(Oracle.vectors(n, n, d, 5, 1), d, 100);
        assertThat(statistics.factor()).hasValueSatisfying(factor -> {
            assertThat(factor.dimension()).isEqualTo(d);
            assertThat(factor.rows()).isGreaterThanOrEqualTo(n);
            assertThat(ScatterFactor.pays(factor.rows(), d)).isTrue();
            assertThat(Arrays.equals(factor.packed(), statistics.scatter())).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "19, 5", "507, 127", "515, 127"})
    void givesAFactorAsLongAsItPays(int d, int most) {
        for (int n : new int[] {1, most, most + 1, 3 * most, 1000}) {
            assertThat(inBatches(Oracle.vectors(n, n, d, 5, 1), d, 100).factor().isPresent())
                    .as("%d vectors", n)
                    .isEqualTo(n <= most);
        }
    }

    @Test
    void losesTheFactorWithTheVectorThatMakesItTooLarge() {
        int d = 515;
        StatisticsAccumulator accumulator = new StatisticsAccumulator(d);
        accumulator.add(Oracle.vectors(1, 127, d, 5, 1), 127);
        assertThat(accumulator.statistics().factor()).isPresent();
        accumulator.add(Oracle.vectors(2, 1, d, 5, 1), 1);
        assertThat(accumulator.statistics().factor()).isEmpty();
        accumulator.add(Oracle.vectors(3, 300, d, 5, 1), 300);
        assertThat(accumulator.statistics().factor()).isEmpty();
    }

    /** Taken down from the code as it was before there were factors: stored digests depend on these bits. */
    @ParameterizedTest
    @CsvSource({
        "1, 6, aeaff7cc307503d7",
        "1, 530, b78b7d87fc815b61",
        "5, 6, d8f4e635bc71b6c8",
        "5, 530, c10d08034cedc4cf",
        "126, 6, adce0e437839022f",
        "126, 530, 34a758e42146b81a",
        "127, 6, 8950b442816a80ab",
        "127, 530, 3ee3bf32159b8bdb",
        "128, 6, 7dc9d8661160c48f",
        "128, 530, b8512ceb3976e1f6",
        "254, 6, 42dcd0d3c293e6b4",
        "254, 530, 6e730ae655249f29",
        "255, 6, e1603fc687211f28",
        "255, 530, dfeb631784618c53",
        "1000, 6, 8688b3639a3706a1",
        "1000, 530, d3d8664164bc0368"
    })
    void keepsTheBitsThatStoresWereWrittenWith(int n, int d, String digest) throws NoSuchAlgorithmException {
        ClassStatistics statistics = inBatches(Oracle.vectors(n, n, d, 5, 1), d, 100);
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * (d + statistics.scatter().length));
        DoubleStream.concat(Arrays.stream(statistics.mean()), Arrays.stream(statistics.scatter()))
                .forEach(bytes::putDouble);
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes.array());
        assertThat(HexFormat.of().formatHex(sha256)).startsWith(digest);
    }

    @Test
    void givesOneVectorAScatterOfZero() {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(2);
        accumulator.add(new float[] {0.1f, 1e30f}, 1);
        assertThat(accumulator.statistics().mean()).containsExactly(0.1f, 1e30f);
        assertThat(accumulator.statistics().scatter()).containsOnly(0);
    }

    @Test
    void givesAConstantFeatureAScatterOfExactlyZero() {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(2);
        for (int i = 0; i < 1000; i++) {
            accumulator.add(new float[] {0.1f, i}, 1);
        }
        assertThat(accumulator.statistics().mean()).containsExactly(0.1f, 499.5);
        assertThat(accumulator.statistics().scatter()[0]).isZero();
        assertThat(accumulator.statistics().scatter()[1]).isZero();
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void refusesABatchWithAFeatureThatIsNotFiniteAndKeepsNothingOfIt(float broken) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(2);
        assertThatThrownBy(() -> accumulator.add(new float[] {1, 2, 3, 4, 5, broken}, 3))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                .hasMessageContaining("feature 1 of row 2 is " + broken);
        assertThat(accumulator.count()).isZero();
    }

    @Test
    void ignoresWhatIsWrongInRowsNotAskedFor() {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(1);
        accumulator.add(new float[] {Float.NaN, 4}, new int[] {1});
        assertThat(accumulator.statistics().mean()).containsExactly(4);
    }

    @Test
    void refusesVectorsOfAnotherDimension() {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(3);
        assertThatThrownBy(() -> accumulator.add(new float[8], 2))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("8 numbers are not 2 feature vectors of 3");
        assertThatThrownBy(() -> accumulator.add(new float[8], new int[] {0})).isInstanceOf(AccrueException.class);
        assertThatThrownBy(() -> accumulator.add(new float[6], new int[] {2}))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("no row 2 in a batch of 2");
    }

    @Test
    void hasNoStatisticsBeforeTheFirstVector() {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(3);
        accumulator.add(new float[0], 0);
        assertThatThrownBy(accumulator::statistics)
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA));
    }

    private static ClassStatistics inBatches(float[] features, int d, int size) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(d);
        int n = features.length / d;
        for (int start = 0; start < n; start += size) {
            int end = Math.min(n, start + size);
            accumulator.add(Arrays.copyOfRange(features, start * d, end * d), end - start);
        }
        return accumulator.statistics();
    }
}
