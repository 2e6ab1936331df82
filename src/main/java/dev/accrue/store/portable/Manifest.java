package dev.accrue.store.portable;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.accrue.store.ModelContent;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a model file says about itself: {@code manifest.json}, field by field; {@link ManifestJson} reads and writes it.
 *
 * @param format always {@link #FORMAT}
 * @param version of the format; this release knows 1
 * @param sharedScatters in the order in which classes first name them
 * @param entries every entry of the file but the manifest, in order
 */
@JsonPropertyOrder({
    "format",
    "version",
    "name",
    "method",
    "backbone",
    "classes",
    "shared_scatters",
    "history",
    "entries"
})
record Manifest(
        String format,
        int version,
        String name,
        String method,
        Backbone backbone,
        List<ClassPart> classes,
        List<SharedPart> sharedScatters,
        List<Step> history,
        List<Listed> entries) {
    static final String FORMAT = "accrue-model";
    static final int VERSION = 1;

    /** Of the manifest: room for tens of thousands of classes and versions, and small enough to be read as a whole. */
    static final int MOST_BYTES = 16 << 20;

    static final String ENTRY = "manifest.json";
    static final String WEIGHTS = "backbone.safetensors";
    static final String COUNTS = "counts.npy";
    static final String LABELS = "labels.npy";
    static final String MEANS = "means.npy";

    Manifest {
        classes = List.copyOf(classes);
        sharedScatters = List.copyOf(sharedScatters);
        history = List.copyOf(history);
        entries = List.copyOf(entries);
    }

    /** How the scatter of a class is kept. */
    enum Form {
        @JsonProperty("packed")
        PACKED,
        @JsonProperty("factor")
        FACTOR,
        @JsonProperty("sealed")
        SEALED
    }

    /** @param training the JSON text as it is */
    @JsonPropertyOrder({
        "sha256",
        "architecture",
        "input_size",
        "feature_dimension",
        "base_classes",
        "parameters",
        "training"
    })
    record Backbone(
            String sha256,
            String architecture,
            int inputSize,
            int featureDimension,
            List<String> baseClasses,
            long parameters,
            String training) {
        Backbone {
            baseClasses = List.copyOf(baseClasses);
        }

        static Backbone of(StoredBackbone stored) {
            return new Backbone(
                    stored.sha256(),
                    stored.architecture(),
                    stored.inputSize(),
                    stored.featureDimension(),
                    stored.baseClasses(),
                    stored.parameters(),
                    stored.training());
        }

        StoredBackbone with(byte[] weights) {
            return new StoredBackbone(
                    sha256, architecture, inputSize, featureDimension, baseClasses, parameters, training, weights);
        }
    }

    /**
     * @param sha256 see {@link dev.accrue.store.ContentDigest}
     * @param arrays names of the entries that hold its scatter; for a sealed class those of the shared scatter
     */
    @JsonPropertyOrder({"label", "base", "count", "source", "form", "sha256", "arrays"})
    record ClassPart(
            String label, boolean base, long count, String source, Form form, String sha256, List<String> arrays) {
        ClassPart {
            arrays = List.copyOf(arrays);
        }
    }

    /** @param sha256 see {@link dev.accrue.store.ContentDigest#ofSharedScatter} */
    @JsonPropertyOrder({"classes", "count", "sha256"})
    record SharedPart(int classes, long count, String sha256) {}

    /**
     * @param duration as in ISO 8601, {@code PT3.25S}
     * @param createdAt as in ISO 8601, in UTC
     */
    @JsonPropertyOrder({
        "version",
        "command",
        "summary",
        "data",
        "data_digest",
        "seed",
        "engine",
        "duration",
        "created_at",
        "hash"
    })
    record Step(
            long version,
            String command,
            String summary,
            String data,
            String dataDigest,
            long seed,
            String engine,
            String duration,
            String createdAt,
            String hash) {

        static Step of(ModelContent.Step step) {
            Provenance made = step.provenance();
            return new Step(
                    step.version(),
                    made.command(),
                    made.summary(),
                    made.data(),
                    made.dataDigest(),
                    made.seed(),
                    made.engine(),
                    made.duration().toString(),
                    step.createdAt().toString(),
                    step.hash());
        }

        /** @throws java.time.format.DateTimeParseException if a time is none */
        ModelContent.Step parsed() {
            Provenance made =
                    new Provenance(command, summary, data, dataDigest, seed, engine, Duration.parse(duration));
            return new ModelContent.Step(version, made, Instant.parse(createdAt), hash);
        }
    }

    /** An entry of the file. */
    @JsonPropertyOrder({"name", "bytes", "sha256"})
    record Listed(String name, long bytes, String sha256) {}

    /** The entries that belong to such classes and shared scatters, in order. */
    List<String> entryNames() {
        Set<String> names = new LinkedHashSet<>(List.of(WEIGHTS, COUNTS, LABELS, MEANS));
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).form() != Form.SEALED) {
                names.addAll(arraysOf(i, classes.get(i).form()));
            }
        }
        for (int k = 0; k < sharedScatters.size(); k++) {
            names.addAll(sharedArrays(k));
        }
        return new ArrayList<>(names);
    }

    /** The entry with the scatter of class i of a form that has one of its own. */
    static List<String> arraysOf(int i, Form form) {
        return List.of((form == Form.FACTOR ? "factor/%04d.npy" : "scatter/%04d.npy").formatted(i));
    }

    /** The entries of shared scatter k. */
    static List<String> sharedArrays(int k) {
        return List.of("shared/%04d.pooled.npy".formatted(k), "shared/%04d.equal.npy".formatted(k));
    }
}
