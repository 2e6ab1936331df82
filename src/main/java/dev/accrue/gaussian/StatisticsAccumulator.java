package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;

import dev.accrue.common.AccrueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One pass over float32 feature vectors, statistics in float64, batch by batch. For one thread.
 *
 * <p>Vectors are collected into blocks of fixed size, so how they were cut into batches does not show in the
 * result. A block is centred on its own mean and merged into the running statistics as
 * {@link ClassStatistics#mergedWith} does, with the step between the two means as one more row of the block.
 * All vectors are taken relative to the first one, which is exact in float64, so a mean that is large beside the
 * spread costs no digits and a constant feature has a scatter of exactly zero.
 *
 * <p>While they take less room than the scatter, the rows of the blocks are kept beside it as its factor: at most
 * half as many numbers again.
 */
public final class StatisticsAccumulator {

    /** Vectors and the step between the means are multiplied out together, in the blocks a factor has. */
    private static final int BLOCK = ScatterFactor.BLOCK;

    private final int dimension;
    private final double[] origin;
    private final double[] mean;
    private final double[] scatter;

    /** Vectors not merged yet; the last row is kept free for the step between the means. */
    private final double[][] block;

    /** The rows of the blocks merged so far, or none once they no longer pay. */
    private final List<double[]> rows = new ArrayList<>();

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

    private StatisticsAccumulator(StatisticsAccumulator other) {
        this.dimension = other.dimension;
        this.origin = other.origin.clone();
        this.mean = other.mean.clone();
        this.scatter = other.scatter.clone();
        this.block = Arrays.stream(other.block).map(double[]::clone).toArray(double[][]::new);
        this.rows.addAll(other.rows);
        this.waiting = other.waiting;
        this.merged = other.merged;
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
     * The statistics of all vectors so far, with a factor while that {@link ScatterFactor#pays}. More vectors may be
     * added afterwards; having asked changes nothing.
     *
     * @throws AccrueException BAD_DATA if no vector was added
     */
    public ClassStatistics statistics() {
        if (count() == 0) {
            throw new AccrueException(
                    BAD_DATA, "no image was given, so there is nothing to learn; give at least one image of the class");
        }
        StatisticsAccumulator whole = new StatisticsAccumulator(this);
        whole.mergeBlock();
        double[] absoluteMean = new double[dimension];
        Arrays.setAll(absoluteMean, j -> origin[j] + whole.mean[j]);
        return new ClassStatistics(whole.merged, absoluteMean, whole.scatter, whole.factor());
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
        // the first block has no step: that row is zeros, which the factor leaves out
        int used = merged == 0 ? waiting : waiting + 1;
        RankUpdate.add(scatter, block, used);
        keep(used);
        merged = n;
        waiting = 0;
    }

    /** A factor is multiplied out in blocks of fixed size, so one that is short by its step is filled with zeros. */
    private void keep(int used) {
        if (merged > 0 && rows.isEmpty()) {
            return;
        }
        while (rows.size() % BLOCK != 0) {
            rows.add(new double[dimension]);
        }
        if (ScatterFactor.pays((long) rows.size() + used, dimension)) {
            Arrays.stream(block, 0, used).map(double[]::clone).forEach(rows::add);
        } else {
            rows.clear();
        }
    }

    private Optional<ScatterFactor> factor() {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        double[] values = rows.stream().flatMapToDouble(Arrays::stream).toArray();
        return Optional.of(new ScatterFactor(rows.size(), values));
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
