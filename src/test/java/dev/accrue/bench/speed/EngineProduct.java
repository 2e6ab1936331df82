package dev.accrue.bench.speed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** What the arithmetic is measured against: the engine's own product of float64 matrices, on its default threads. */
public final class EngineProduct {

    private EngineProduct() {}

    /** Seconds for X^T X, all of it, of X {@code [n x d]}. */
    public static double ofTransposed(int n, int d, double seconds) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = random(manager, n, d);
            NDArray transposed = x.transpose();
            return Timing.best(seconds, () -> transposed.matMul(x).close());
        }
    }

    /** Seconds for Y W of Y {@code [n x d]} and W {@code [d x k]}. */
    public static double of(int n, int d, int k, double seconds) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray y = random(manager, n, d);
            NDArray w = random(manager, d, k);
            return Timing.best(seconds, () -> y.matMul(w).close());
        }
    }

    private static NDArray random(NDManager manager, int rows, int columns) {
        try (NDArray single = manager.randomUniform(-1, 1, new Shape(rows, columns))) {
            return single.toType(DataType.FLOAT64, true);
        }
    }
}
