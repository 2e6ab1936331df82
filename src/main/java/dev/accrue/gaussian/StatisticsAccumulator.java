package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;

import dev.accrue.common.AccrueException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One pass over float32 feature vectors, statistics in float64, batch by batch. For one thread.
 *
 * <p>Vectors are collected into blocks of fixed size, so how they were cut into batches does not show in the
 * result. A block is centred on its own mean and merged into the running statistics as
 * {@link ClassStatistics#mergedWith} does, with the step between the two means as one more row of the block.
 * All vectors are taken relative to the first one, which is exact in float64, so a mean that is large beside the
 * spread costs no digits and a constant feature has a scatter of exactly zero.
 */
public final class StatisticsAccumulator {

    private static final int BLOCK = 128;

    private final int dimension;
    private final double[] origin;
    private final double[] mean;
    private final double[] scatter;

    /** Vectors not merged yet; the last row is kept free for the step between the means. */
    private final double[][] block;

    private int waiting;
    private long merged;

    /** @param dimension d, at least 1 */
    public StatisticsAccumulator(int dimension) {
        if (dimension < 1) {
            throw new AccrueException(
                    CONFLICT, "feature vectors have " + dimension + " features; at least 1 is needed");
        }
        this.dimension = dimension;
        this.origin = new double[dimension];
        this.mean = new double[dimension];
        this.scatter = new double[ClassStatistics.packedLength(dimension)];
        this.block = new double[BLOCK][dimension];
    }

    /**
     * Adds all vectors of a batch, or none when one is refused.
     *
     * @param features float32 {@code [n x d]}, row-major
     * @throws AccrueException CONFLICT when the length is not n x d, BAD_DATA when a feature is not finite
     */
    public void add(float[] features, int n) {
        Features.requireShape(features, n, dimension);
        add(features, IntStream.range(0, n).toArray());
    }

    /**
     * Adds some vectors of a batch, or none when one is refused.
     *
     * @param features float32 {@code [any x d]}, row-major
     * @param rows which vectors, counted from 0, in this order
     * @throws AccrueException CONFLICT when the length is no multiple of d or a row is not there, BAD_DATA when a
     *     feature of these rows is not finite
     */
    public void add(float[] features, int[] rows) {
        Features.requireShape(features, features.length / dimension, dimension);
        for (int row : rows) {
            Features.requireFinite(features, row, dimension);
        }
        for (int row : rows) {
            addRow(features, row * dimension);
        }
    }

    /** How many vectors were added. */
    public long count() {
        return merged + waiting;
    }

    /**
     * The statistics of all vectors so far; more may be added afterwards.
     *
     * @throws AccrueException BAD_DATA if no vector was added
     */
    public ClassStatistics statistics() {
        if (count() == 0) {
            throw new AccrueException(
                    BAD_DATA, "no image was given, so there is nothing to learn; give at least one image of the class");
        }
        mergeBlock();
        double[] absoluteMean = new double[dimension];
        Arrays.setAll(absoluteMean, j -> origin[j] + mean[j]);
        return new ClassStatistics(merged, absoluteMean, scatter.clone());
    }

    private void addRow(float[] features, int start) {
        if (count() == 0) {
            Arrays.setAll(origin, j -> features[start + j]);
        }
        double[] row = block[waiting];
        for (int j = 0; j < dimension; j++) {
            row[j] = features[start + j] - origin[j];
        }
        waiting++;
        if (waiting == BLOCK - 1) {
            mergeBlock();
        }
    }

    private void mergeBlock() {
        if (waiting == 0) {
            return;
        }
        long n = merged + waiting;
        double[] blockMean = centreBlock();
        double[] step = block[waiting];
        double weight = Math.sqrt((double) merged * waiting / n);
        for (int j = 0; j < dimension; j++) {
            double delta = blockMean[j] - mean[j];
            step[j] = weight * delta;
            mean[j] += delta * waiting / n;
        }
        int rows = waiting + 1;
        while (rows % RankUpdate.GROUP != 0) {
            Arrays.fill(block[rows], 0);
            rows++;
        }
        RankUpdate.add(scatter, block, rows);
        merged = n;
        waiting = 0;
    }

    /** Subtracts the mean of the waiting vectors from each of them and returns it. */
    private double[] centreBlock() {
        double[] sum = new double[dimension];
        for (int r = 0; r < waiting; r++) {
            for (int j = 0; j < dimension; j++) {
                sum[j] += block[r][j];
            }
        }
        for (int j = 0; j < dimension; j++) {
            sum[j] /= waiting;
        }
        for (int r = 0; r < waiting; r++) {
            for (int j = 0; j < dimension; j++) {
                block[r][j] -= sum[j];
            }
        }
        return sum;
    }
}
