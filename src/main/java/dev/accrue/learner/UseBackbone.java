package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Begins the current model anew with a network that was made elsewhere. It knows no class then; all are added one by one.
 * The file becomes part of the store.
 */
public final class UseBackbone {
    private final ModelSession session;

    public UseBackbone(ModelSession session) {
        this.session = session;
    }

    /**
     * @param options how the network wants its pictures: input, channels, range, mean, std, by name; what is left out is
     *     at its default
     * @param views texts of the views through which the network is seen, the classifier's first
     * @param scatter whether a view keeps one scatter for all classes
     * @param method name of the classifier
     * @param command as typed, for the history
     */
    public record Request(
            Path file,
            Map<String, String> options,
            List<String> views,
            Views.Scatter scatter,
            String method,
            String command) {}

    /**
     * @param from the head that was left; 0 if there was none
     * @param backbone what kind of file it is and how it is fed
     */
    public record Result(long from, long version, String backbone, int inputSize, int featureDimension, long bytes) {}

    /** What a person should know before such a file is opened. */
    public Optional<String> warning(Path file) {
        return ForeignBackbone.Format.ofFile(file.toString()).warning();
    }

    /**
     * @throws AccrueException NOT_FOUND if there is no such file, USAGE for options that do not fit, BAD_DATA if it is no
     *     network that gives a feature vector; the store is as it was
     */
    public Result run(Request request) {
        Supplier<Duration> elapsed = session.stopwatch();
        Method method = Method.parse(request.method());
        List<View> views = request.views().stream().map(View::parse).distinct().toList();
        Classifiers.requireFit(method, views.get(0).id());
        ForeignBackbone foreign =
                ForeignBackbone.of(ForeignBackbone.Format.ofFile(request.file().toString()), request.options());
        long from = session.store().head().map(ModelVersion::number).orElse(0L);
        byte[] file = read(request.file());
        Backbone backbone = session.engine().open(foreign, request.file().toString(), file);
        session.use(backbone);
        List<ModelView.Plan> plans = Views.plans(backbone, views, request.scatter());
        BackboneDescription description = backbone.description();
        StoredBackbone stored = new StoredBackbone(
                description.sha256(),
                description.architecture(),
                description.inputSize(),
                description.featureDimension(),
                description.baseClasses(),
                description.parameters(),
                record(request.file()),
                backbone.weights());
        Provenance provenance = new Provenance(
                request.command(),
                "took the backbone " + request.file().getFileName(),
                "",
                "",
                0,
                session.engine().description(),
                elapsed.get());
        Cancellation.check(); // the last moment at which nothing has been changed
        ModelVersion version = session.store().trainedBase(stored, plans, List.of(), method.id(), provenance);
        return new Result(
                from,
                version.number(),
                description.architecture(),
                description.inputSize(),
                plans.get(0).dimension(),
                file.length);
    }

    private static byte[] read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AccrueException(Category.NOT_FOUND, text("learner.noFile", file));
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AccrueException(Category.BAD_DATA, text("learner.fileUnreadable", file, e.getMessage()), e);
        }
    }

    private String record(Path file) {
        try {
            return new ObjectMapper().writeValueAsString(Map.of("file", String.valueOf(file.getFileName())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is always written", e);
        }
    }
}
