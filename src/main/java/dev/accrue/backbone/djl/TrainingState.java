package dev.accrue.backbone.djl;

import static dev.accrue.common.Messages.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accrue.backbone.BackboneEngine.Epoch;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.ImageSet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a training has changed by the end of an epoch, as bytes and back: weights and running statistics, what
 * the descent remembers, averages. A safetensors file, as weights are, whose metadata says which training it is of and
 * how far that has come. The order of the pictures is not in it, as it follows from the seed and the epoch.
 */
final class TrainingState {
    private static final String MEMORY = "memory.";
    private static final String AVERAGE = "average.";
    private static final String STEPS = "steps";
    private static final String CURVE = "curve";

    private final ObjectMapper json = new ObjectMapper();
    private final Network network;
    private final NDManager manager;
    private final Descent descent;
    private final WeightAverage average;

    /** @param manager keeps what is read */
    TrainingState(Network network, NDManager manager, Descent descent, WeightAverage average) {
        this.network = network;
        this.manager = manager;
        this.descent = descent;
        this.average = average;
    }

    /** How far a training has come. */
    record Reached(long steps, List<Epoch> curve) {}

    /** What makes a training the same one, by the names that people know. */
    static Map<String, String> task(TrainingOptions options, ImageSet images) {
        Map<String, String> task = new LinkedHashMap<>();
        task.put("backbone", options.architecture());
        task.put("input-size", String.valueOf(options.inputSize()));
        task.put("recipe", options.recipe().id());
        task.put("epochs", String.valueOf(options.epochs()));
        task.put("batch", String.valueOf(options.batchSize()));
        task.put("learning-rate", String.valueOf(options.learningRate()));
        task.put("seed", String.valueOf(options.seed()));
        task.put("images", images.digest());
        return task;
    }

    byte[] encode(Map<String, String> task, Reached reached) {
        NDList more = new NDList();
        add(more, MEMORY, descent.memory());
        add(more, AVERAGE, average.averages());
        Map<String, String> texts = new LinkedHashMap<>(task);
        texts.put(STEPS, String.valueOf(reached.steps()));
        try {
            texts.put(CURVE, json.writeValueAsString(reached.curve()));
        } catch (IOException e) {
            throw new IllegalStateException("a list of records is always written", e);
        }
        return Weights.encode(network.whole(), more, texts);
    }

    private static void add(NDList list, String prefix, Map<String, NDArray> arrays) {
        arrays.forEach((name, array) -> {
            array.setName(prefix + name);
            list.add(array);
        });
    }

    /**
     * Puts everything back.
     *
     * @throws AccrueException CONFLICT if it is of another training, BAD_DATA if it cannot be read
     */
    Reached restore(byte[] state, Map<String, String> task) {
        try {
            Map<String, String> texts = SafetensorsMetadata.of(state);
            requireSame(texts, task);
            Reached reached = new Reached(
                    Long.parseLong(texts.getOrDefault(STEPS, "")),
                    json.readValue(texts.getOrDefault(CURVE, ""), new TypeReference<List<Epoch>>() {}));
            Weights.replace(network.whole(), manager, state).forEach((name, array) -> {
                if (name.startsWith(MEMORY)) {
                    descent.memory().put(name.substring(MEMORY.length()), array);
                } else if (name.startsWith(AVERAGE)) {
                    average.averages().put(name.substring(AVERAGE.length()), array);
                } else {
                    throw Weights.mismatch(text("backbone.weights.unexpectedTensor", name), null);
                }
            });
            for (Pair<String, Parameter> weight : network.weights()) {
                weight.getValue().getArray().setRequiresGradient(true);
            }
            return reached;
        } catch (IOException | NumberFormatException e) {
            throw unreadable(e);
        } catch (AccrueException e) {
            throw e.category() == Category.BAD_DATA ? unreadable(e) : e;
        }
    }

    private static void requireSame(Map<String, String> found, Map<String, String> task) {
        task.forEach((name, value) -> {
            String before = found.get(name);
            if (!value.equals(before)) {
                throw new AccrueException(
                        Category.CONFLICT,
                        name.equals("images")
                                ? text("backbone.checkpoint.otherImages")
                                : text(
                                        "backbone.checkpoint.otherOption",
                                        name,
                                        before == null ? text("backbone.checkpoint.unknown") : before,
                                        value));
            }
        });
    }

    private static AccrueException unreadable(Exception cause) {
        return new AccrueException(
                Category.BAD_DATA, text("backbone.checkpoint.unreadable", cause.getMessage()), cause);
    }
}
