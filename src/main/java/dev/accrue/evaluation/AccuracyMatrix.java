package dev.accrue.evaluation;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.Arrays;

/**
 * How well each increment's classes are told apart after each increment. Images of classes not learnt yet are never
 * counted, and the model is never told which increment an image belongs to (the class-incremental scenario).
 *
 * @param correct images of increment j that were right after increment k, {@code [K][k + 1]}: row k has an entry for
 *     each increment up to k
 * @param images test images of each increment {@code [K]}, the same after every step
 */
public record AccuracyMatrix(long[][] correct, long[] images) {

    /** @throws AccrueException BAD_DATA unless the rows are of 1, 2 ... K entries between 0 and the images there are */
    public AccuracyMatrix {
        correct = Arrays.stream(correct).map(long[]::clone).toArray(long[][]::new);
        images = images.clone();
        boolean fits = correct.length == images.length;
        for (int k = 0; fits && k < correct.length; k++) {
            fits = correct[k].length == k + 1;
            for (int j = 0; fits && j <= k; j++) {
                fits = correct[k][j] >= 0 && correct[k][j] <= images[j];
            }
        }
        if (!fits) {
            throw new AccrueException(BAD_DATA, text("evaluation.accuracyMatrixUnfit", images.length));
        }
    }

    /** {@code [K][k + 1]}, a copy. */
    @Override
    public long[][] correct() {
        return Arrays.stream(correct).map(long[]::clone).toArray(long[][]::new);
    }

    /** {@code [K]}, a copy. */
    @Override
    public long[] images() {
        return images.clone();
    }

    /** a(k, j): accuracy on the images of increment j after increment k; NaN where j has no image. */
    public double accuracy(int k, int j) {
        return (double) correct[k][j] / images[j];
    }

    /** A(k): accuracy after increment k on the images of all classes learnt until then; NaN if there is none. */
    public double seen(int k) {
        long total = Arrays.stream(images, 0, k + 1).sum();
        return (double) Arrays.stream(correct[k]).sum() / total;
    }

    /**
     * The mean of A(1) ... A(K), the base included: the average incremental accuracy of Rebuffi et al., "iCaRL:
     * Incremental Classifier and Representation Learning" (CVPR 2017). Steps without an image of a learnt class are left
     * out. (Some later papers leave out the base, which gives a lower figure.)
     *
     * @return 0 to 1; NaN if there is no image
     */
    public double averageIncremental() {
        double sum = 0;
        int steps = 0;
        for (int k = 0; k < images.length; k++) {
            double seen = seen(k);
            if (!Double.isNaN(seen)) {
                sum += seen;
                steps++;
            }
        }
        return steps == 0 ? Double.NaN : sum / steps;
    }

    /**
     * How much worse the increments before the last one are told apart at the end than at their best: the mean over
     * j below K of max over l from j to K - 1 of a(l, j), less a(K, j). Chaudhry et al., "Riemannian Walk for
     * Incremental Learning: Understanding Forgetting and Intransigence" (ECCV 2018). With a frozen backbone it says how
     * many images the later classes attract. Increments without an image are left out.
     *
     * @return -1 to 1, below 0 if later increments helped; NaN if there are fewer than two
     */
    public double forgetting() {
        int last = images.length - 1;
        double sum = 0;
        int increments = 0;
        for (int j = 0; j < last; j++) {
            if (images[j] > 0) {
                long best = 0;
                for (int l = j; l < last; l++) {
                    best = Math.max(best, correct[l][j]);
                }
                sum += (double) (best - correct[last][j]) / images[j];
                increments++;
            }
        }
        return increments == 0 ? Double.NaN : sum / increments;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccuracyMatrix that
                && Arrays.deepEquals(correct, that.correct)
                && Arrays.equals(images, that.images);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(correct) + Arrays.hashCode(images);
    }

    @Override
    public String toString() {
        return "AccuracyMatrix[correct " + Arrays.deepToString(correct) + " of " + Arrays.toString(images) + "]";
    }
}
