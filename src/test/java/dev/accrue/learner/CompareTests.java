package dev.accrue.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.learner.Compare.Change;
import dev.accrue.learner.Compare.ClassChange;
import dev.accrue.store.ModelVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said to be different between two versions, against sums done here in another way. */
class CompareTests {
    private static final int D = QuadrantEngine.DIMENSION;

    @TempDir
    Path folder;

    private ModelSession session;
    private ChangeClasses change;
    private Compare compare;
    private Zoo zoo;

    @BeforeEach
    void train() throws IOException {
        session = Sessions.open(folder, "store", new QuadrantEngine());
        change = new ChangeClasses(session);
        compare = new Compare(session);
        zoo = Zoo.in(folder);
        zoo.train(session, "ant,bee");
        zoo.add(session, "first", "cow");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private Compare.Difference sinceSecond() {
        return compare.run("2", Optional.empty());
    }

    private static ClassChange find(Compare.Difference difference, String label) {
        return difference.classes().stream()
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void findsNothingBetweenAVersionAndItself() {
        Compare.Difference difference = sinceSecond();
        assertThat(difference.sameBackbone()).isTrue();
        assertThat(difference.classes()).extracting(ClassChange::change).containsOnly(Change.SAME);
        assertThat(difference.classes()).extracting(ClassChange::meanMoved).containsOnly(OptionalDouble.of(0));
        assertThat(difference.covarianceChange()).hasValue(0);
        assertThat(difference.measured()).isEmpty();
    }

    @Test
    void tellsWhatWasAddedRemovedChangedAndRenamed() {
        zoo.add(session, "all", "dog");
        change.remove("bee", "remove-class bee");
        change.append("cow", zoo.from("second"), "append-class cow", Progress.NONE);
        change.rename("ant", "formica", "rename-class ant formica");
        Compare.Difference difference = sinceSecond();
        assertThat(difference.from()).isEqualTo(2);
        assertThat(difference.to()).isEqualTo(6);
        assertThat(difference.classes()).extracting(ClassChange::label).containsExactly("formica", "cow", "dog", "bee");
        ClassChange formica = find(difference, "formica");
        assertThat(formica.change()).isEqualTo(Change.RENAMED);
        assertThat(formica.formerLabel()).contains("ant");
        assertThat(formica.meanMoved()).hasValue(0);
        ClassChange cow = find(difference, "cow");
        assertThat(cow.change()).isEqualTo(Change.CHANGED);
        assertThat(cow.imagesBefore()).hasValue(10);
        assertThat(cow.imagesAfter()).hasValue(24);
        assertThat(find(difference, "dog"))
                .isEqualTo(new ClassChange(
                        "dog",
                        Change.ADDED,
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(24),
                        OptionalDouble.empty()));
        assertThat(find(difference, "bee"))
                .isEqualTo(new ClassChange(
                        "bee",
                        Change.REMOVED,
                        Optional.empty(),
                        OptionalLong.of(24),
                        OptionalLong.empty(),
                        OptionalDouble.empty()));
        assertThat(compare.run("6", Optional.of("2")).classes())
                .extracting(ClassChange::change)
                .containsExactlyInAnyOrder(Change.RENAMED, Change.CHANGED, Change.REMOVED, Change.ADDED);
    }

    @Test
    void saysHowFarAMeanMovedAndHowTheCovarianceChanged() {
        change.append("cow", zoo.from("second"), "append-class cow", Progress.NONE);
        Compare.Difference difference = sinceSecond();
        double[][] before = covariance(session.store().version(2));
        double[][] after = covariance(session.head());
        double[] step = new double[D];
        double[] old = session.store().mean(session.store().version(2).classes().get(2));
        double[] now = session.store().mean(session.head().classes().get(2));
        for (int j = 0; j < D; j++) {
            step[j] = now[j] - old[j];
        }
        double[] solved = solve(before, step);
        double squared = 0;
        for (int j = 0; j < D; j++) {
            squared += step[j] * solved[j];
        }
        double moved = find(difference, "cow").meanMoved().orElseThrow();
        assertThat(moved).isCloseTo(Math.sqrt(squared), within(1e-9 * moved)).isPositive();
        double change = 0;
        double size = 0;
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < D; j++) {
                change += Math.pow(after[i][j] - before[i][j], 2);
                size += Math.pow(before[i][j], 2);
            }
        }
        assertThat(difference.covarianceChange().orElseThrow())
                .isCloseTo(Math.sqrt(change / size), within(1e-12))
                .isPositive();
    }

    /** Mean of S_c / n_c, and 1e-6 on the diagonal, as a full matrix. */
    private double[][] covariance(ModelVersion version) {
        double[][] sigma = new double[D][D];
        for (var row : version.classes()) {
            ClassStatistics statistics = session.store().statistics(row);
            for (int i = 0; i < D; i++) {
                for (int j = 0; j < D; j++) {
                    double s = statistics.scatter()[Math.max(i, j) * (Math.max(i, j) + 1) / 2 + Math.min(i, j)];
                    sigma[i][j] += s / statistics.count() / version.classes().size();
                }
            }
        }
        for (int i = 0; i < D; i++) {
            sigma[i][i] += 1e-6;
        }
        return sigma;
    }

    /** Gaussian elimination with pivots. */
    private static double[] solve(double[][] matrix, double[] right) {
        double[][] a = new double[D][];
        for (int i = 0; i < D; i++) {
            a[i] = Arrays.copyOf(matrix[i], D + 1);
            a[i][D] = right[i];
        }
        for (int k = 0; k < D; k++) {
            int pivot = k;
            for (int i = k + 1; i < D; i++) {
                pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
            }
            double[] swapped = a[k];
            a[k] = a[pivot];
            a[pivot] = swapped;
            for (int i = 0; i < D; i++) {
                double factor = i == k ? 0 : a[i][k] / a[k][k];
                for (int j = k; j <= D; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        double[] x = new double[D];
        for (int i = 0; i < D; i++) {
            x[i] = a[i][D] / a[i][i];
        }
        return x;
    }

    @Test
    void callsASealedClassSealedAndNothingMore() {
        zoo.add(session, "all", "dog");
        change.seal(List.of("ant", "cow", "dog"), "seal");
        Compare.Difference difference = compare.run("3", Optional.empty());
        assertThat(difference.classes())
                .extracting(ClassChange::change)
                .containsExactly(Change.SEALED, Change.SAME, Change.SEALED, Change.SEALED);
        assertThat(difference.classes()).extracting(ClassChange::meanMoved).containsOnly(OptionalDouble.of(0));
        assertThat(difference.covarianceChange().orElseThrow()).isLessThan(1e-12);
        change.rename("dog", "hound", "rename-class dog hound");
        assertThat(find(compare.run("3", Optional.empty()), "hound").formerLabel())
                .contains("dog");
    }

    @Test
    void callsNothingRenamedThatStillHasItsName() {
        change.rename("cow", "vaca", "rename-class cow vaca");
        zoo.add(session, "first", "cow");
        Compare.Difference difference = sinceSecond();
        assertThat(find(difference, "cow").change()).isEqualTo(Change.SAME);
        assertThat(find(difference, "vaca").change()).isEqualTo(Change.ADDED);
    }

    @Test
    void comparesNamesAndCountsAloneAcrossBackbones() {
        session.store().snapshot("before");
        zoo.train(session, "ant,dog", 2);
        Compare.Difference difference = compare.run("before", Optional.of("3"));
        assertThat(difference.sameBackbone()).isFalse();
        assertThat(difference.covarianceChange()).isEmpty();
        assertThat(difference.classes())
                .extracting(ClassChange::label, ClassChange::change)
                .containsExactly(
                        tuple("ant", Change.CHANGED),
                        tuple("dog", Change.ADDED),
                        tuple("bee", Change.REMOVED),
                        tuple("cow", Change.REMOVED));
        assertThat(difference.classes()).extracting(ClassChange::meanMoved).containsOnly(OptionalDouble.empty());
    }

    @Test
    void showsTheAccuracyWhereBothWereMeasuredOnTheSameImages() {
        measure("first", "aa", 0.5);
        zoo.add(session, "all", "dog");
        assertThat(sinceSecond().measured()).isEmpty();
        measure("other", "bb", 0.7);
        assertThat(sinceSecond().measured()).isEmpty();
        measure("first", "aa", 0.6);
        measure("first", "aa", 0.75);
        assertThat(sinceSecond().measured()).containsExactly(new Compare.Measured("first", 0, 0.5, 0.75));
    }

    private void measure(String data, String digest, double accuracy) {
        EmbeddedImages images = new EmbeddedImages(
                data, digest, List.of(), new int[0], new float[0], List.of(), new float[0], List.of());
        session.measured(session.model(), images, accuracy, Double.NaN, Double.NaN);
    }

    @Test
    void refusesWhatIsNotThere() {
        for (String reference : List.of("9", "nope")) {
            assertThatThrownBy(() -> compare.run(reference, Optional.empty()))
                    .isInstanceOfSatisfying(
                            AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.NOT_FOUND))
                    .hasMessageContaining(reference);
        }
    }
}
