package dev.accrue.backbone.djl.foreign;

import static dev.accrue.common.Messages.text;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * On ONNX Runtime by its own interface: DJL's engine runs the same library, but keeps the declared shapes of a file to
 * itself. On a GPU where the library can; the one that comes with Accrue cannot.
 */
final class OnnxGraph implements Graph {
    /** How the address of weights in another file begins: an entry whose key, field 1, is this word. */
    private static final String ELSEWHERE = "\n\blocation\u0012";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String inputName;
    private final long[] inputShape;

    OnnxGraph(byte[] file, Device device) {
        if (new String(file, StandardCharsets.ISO_8859_1).contains(ELSEWHERE)) {
            throw new IllegalArgumentException(text("backbone.onnx.weightsElsewhere"));
        }
        // What goes wrong is thrown; what is printed beside would only land in the middle of a person's screen.
        environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "accrue");
        try (SessionOptions options = new SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            // Threads that wait without spinning leave the processor to PyTorch and to decoding.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            // left to itself it counts the cores, and where a virtual machine hides them it finds one
            options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
            if (device.isGpu() && runsOnGpu()) {
                options.addCUDA(device.getDeviceId());
            }
            session = environment.createSession(file, options);
        } catch (OrtException e) {
            throw new EngineException(e.getMessage(), e);
        }
        try {
            TensorInfo input = onlyTensor(session.getInputInfo(), text("backbone.onnx.input"));
            onlyTensor(session.getOutputInfo(), text("backbone.onnx.output"));
            inputName = session.getInputNames().iterator().next();
            inputShape = input.getShape();
            checkInput();
        } catch (OrtException e) {
            close();
            throw new EngineException(e.getMessage(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static boolean runsOnGpu() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    private static TensorInfo onlyTensor(Map<String, NodeInfo> nodes, String kind) {
        if (nodes.size() != 1) {
            throw new IllegalArgumentException(text("backbone.onnx.notOne", nodes.size(), kind, nodes.keySet()));
        }
        if (nodes.values().iterator().next().getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.FLOAT
                && tensor.onnxType == TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT) {
            return tensor;
        }
        throw new IllegalArgumentException(text(
                "backbone.onnx.noArray", kind, nodes.values().iterator().next().getInfo()));
    }

    private void checkInput() {
        if (inputShape.length != 4
                || inputShape[0] > 1
                || (inputShape[1] != 3 && inputShape[1] > 0)
                || (inputShape[2] > 0 && inputShape[3] > 0 && inputShape[2] != inputShape[3])) {
            throw new IllegalArgumentException(text("backbone.onnx.otherInput", declared()));
        }
    }

    /** The declared shape, -1 where any size will do. */
    String declared() {
        return "float32 " + Arrays.toString(inputShape);
    }

    /** The side of its pictures, where the file says it. */
    OptionalInt inputSize() {
        long side = Math.max(inputShape[2], inputShape[3]);
        return side > 0 ? OptionalInt.of(Math.toIntExact(side)) : OptionalInt.empty();
    }

    @Override
    public NDArray run(NDArray input) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(
                        environment,
                        input.toByteBuffer().asFloatBuffer(),
                        input.getShape().getShape());
                OrtSession.Result result = session.run(Map.of(inputName, tensor))) {
            OnnxTensor output = (OnnxTensor) result.get(0); // closed with the result
            return input.getManager()
                    .create(output.getFloatBuffer(), new Shape(output.getInfo().getShape()), DataType.FLOAT32);
        } catch (OrtException e) {
            throw new EngineException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new EngineException(e.getMessage(), e);
        }
    }
}
