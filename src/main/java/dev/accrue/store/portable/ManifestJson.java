package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.accrue.common.AccrueException;
import dev.accrue.store.Labels;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The manifest as JSON. Written in ASCII, so that it is the same for every program that reads it; read strictly:
 * every field once, none missing, null, unknown or of another type.
 */
final class ManifestJson {
    private static final int DEEPEST = 16;

    /** More than a manifest of the largest size has, and little enough for a small heap. */
    private static final int MOST_TOKENS = 1 << 21;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .build();

    private final DefaultPrettyPrinter lines =
            new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

    /** What is read first, whatever else a newer release may have written. */
    record Opening(@Nullable String format, @Nullable Integer version) {}

    byte[] write(Manifest manifest) {
        try {
            boolean plain = manifest.version() == PlainManifest.VERSION;
            return JSON.writer(lines).writeValueAsBytes(plain ? PlainManifest.of(manifest) : manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of text and numbers are always written", e);
        }
    }

    /** @throws AccrueException BAD_DATA if it is no manifest of this format */
    Manifest read(byte[] bytes, Refusal refusal) {
        try {
            return version(bytes, refusal) == PlainManifest.VERSION
                    ? JSON.readValue(bytes, PlainManifest.class).manifest()
                    : JSON.readValue(bytes, Manifest.class);
        } catch (JsonProcessingException e) {
            throw refusal.because(problem(e));
        } catch (IOException e) {
            throw new IllegalStateException("an array of bytes is always read", e);
        }
    }

    private static int version(byte[] bytes, Refusal refusal) throws IOException {
        @Nullable
        Opening opening = JSON.readerFor(Opening.class)
                .without(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .readValue(bytes);
        if (opening == null) {
            throw refusal.because(text("modelFile.manifestNull"));
        }
        if (!Manifest.FORMAT.equals(opening.format())) {
            throw refusal.because(
                    opening.format() == null
                            ? text("modelFile.formatUnnamed", Manifest.FORMAT)
                            : text("modelFile.formatOther", Labels.quoted(opening.format()), Manifest.FORMAT),
                    text("modelFile.nameAnExportedOne"));
        }
        if (opening.version() == null || opening.version() < 1) {
            throw refusal.because(text("modelFile.versionNeverWas", opening.version()));
        }
        if (opening.version() > Manifest.VERSION) {
            throw refusal.because(
                    text("modelFile.versionNewer", opening.version(), Manifest.VERSION), text("modelFile.useTheNewer"));
        }
        return opening.version();
    }

    private static String problem(JsonProcessingException e) {
        if (e instanceof JsonMappingException mismatch && !mismatch.getPath().isEmpty()) {
            String where = mismatch.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                    .collect(Collectors.joining())
                    .substring(1);
            return text("modelFile.manifestUnfitAt", where);
        }
        String message =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        return text("modelFile.manifestUnfit", Labels.quoted(message));
    }
}
