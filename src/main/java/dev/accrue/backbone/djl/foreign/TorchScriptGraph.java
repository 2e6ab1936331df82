package dev.accrue.backbone.djl.foreign;

import static dev.accrue.common.Messages.text;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** On PyTorch, in evaluation mode. */
final class TorchScriptGraph implements Graph {
    private final Model model;
    private final ParameterStore parameters;

    TorchScriptGraph(byte[] file, Device device) {
        model = Model.newInstance("torchscript", device, "PyTorch");
        try {
            // Weights that were saved on another device come to this one.
            model.load(new ByteArrayInputStream(file), Map.of("mapLocation", "true"));
            Files.deleteIfExists(model.getModelPath()); // an empty folder, made for nothing
        } catch (IOException e) {
            model.close();
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            model.close();
            throw new IllegalArgumentException(e);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
        parameters = new ParameterStore(model.getNDManager(), false);
    }

    @Override
    public NDArray run(NDArray input) {
        NDList outputs = model.getBlock().forward(parameters, new NDList(input), false);
        if (outputs.size() != 1) {
            throw new IllegalArgumentException(text("backbone.foreign.outputs", outputs.size()));
        }
        return outputs.singletonOrThrow();
    }

    @Override
    public void close() {
        model.close();
    }
}
