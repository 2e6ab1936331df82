package dev.accrue.backbone.djl.foreign;

import static dev.accrue.common.Messages.text;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.ForeignBackbone.Format;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.dataset.PictureBatch;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** A network that was made elsewhere, opened and found to give feature vectors. Holds native memory: close it. */
public final class ForeignNetwork implements AutoCloseable {
    /** Pixels that pass at once: 20 pictures of 224 x 224, whose widest maps take some 200 MB. */
    private static final int PIXELS_ON_CPU = 1 << 20;

    private static final int PIXELS_ON_GPU = 1 << 24;
    private static final int MOST_AT_ONCE = 512;

    private final String name;
    private final ForeignBackbone backbone;
    private final Graph graph;
    private final int dimension;
    private final int atOnce;

    private ForeignNetwork(String name, ForeignBackbone backbone, Graph graph, Probe probe, Device device) {
        this.name = name;
        this.backbone = backbone;
        this.graph = graph;
        this.dimension = probe.dimension();
        int side = backbone.inputSize().orElseThrow();
        int fitting = (device.isGpu() ? PIXELS_ON_GPU : PIXELS_ON_CPU) / (side * side);
        this.atOnce = probe.together() ? Math.max(1, Math.min(MOST_AT_ONCE, fitting)) : 1;
    }

    /**
     * @param backbone without an input size where the file says it
     * @param name of the file, for messages
     * @param manager of PyTorch, on the device to run on
     * @param gpuRequired whether the network may not run on the processor instead
     * @throws AccrueException BAD_DATA when the file is no network that gives feature vectors, USAGE when the size of its
     *     pictures is missing or another than the file says, ENGINE when it needs a GPU and has none
     */
    public static ForeignNetwork open(
            ForeignBackbone backbone, String name, byte[] file, NDManager manager, boolean gpuRequired) {
        if (gpuRequired && backbone.format() == Format.ONNX && !OnnxGraph.runsOnGpu()) {
            throw new AccrueException(Category.ENGINE, text("backbone.foreign.onnxWithoutGpu", name));
        }
        Graph graph = graph(backbone.format(), name, file, manager.getDevice());
        try {
            ForeignBackbone whole = withSize(backbone, name, graph);
            return new ForeignNetwork(name, whole, graph, Probe.of(graph, whole, name, manager), manager.getDevice());
        } catch (RuntimeException e) {
            graph.close();
            throw e;
        }
    }

    private static Graph graph(Format format, String name, byte[] file, Device device) {
        try {
            return switch (format) {
                case TORCHSCRIPT -> new TorchScriptGraph(file, device);
                case ONNX -> new OnnxGraph(file, device);
            };
        } catch (RuntimeException e) {
            String refusal = switch (format) {
                case TORCHSCRIPT -> text("backbone.foreign.noTorchScript", name, Cause.of(e));
                case ONNX -> text("backbone.foreign.noOnnx", name, Cause.of(e));
            };
            throw new AccrueException(Category.BAD_DATA, refusal, e);
        }
    }

    private static ForeignBackbone withSize(ForeignBackbone backbone, String name, Graph graph) {
        OptionalInt declared = graph instanceof OnnxGraph onnx ? onnx.inputSize() : OptionalInt.empty();
        if (declared.isEmpty() && backbone.inputSize().isEmpty()) {
            throw new AccrueException(Category.USAGE, text("backbone.foreign.noInputSize", name));
        }
        if (declared.isPresent()
                && backbone.inputSize().isPresent()
                && declared.getAsInt() != backbone.inputSize().getAsInt()) {
            throw new AccrueException(
                    Category.USAGE,
                    text(
                            "backbone.foreign.otherInputSize",
                            name,
                            declared.getAsInt(),
                            backbone.inputSize().getAsInt()));
        }
        return declared.isPresent() ? backbone.withInputSize(declared.getAsInt()) : backbone;
    }

    /** With its input size. */
    public ForeignBackbone backbone() {
        return backbone;
    }

    /** d. */
    public int dimension() {
        return dimension;
    }

    /**
     * The feature vectors {@code [n x d]} of the pictures, kept by the scope.
     *
     * @param shown makes of the pictures {@code [n x 3 x s x s]} what the network is to see
     */
    public NDArray features(NDManager scope, PictureBatch batch, UnaryOperator<NDArray> shown) {
        NDList parts = new NDList();
        for (int from = 0; from < batch.count(); from += atOnce) {
            Cancellation.check();
            int to = Math.min(batch.count(), from + atOnce);
            try (NDManager pass = scope.newSubManager()) {
                NDArray input = PictureInput.of(pass, backbone, batch, from, to);
                // A copy: an array made from numbers of Java uses their memory, which goes with the array itself and
                // not with the last view of it.
                NDArray output =
                        run(shown.apply(input)).reshape(to - from, dimension).duplicate();
                output.attach(scope);
                parts.add(output);
            }
        }
        return NDArrays.concat(parts);
    }

    private NDArray run(NDArray input) {
        try {
            return graph.run(input);
        } catch (RuntimeException e) {
            throw new AccrueException(
                    Category.ENGINE, text("backbone.foreign.failed", name, input.getShape(), Cause.of(e)), e);
        }
    }

    @Override
    public void close() {
        graph.close();
    }
}
