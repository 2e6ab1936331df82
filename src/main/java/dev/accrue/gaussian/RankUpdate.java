package dev.accrue.gaussian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * S += X^T X or S -= X^T X for the lower triangle only: the d^2 flops a vector that the statistics cost, and nearly all
 * that a Cholesky factor costs.
 *
 * <p>S is cut into tiles, worked on in parallel. Four rows of X at a time, cut to the tile's columns, are multiplied out
 * for all rows of the tile while they lie in the nearest cache. An entry of S belongs to one tile and its products are
 * always added in the same order, so the result has the same bits whatever the number of threads and the size of a tile.
 */
final class RankUpdate {

    /** Rows of X taken at a time; what is missing at the end is taken as zeros, which changes no bit of S. */
    private static final int GROUP = 4;

    /** Columns of a tile: four rows of X take 16 kB. */
    private static final int WIDTH = 512;

    /** Rows of a tile: their sums take 256 kB. */
    private static final int HEIGHT = 64;

    private final double[] packed;
    private final int first;
    private final int sign;
    private final int d;

    /** X, and the same cut into stretches of columns: {@code [d / WIDTH][n x WIDTH]}. */
    private final double[][] x;

    private final double[][][] stretches;

    /** A row and a column of S, where a tile begins. */
    private record Tile(int row, int column) {}

    private RankUpdate(double[] packed, int first, double[][] rows, int sign) {
        this.packed = packed;
        this.first = first;
        this.sign = sign;
        this.d = rows[0].length;
        this.x = Arrays.copyOf(rows, (rows.length + GROUP - 1) / GROUP * GROUP);
        Arrays.fill(x, rows.length, x.length, new double[d]);
        this.stretches = new double[(d + WIDTH - 1) / WIDTH][][];
        Arrays.setAll(stretches, s -> stretch(s * WIDTH));
    }

    /**
     * @param packed S, lower triangle packed by rows, changed in place
     * @param rows X {@code [n x d]}, n at least 1; its products are added up before they are added to S
     */
    static void add(double[] packed, double[][] rows) {
        new RankUpdate(packed, 0, rows, 1).run();
    }

    /**
     * Subtracts from the last rows and columns of S.
     *
     * @param packed S, lower triangle packed by rows, changed in place
     * @param first the row and the column of S to begin with
     * @param rows X {@code [n x (order of S - first)]}, n at least 1
     */
    static void subtract(double[] packed, int first, double[][] rows) {
        new RankUpdate(packed, first, rows, -1).run();
    }

    private double[][] stretch(int from) {
        int to = Math.min(from + WIDTH, d);
        return Arrays.stream(x)
                .map(row -> from == 0 && to == d ? row : Arrays.copyOfRange(row, from, to))
                .toArray(double[][]::new);
    }

    private void run() {
        List<Tile> tiles = new ArrayList<>();
        for (int row = 0; row < d; row += HEIGHT) {
            for (int column = 0; column < Math.min(row + HEIGHT, d); column += WIDTH) {
                tiles.add(new Tile(row, column));
            }
        }
        tiles.parallelStream().forEach(this::update);
    }

    private void update(Tile tile) {
        double[][] stretch = stretches[tile.column / WIDTH];
        int height = Math.min(HEIGHT, d - tile.row);
        double[][] sums = new double[height][Math.min(WIDTH, tile.row + height - tile.column)];
        for (int r = 0; r < x.length; r += GROUP) {
            for (int s = Math.max(0, tile.column - tile.row); s < height; s++) {
                int i = tile.row + s;
                FourRows.add(
                        sums[s],
                        stretch[r],
                        stretch[r + 1],
                        stretch[r + 2],
                        stretch[r + 3],
                        x[r][i],
                        x[r + 1][i],
                        x[r + 2][i],
                        x[r + 3][i],
                        length(tile, s));
            }
        }
        for (int s = Math.max(0, tile.column - tile.row); s < height; s++) {
            int start = ClassStatistics.packedLength(first + tile.row + s) + first + tile.column;
            addTo(packed, start, sums[s], length(tile, s), sign);
        }
    }

    /** How many entries of a row of a tile lie below the diagonal or on it. */
    private static int length(Tile tile, int s) {
        return Math.min(WIDTH, tile.row + s + 1 - tile.column);
    }

    private static void addTo(double[] packed, int start, double[] sum, int n, int sign) {
        for (int j = 0; j < n; j++) {
            packed[start + j] += sign * sum[j];
        }
    }
}
