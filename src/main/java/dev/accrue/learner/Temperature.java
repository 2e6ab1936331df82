package dev.accrue.learner;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.gaussian.Calibration;
import dev.accrue.gaussian.Classifier;
import dev.accrue.gaussian.CrossFit;
import dev.accrue.gaussian.HeldOut;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ClassRow;
import dev.accrue.store.ModelStore;
import dev.accrue.store.ModelVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What scores are divided by, so that a posterior is as sure as it is right. Fitted to feature vectors that were held out
 * of the statistics, or, of classes of few images, to these themselves, each scored by a classifier that was fitted
 * without it; so it costs no image and follows each change of the model. It changes no answer.
 *
 * @param value T, above 0; 1 leaves the posterior as the classifier gives it
 * @param vectors it was fitted to; 0 if it was not fitted
 */
public record Temperature(double value, long vectors) {

    /** The posterior as the classifier gives it. */
    public static final Temperature NONE = new Temperature(1, 0);

    /** Fewer vectors say too little. */
    private static final int FEWEST = 20;

    /** Scores looked at together. */
    private static final int MOST_SCORES = 20_000_000;

    /** Learnt in all; a fitting of more would take its time. */
    private static final int MOST_LEARNT = 5_000;

    /** Left out in turn; more of them say little more. */
    private static final int ENOUGH = 100;

    /**
     * What is known of each class besides its statistics.
     *
     * @param heldOut in the classifier's order
     * @param learnt the vectors {@code [n_c x d]} that the statistics do count, where all of them can still be had; asked
     *     for only where too few are held out
     */
    public record Vectors(List<Optional<HeldOut>> heldOut, Supplier<Optional<List<float[]>>> learnt) {

        /** What the store has of a version. */
        static Vectors of(ModelStore store, ModelVersion version) {
            List<ClassRow> rows = version.classes();
            return new Vectors(rows.stream().map(store::heldOut).toList(), LearntModel.once(() -> learnt(store, rows)));
        }

        private static Optional<List<float[]>> learnt(ModelStore store, List<ClassRow> rows) {
            if (rows.stream().anyMatch(ClassRow::sharesItsScatter)
                    || rows.stream().mapToLong(ClassRow::count).sum() > MOST_LEARNT) {
                return Optional.empty();
            }
            List<float[]> learnt = new ArrayList<>();
            for (ClassRow row : rows) {
                Optional<float[]> vectors = store.statistics(row).vectors();
                if (vectors.isEmpty()) {
                    return Optional.empty();
                }
                learnt.add(vectors.get());
            }
            return Optional.of(learnt);
        }
    }

    /**
     * @param method that the classifier was fitted by
     * @return {@link #NONE} where there are too few vectors, or none is answered wrongly and there is no best T
     */
    public static Temperature fit(Method method, Classifier classifier, Vectors vectors) {
        if (count(vectors.heldOut()) >= FEWEST) {
            return fit(classifier, vectors.heldOut());
        }
        return vectors.learnt()
                .get()
                .map(learnt -> fit(method, learnt, classifier.dimension()))
                .orElse(NONE);
    }

    private static int count(List<Optional<HeldOut>> heldOut) {
        return heldOut.stream()
                .mapToInt(each -> each.map(HeldOut::count).orElse(0))
                .sum();
    }

    private static Temperature fit(Method method, List<float[]> learnt, int dimension) {
        CrossFit scored;
        try {
            scored = CrossFit.of(method, learnt, dimension, ENOUGH);
        } catch (AccrueException e) {
            if (e.category() == Category.CANCELLED) {
                throw e;
            }
            return NONE; // what is enough for the method may be too little without a fifth
        }
        return scored.n() < FEWEST ? NONE : best(scored.scores(), scored.labels(), learnt.size());
    }

    private static Temperature best(double[] scores, int[] labels, int classes) {
        int n = labels.length;
        return Arrays.equals(Classifier.argmax(scores, n, classes), labels)
                ? NONE
                : new Temperature(Calibration.temperature(scores, labels, n, classes), n);
    }

    private static Temperature fit(Classifier classifier, List<Optional<HeldOut>> heldOut) {
        int dimension = classifier.dimension();
        int classes = classifier.classes();
        int there = count(heldOut);
        int every = Math.toIntExact(1 + (long) there * classes / MOST_SCORES);
        int taken = (there + every - 1) / every;
        float[] features = new float[taken * dimension];
        int[] labels = new int[taken];
        int seen = 0;
        int n = 0;
        for (int c = 0; c < classes; c++) {
            if (heldOut.get(c).isEmpty()) {
                continue;
            }
            HeldOut of = heldOut.get(c).get();
            for (int row = 0; row < of.count(); row++) {
                if (seen++ % every == 0) {
                    System.arraycopy(of.features(), row * dimension, features, n * dimension, dimension);
                    labels[n++] = c;
                }
            }
        }
        return best(classifier.scores(features, n), labels, classes);
    }

    /**
     * @param scores float64 {@code [n x C]}, row-major
     * @return posterior {@code [n x C]}, row-major; each row sums to one
     */
    public double[] posterior(double[] scores, int n, int classes) {
        return Classifier.posterior(
                value == 1
                        ? scores
                        : Arrays.stream(scores).map(score -> score / value).toArray(),
                n,
                classes);
    }
}
