package dev.accrue.bench.crash;

import dev.accrue.gaussian.ClassStatistics;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.SharedScatter;
import dev.accrue.gaussian.StatisticsAccumulator;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.Float64Bytes;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClass;
import dev.accrue.store.NewSealedClass;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Things to store, which follow from the random numbers they are given.
 *
 * @param dimension d of every feature vector
 */
public record Samples(int dimension) {
    private static final int WEIGHTS = 5_000;

    /** Feature vectors of one class, float32 {@code [n x d]}. */
    public float[] features(int n, SplittableRandom random) {
        double centre = random.nextDouble(-2, 2);
        float[] features = new float[n * dimension];
        for (int p = 0; p < features.length; p++) {
            features[p] = (float) (centre + random.nextDouble(-1, 1) + random.nextDouble(-1, 1));
        }
        return features;
    }

    public ClassStatistics statisticsOf(float[] features) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(dimension);
        accumulator.add(features, features.length / dimension);
        return accumulator.statistics();
    }

    /** Of few images (which are kept as a factor) or of more than there are dimensions. */
    public ClassStatistics statistics(SplittableRandom random) {
        int n = random.nextInt(5) < 2 ? 2 + random.nextInt(3) : dimension + random.nextInt(2 * dimension);
        return statisticsOf(features(n, random));
    }

    public NewClass baseClass(String label, SplittableRandom random) {
        return new NewClass(label, true, "samples/train", statistics(random));
    }

    public NewClass addedClass(String label, SplittableRandom random) {
        return new NewClass(label, false, "samples/train", statistics(random));
    }

    /** A view that pools, beside the one that every backbone has. */
    public ModelView.Plan pooling() {
        return new ModelView.Plan("pooling", dimension, true);
    }

    /** As one view sees it, with a vector held out. */
    public NewClass seenClass(String label, String view, boolean base, SplittableRandom random) {
        ClassStatistics statistics = statistics(random);
        HeldOut heldOut = new HeldOut(1, features(1, random));
        return new NewClass(label, view, base, "samples/train", () -> statistics, () -> Optional.of(heldOut));
    }

    public StoredBackbone backbone(List<String> baseClasses, SplittableRandom random) {
        byte[] weights = new byte[WEIGHTS];
        random.nextBytes(weights);
        return new StoredBackbone(
                ContentDigest.ofWeights(weights), "resnet20", 32, dimension, baseClasses, WEIGHTS / 4, "{}", weights);
    }

    /** A model from elsewhere; its last two classes are sealed together. */
    public ModelContent content(List<String> labels, SplittableRandom random) {
        List<String> own = labels.subList(0, labels.size() - 2);
        List<ModelClass> classes = new ArrayList<>();
        own.forEach(label -> classes.add(baseClass(label, random)));
        ClassStatistics first = statistics(random);
        ClassStatistics second = statistics(random);
        SharedScatter shared = SharedScatter.of(first).plus(SharedScatter.of(second));
        classes.add(sealedClass(labels.get(labels.size() - 2), first, shared));
        classes.add(sealedClass(labels.get(labels.size() - 1), second, shared));
        return new ModelContent("elsewhere", "article", backbone(own, random), classes, List.of());
    }

    private static NewSealedClass sealedClass(String label, ClassStatistics statistics, SharedScatter shared) {
        String digest = ContentDigest.ofSharedScatter(
                shared.classes(),
                shared.count(),
                Float64Bytes.encode(shared.pooled()),
                Float64Bytes.encode(shared.equal()));
        return new NewSealedClass(
                label, false, "samples/train", statistics.count(), statistics.mean(), digest, () -> shared);
    }

    public static Provenance provenance(String command, long seed) {
        return new Provenance(command, "did it", "samples", "ab12", seed, "none", Duration.ofMillis(1500));
    }
}
