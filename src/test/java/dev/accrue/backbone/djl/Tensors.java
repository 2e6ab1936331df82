package dev.accrue.backbone.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.TreeMap;

/** The tensors of a weights file, as anyone would read them. */
final class Tensors {
    private Tensors() {}

    /** Values by name. */
    static Map<String, float[]> of(byte[] weights) {
        Map<String, float[]> values = new TreeMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (NDArray tensor : NDList.decode(manager, weights)) {
                values.put(tensor.getName(), tensor.toFloatArray());
            }
        }
        return values;
    }

    /** Shapes by name. */
    static Map<String, String> shapes(byte[] weights) {
        Map<String, String> shapes = new TreeMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (NDArray tensor : NDList.decode(manager, weights)) {
                shapes.put(tensor.getName(), tensor.getShape().toString());
            }
        }
        return shapes;
    }
}
