package dev.accrue.store.h2;

import static dev.accrue.store.h2.Fixtures.D;
import static dev.accrue.store.h2.Fixtures.backbone;
import static dev.accrue.store.h2.Fixtures.provenance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.Pooled;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Small models of two views, {@code last} and one that pools. */
final class TwoViews {
    static final int WIDE_D = 6;
    static final String WIDE = "multi:grid=3x3";
    static final List<ModelView.Plan> PLANS = List.of(ModelView.Plan.last(D), new ModelView.Plan(WIDE, WIDE_D, true));

    private TwoViews() {}

    static ModelVersion train(ModelStore store, String... labels) {
        return store.trainedBase(
                backbone(1), PLANS, Pooled.first(PLANS, classes(true, labels)), "lda", provenance("train-base"));
    }

    static ModelVersion add(ModelStore store, String... labels) {
        return store.addedClasses(
                Pooled.added(store, classes(false, labels)), provenance("add-class " + String.join(" ", labels)));
    }

    static List<NewClass> classes(boolean base, String... labels) {
        return Arrays.stream(labels)
                .flatMap(label -> Stream.of(last(label, base), wide(label, base)))
                .toList();
    }

    /** With two vectors held out. */
    static NewClass last(String label, boolean base) {
        return new NewClass(
                label,
                ModelView.LAST,
                base,
                "shapes/train",
                () -> statistics(label, D),
                () -> Optional.of(heldOut(label, 2, D)));
    }

    /** With three vectors held out. */
    static NewClass wide(String label, boolean base) {
        return new NewClass(
                label,
                WIDE,
                base,
                "shapes/train",
                () -> statistics(label, WIDE_D),
                () -> Optional.of(heldOut(label, 3, WIDE_D)));
    }

    static ClassStatistics statistics(String label, int dimension) {
        return Fixtures.statistics(dimension, label.hashCode());
    }

    static HeldOut heldOut(String label, int count, int dimension) {
        Random random = new Random(label.hashCode() + dimension);
        float[] features = new float[count * dimension];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        return new HeldOut(count, features);
    }

    static ModelView view(ModelVersion version, String id) {
        return version.views().stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static ClassRow row(ModelVersion version, String view, String label) {
        return view(version, view).classes().stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** That the scatter of the view is the sum of those of the labels, which is taken here. */
    static void assertPooled(ModelStore store, ModelView view, String... labels) {
        double[] pooled = new double[WIDE_D * (WIDE_D + 1) / 2];
        double[] equal = new double[pooled.length];
        long count = 0;
        for (String label : labels) {
            ClassStatistics own = statistics(label, WIDE_D);
            count += own.count();
            for (int p = 0; p < pooled.length; p++) {
                pooled[p] += own.scatter()[p];
                equal[p] += own.scatter()[p] / own.count();
            }
        }
        SharedScatter shared = store.sharedScatter(view.scatter().orElseThrow());
        assertThat(shared.classes()).isEqualTo(labels.length);
        assertThat(shared.count()).isEqualTo(count);
        assertThat(shared.pooled()).containsExactly(pooled, within(1e-12));
        assertThat(shared.equal()).containsExactly(equal, within(1e-12));
    }

    static void assertSame(Optional<HeldOut> actual, HeldOut expected) {
        assertThat(actual.orElseThrow()).usingRecursiveComparison().isEqualTo(expected);
    }
}
