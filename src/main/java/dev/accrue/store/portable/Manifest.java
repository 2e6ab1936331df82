package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.accrue.store.Labels;
import dev.accrue.store.ModelContent;
import dev.accrue.store.ModelView;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model file says about itself: {@code manifest.json}, field by field; {@link ManifestJson} reads and writes it.
 * The fields are those of version 2 of the format; {@link PlainManifest} has those of version 1.
 *
 * @param format always {@link #FORMAT}
 * @param version of the format: {@link #leastVersion}
 * @param views the one that the classifier sees through first
 * @param entries every entry of the file but the manifest, in order
 */
@JsonPropertyOrder({"format", "version", "name", "method", "backbone", "views", "history", "entries"})
record Manifest(
        String format,
        int version,
        String name,
        String method,
        Backbone backbone,
        List<ViewPart> views,
        List<Step> history,
        List<Listed> entries) {
    static final String FORMAT = "accrue-model";
    static final int VERSION = 2;

    /** Of the manifest: room for tens of thousands of classes and versions, and small enough to be read as a whole. */
    static final int MOST_BYTES = 16 << 20;

    static final String ENTRY = "manifest.json";
    static final String WEIGHTS = "backbone.safetensors";

    Manifest {
        views = List.copyOf(views);
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
        SEALED,
        @JsonProperty("pooled")
        POOLED;

        /** Whether a class of this form has no scatter of its own. */
        boolean shares() {
            return this == SEALED || this == POOLED;
        }
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
     * The classes as one view sees them.
     *
     * @param heldOut how many feature vectors of each class its statistics do not count
     * @param sharedScatters that of a view that pools; else those of sealed classes, as classes first name them
     */
    @JsonPropertyOrder({"id", "dimension", "pools", "classes", "held_out", "shared_scatters"})
    record ViewPart(
            String id,
            int dimension,
            boolean pools,
            List<ClassPart> classes,
            List<Integer> heldOut,
            List<SharedPart> sharedScatters) {
        ViewPart {
            classes = List.copyOf(classes);
            heldOut = List.copyOf(heldOut);
            sharedScatters = List.copyOf(sharedScatters);
        }

        List<String> labels() {
            return classes.stream().map(ClassPart::label).toList();
        }

        /** Class i, for a message. */
        String named(int i) {
            return named(id, classes.get(i).label());
        }

        static String named(String view, String label) {
            return view.equals(ModelView.LAST)
                    ? text("modelFile.class", Labels.quoted(label))
                    : text("modelFile.classOfView", Labels.quoted(label), Labels.quoted(view));
        }

        /** Shared scatter k, for a message. */
        static String namedShared(String view, int k) {
            return view.equals(ModelView.LAST)
                    ? text("modelFile.sharedScatter", k)
                    : text("modelFile.sharedScatterOfView", k, Labels.quoted(view));
        }

        /** Whether version 1 of the format has room for it. */
        private boolean isPlain() {
            return id.equals(ModelView.LAST)
                    && !pools
                    && !classes.isEmpty()
                    && heldOut.stream().allMatch(vectors -> vectors == 0);
        }
    }

    /**
     * @param sha256 see {@link dev.accrue.store.ContentDigest}
     * @param arrays names of the entries that hold its scatter; where it has none of its own those of the shared one
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

    /** The first version of the format that has room for these views, and the only one that they are written in. */
    static int leastVersion(List<ViewPart> views) {
        return views.size() == 1 && views.get(0).isPlain() ? PlainManifest.VERSION : VERSION;
    }

    /** The entries that belong to such views, in order. */
    List<String> entryNames() {
        List<String> names = new ArrayList<>(List.of(WEIGHTS));
        for (int v = 0; v < views.size(); v++) {
            names.addAll(new EntryNames(v).all(views.get(v)));
        }
        return names;
    }
}
