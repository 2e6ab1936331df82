package dev.accrue.backbone.djl;

import static dev.accrue.common.AccrueException.Category.USAGE;
import static dev.accrue.common.Messages.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import dev.accrue.backbone.View;
import dev.accrue.backbone.djl.Network.Depth;
import dev.accrue.backbone.djl.Network.Output;
import dev.accrue.common.AccrueException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which vector a network's output becomes: the features as they are, or the tapped maps, each averaged over the cells
 * of its grid and flattened (channel by channel, its cells row by row), side by side in order of depth.
 *
 * @param last whether the features are taken as they are; then only the depths count that they are averages of, with 1
 * @param grids cells a side, one for each depth, 0 to leave it out
 * @param channels one number for each depth
 */
record Pooling(boolean last, List<Integer> grids, List<Integer> channels) {

    /**
     * @param name of the network, for messages
     * @throws AccrueException USAGE if the grids do not fit the depths
     */
    static Pooling of(View view, String name, List<Depth> depths) {
        List<Integer> channels = depths.stream().map(Depth::channels).toList();
        if (view.features() == View.Features.LAST) {
            return new Pooling(
                    true, depths.stream().map(depth -> depth.last() ? 1 : 0).toList(), channels);
        }
        if (view.grids().isEmpty()) {
            return new Pooling(false, depths.stream().map(Depth::grid).toList(), channels);
        }
        int ofEach = depthsOfEach(depths);
        List<Integer> grids = new ArrayList<>(view.grids());
        while (view.grids().size() == ofEach && grids.size() < depths.size()) {
            grids.addAll(view.grids());
        }
        if (grids.size() != depths.size()) {
            throw new AccrueException(
                    USAGE,
                    text(
                            ofEach == depths.size() ? "backbone.gridsForOtherDepths" : "backbone.gridsForOtherNetworks",
                            name,
                            view,
                            ofEach,
                            joined(depths.subList(0, ofEach).stream()
                                    .map(Depth::grid)
                                    .toList()),
                            joined(view.grids()),
                            described(depths),
                            depths.size()));
        }
        for (int i = 0; i < depths.size(); i++) {
            if (grids.get(i) > depths.get(i).side()) {
                throw new AccrueException(
                        USAGE, text("backbone.gridTooLarge", name, view, grids.get(i), i + 1, described(depths)));
            }
        }
        return new Pooling(false, grids, channels);
    }

    /** How many depths each of the networks side by side has; all of them together where they differ in that. */
    private static int depthsOfEach(List<Depth> depths) {
        int first = 1;
        while (first < depths.size() && !depths.get(first - 1).last()) {
            first++;
        }
        for (int i = 0; i < depths.size(); i++) {
            if (depths.get(i).last() != ((i + 1) % first == 0)) {
                return depths.size();
            }
        }
        return first;
    }

    private static String joined(List<Integer> grids) {
        return grids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String described(List<Depth> depths) {
        return depths.stream()
                .map(depth -> text("backbone.depth", depth.channels(), depth.side()))
                .collect(Collectors.joining(", "));
    }

    /** Length of a vector. */
    int length() {
        int length = 0;
        for (int i = 0; i < grids.size(); i++) {
            length += channels.get(i) * cells(i);
        }
        return length;
    }

    private int cells(int depth) {
        return grids.get(depth) * grids.get(depth);
    }

    /** @return {@code [n x length]} */
    NDArray vectors(Output output) {
        if (last) {
            return output.features();
        }
        NDList parts = new NDList();
        for (int i = 0; i < grids.size(); i++) {
            if (grids.get(i) > 0) {
                parts.add(averages(output.maps().get(i), grids.get(i)).flatten(1, -1));
            }
        }
        return NDArrays.concat(parts, 1);
    }

    /**
     * What belongs to a channel, for each number of a vector.
     *
     * @param values for each depth {@code [channels]}
     * @return {@code [length]}
     */
    float[] spread(List<float[]> values) {
        float[] result = new float[length()];
        int next = 0;
        for (int i = 0; i < grids.size(); i++) {
            for (int channel = 0; channel < channels.get(i); channel++) {
                for (int cell = 0; cell < cells(i); cell++) {
                    result[next++] = values.get(i)[channel];
                }
            }
        }
        return result;
    }

    /**
     * Adaptive average pooling: of {@code s} rows, cell i covers those from floor(i s / grid) to ceil((i + 1) s / grid),
     * and likewise of columns, so that cells may overlap by one where the grid does not divide the side.
     *
     * @param map {@code [n x channels x side x side]}
     * @return {@code [n x channels x grid x grid]}
     */
    static NDArray averages(NDArray map, int grid) {
        return bands(bands(map, 2, grid), 3, grid);
    }

    private static NDArray bands(NDArray x, int axis, int grid) {
        long side = x.getShape().get(axis);
        NDList bands = new NDList();
        for (int i = 0; i < grid; i++) {
            long from = i * side / grid;
            long to = ((i + 1) * side + grid - 1) / grid;
            NDArray band = x.get(new NDIndex().addAllDim(axis).addSliceDim(from, to));
            bands.add(band.mean(new int[] {axis}, true));
        }
        return NDArrays.concat(bands, axis);
    }
}
