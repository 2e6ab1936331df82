package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.accrue.backbone.View;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A picture as a view shows it to a network once more (test-time augmentation; Krizhevsky, Sutskever and Hinton 2012,
 * "ImageNet Classification with Deep Convolutional Neural Networks", average over moved and mirrored ones).
 *
 * @param turns by 90 degrees, counterclockwise; before all else
 * @param down pixels that the picture is moved by, negative for up
 * @param right likewise, negative for left
 * @param mirrored whether left and right change places, after all else
 */
record Copy(int turns, int down, int right, boolean mirrored) {
    /** Of {@code [n x channels x rows x columns]}. */
    private static final int ROWS = 2;

    private static final int COLUMNS = 3;

    /** The picture itself. */
    static final Copy PLAIN = new Copy(0, 0, 0, false);

    /** One order for all views, the plain one first: sums are the same whichever views are asked for together. */
    static final Comparator<Copy> ORDER = Comparator.comparingInt(Copy::turns)
            .thenComparingInt(copy -> Math.abs(copy.down()) + Math.abs(copy.right()))
            .thenComparingInt(Copy::down)
            .thenComparingInt(Copy::right)
            .thenComparing(Copy::mirrored);

    /** All that a view shows, in {@link #ORDER}. Those that are turned are not moved as well: five times the work again. */
    static SortedSet<Copy> of(View view) {
        SortedSet<Copy> copies = new TreeSet<>(ORDER);
        for (int turns = 0; turns <= (view.turns() ? 3 : 0); turns++) {
            copies.add(new Copy(turns, 0, 0, false));
        }
        int by = view.shift();
        copies.addAll(List.of(
                new Copy(0, -by, 0, false),
                new Copy(0, by, 0, false),
                new Copy(0, 0, -by, false),
                new Copy(0, 0, by, false)));
        if (view.mirror()) {
            List.copyOf(copies).forEach(copy -> copies.add(copy.inMirror()));
        }
        return copies;
    }

    private Copy inMirror() {
        return new Copy(turns, down, right, true);
    }

    /** All that any of the views shows, in {@link #ORDER}. */
    static SortedSet<Copy> of(List<View> views) {
        SortedSet<Copy> copies = new TreeSet<>(ORDER);
        views.forEach(view -> copies.addAll(of(view)));
        return copies;
    }

    /** @param pictures {@code [n x channels x s x s]}; themselves for {@link #PLAIN} */
    NDArray of(NDArray pictures) {
        NDArray x = turns == 0 ? pictures : turned(pictures);
        x = moved(moved(x, ROWS, down), COLUMNS, right);
        return mirrored ? x.flip(COLUMNS) : x;
    }

    /**
     * Copied to channels last in memory, as the pictures are: turning alone exchanges rows and columns by their strides, and
     * with those a network was seen to give other numbers (PyTorch 2.7.1 on a processor).
     */
    private NDArray turned(NDArray pictures) {
        NDArray rows = pictures.transpose(0, 2, 3, 1).rotate90(turns, new int[] {1, 2});
        return rows.flatten().reshape(rows.getShape()).transpose(0, 3, 1, 2);
    }

    /** What comes in is mirrored at the edge, which is shown twice. */
    private static NDArray moved(NDArray x, int axis, int by) {
        if (by == 0) {
            return x;
        }
        long side = x.getShape().get(axis);
        int size = Math.abs(by);
        return by > 0
                ? NDArrays.concat(new NDList(slice(x, axis, 0, size).flip(axis), slice(x, axis, 0, side - size)), axis)
                : NDArrays.concat(
                        new NDList(
                                slice(x, axis, size, side),
                                slice(x, axis, side - size, side).flip(axis)),
                        axis);
    }

    private static NDArray slice(NDArray x, int axis, long from, long to) {
        return x.get(new NDIndex().addAllDim(axis).addSliceDim(from, to));
    }
}
