package dev.accrue.gaussian;

import static dev.accrue.common.AccrueException.Category.BAD_DATA;
import static dev.accrue.common.AccrueException.Category.CONFLICT;
import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One pass over float32 feature vectors, statistics in float64, batch by batch. For one thread.
 *
 * <p>Vectors are collected into blocks of fixed size, so how they were cut into batches does not show in the
 * result. A block is centred on its own mean and merged into the running statistics as
 * {@link ClassStatistics#mergedWith} does, with the step between the two means as one more row of the block.
 * All vectors are taken relative to the first one, which is exact in float64, so a mean that is large beside the
 * spread costs no digits and a constant feature has a scatter of exactly zero.
 *
 * <p>While they take at most half the room of the scatter, only the rows of the blocks are kept, as its factor. So a
 * class of few images needs little more memory than its vectors until its statistics are asked for.
 */
public final class StatisticsAccumulator {

    /** Vectors and the step between the means are multiplied out together, in the blocks a factor has. */
    private static final int BLOCK = ScatterFactor.BLOCK;

    private final int dimension;
    private final double[] origin;
    private final double[] mean;

    /** Vectors not merged yet. */
    private final List<double[]> block = new ArrayList<>();

    /** The rows of the blocks merged so far, or none once they no longer pay. */
    private final List<double[]> rows = new ArrayList<>();

    /** Multiplied out once the rows no longer pay. */
    private double @Nullable [] scatter;

    private long merged;

    /** @param dimension d, at least 1 */
    public StatisticsAccumulator(int dimension) {
        if (dimension < 1) {
            throw new AccrueException(CONFLICT, text("gaussian.features.none", dimension));
        }
        this.dimension = dimension;
        this.origin = new double[dimension];
        this.mean = new double[dimension];
    }

    private StatisticsAccumulator(StatisticsAccumulator other) {
        this.dimension = other.dimension;
        this.origin = other.origin.clone();
        this.mean = other.mean.clone();
        other.block.forEach(row -> this.block.add(row.clone()));
        this.rows.addAll(other.rows);
        this.scatter = other.scatter == null ? null : other.scatter.clone();
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
        return merged + block.size();
    }

    /**
     * The statistics of all vectors so far, with a factor while that {@link ScatterFactor#pays}. More vectors may be
     * added afterwards; having asked changes nothing. A scatter is copied for that: {@link #finish} spares it.
     *
     * @throws AccrueException BAD_DATA if no vector was added
     */
    public ClassStatistics statistics() {
        return new StatisticsAccumulator(this).finish();
    }

    /**
     * The statistics of all vectors, as {@link #statistics} gives them, and then none is left: the next vector is the
     * first of another class.
     *
     * @throws AccrueException BAD_DATA if no vector was added
     */
    public ClassStatistics finish() {
        return finishLater().get();
    }

    /**
     * As {@link #finish}, but a scatter that has a factor is multiplied out each time that it is asked for and not before:
     * until then a class of few images takes no more room than its factor.
     *
     * @throws AccrueException BAD_DATA if no vector was added
     */
    public Supplier<ClassStatistics> finishLater() {
        if (count() == 0) {
            throw new AccrueException(BAD_DATA, text("gaussian.statistics.nothingToLearn"));
        }
        mergeBlock();
        long n = merged;
        double[] absoluteMean = new double[dimension];
        Arrays.setAll(absoluteMean, j -> origin[j] + mean[j]);
        Supplier<ClassStatistics> statistics;
        if (scatter == null) {
            ScatterFactor factor = factor();
            statistics = () -> ClassStatistics.ofFactor(n, absoluteMean, factor);
        } else {
            ClassStatistics finished = new ClassStatistics(n, absoluteMean, scatter);
            statistics = () -> finished;
        }
        Arrays.fill(mean, 0);
        rows.clear();
        scatter = null;
        merged = 0;
        return statistics;
    }

    private void addRow(float[] features, int start) {
        if (count() == 0) {
            Arrays.setAll(origin, j -> features[start + j]);
        }
        double[] row = new double[dimension];
        for (int j = 0; j < dimension; j++) {
            row[j] = features[start + j] - origin[j];
        }
        block.add(row);
        if (block.size() == BLOCK - 1) {
            mergeBlock();
        }
    }

    private void mergeBlock() {
        if (block.isEmpty()) {
            return;
        }
        int waiting = block.size();
        long n = merged + waiting;
        double[] blockMean = centreBlock();
        double[] step = new double[dimension];
        double weight = Math.sqrt((double) merged * waiting / n);
        for (int j = 0; j < dimension; j++) {
            double delta = blockMean[j] - mean[j];
            step[j] = weight * delta;
            mean[j] += delta * waiting / n;
        }
        // the first block has no step: the factor leaves it out
        if (merged > 0) {
            block.add(step);
        }
        keepBlock();
        block.clear();
        merged = n;
    }

    private void keepBlock() {
        if (scatter == null) {
            // a factor is multiplied out in blocks of fixed size, so one that is short by its step is filled with zeros
            while (rows.size() % BLOCK != 0) {
                rows.add(new double[dimension]);
            }
            if (ScatterFactor.pays((long) rows.size() + block.size(), dimension)) {
                rows.addAll(block);
                return;
            }
            scatter = rows.isEmpty() ? new double[ClassStatistics.packedLength(dimension)] : factor().packed();
            rows.clear();
        }
        RankUpdate.add(scatter, block.toArray(double[][]::new));
    }

    private ScatterFactor factor() {
        double[] values = new double[rows.size() * dimension];
        for (int r = 0; r < rows.size(); r++) {
            System.arraycopy(rows.get(r), 0, values, r * dimension, dimension);
        }
        return new ScatterFactor(rows.size(), values);
    }

    /** Subtracts the mean of the waiting vectors from each of them and returns it. */
    private double[] centreBlock() {
        double[] blockMean = new double[dimension];
        for (double[] row : block) {
            for (int j = 0; j < dimension; j++) {
                blockMean[j] += row[j];
            }
        }
        for (int j = 0; j < dimension; j++) {
            blockMean[j] /= block.size();
        }
        for (double[] row : block) {
            for (int j = 0; j < dimension; j++) {
                row[j] -= blockMean[j];
            }
        }
        return blockMean;
    }
}
