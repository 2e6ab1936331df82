package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.accrue.backbone.View;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of pictures as a view sees them: the mean over the copies that stand upright and, in a view that turns
 * them, the mean over the others beside it. Copies are taken in one by one, so that a pass holds the maps of one of them
 * beside those of the plain picture.
 */
final class CopyMeans {
    private final Set<Copy> copies;
    private final Mean upright;
    private final Mean turned;

    /** @param keeper of the sums and of what follows from them */
    CopyMeans(View view, NDManager keeper) {
        this.copies = Copy.of(view);
        this.upright = new Mean(keeper);
        this.turned = new Mean(keeper);
    }

    /**
     * Length of the vectors of a view.
     *
     * @param pooled length of the vector of one copy
     */
    static int length(View view, int pooled) {
        return view.turns() ? Math.multiplyExact(2, pooled) : pooled;
    }

    /** @param vectors gives {@code [n x pooled]}; asked only if the view shows that copy */
    void take(Copy copy, Supplier<NDArray> vectors) {
        if (copies.contains(copy)) {
            (copy.turns() == 0 ? upright : turned).add(vectors.get());
        }
    }

    /** {@code [n x length]}, when all copies have been taken in. */
    NDArray vectors() {
        NDArray mean = upright.value();
        return turned.count == 0 ? mean : NDArrays.concat(new NDList(mean, turned.value()), 1);
    }

    private static final class Mean {
        private final NDManager keeper;
        private @Nullable NDArray sum;
        private int count;

        Mean(NDManager keeper) {
            this.keeper = keeper;
        }

        void add(NDArray vectors) {
            sum = sum == null ? vectors : sum.add(vectors);
            sum.attach(keeper);
            count++;
        }

        NDArray value() {
            if (sum == null) {
                throw new IllegalStateException("no copy was taken in");
            }
            return count == 1 ? sum : sum.div(count);
        }
    }
}
