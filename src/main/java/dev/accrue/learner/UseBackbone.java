package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.ForeignBackbone;
import dev.accrue.backbone.NetworkAddress;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.NewClasses;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import dev.accrue.store.StoredModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Begins the current model anew with networks that are there already: one that was made elsewhere, whose file, here or at
 * an address, becomes part of the store, or those of other models of the store. It knows no class then; all are added one by one.
 */
public final class UseBackbone {
    private final ModelSession session;

    public UseBackbone(ModelSession session) {
        this.session = session;
    }

    /**
     * A network that was made elsewhere.
     *
     * @param network path of its file, or its address
     * @param options how the network wants its pictures: input, channels, range, mean, std, by name; what is left out is
     *     at its default
     * @param views texts of the views through which the network is seen, the classifier's first
     * @param scatter whether a view keeps one scatter for all classes
     * @param method name of the classifier
     * @param command as typed, for the history
     */
    public record Request(
            String network,
            Map<String, String> options,
            List<String> views,
            Views.Scatter scatter,
            String method,
            String command) {}

    /**
     * The networks of models of the store, side by side. The other components are as those of {@link Request}.
     *
     * @param models their names, one or more; the head of each has the networks that are meant
     */
    public record Joining(
            List<String> models, List<String> views, Views.Scatter scatter, String method, String command) {}

    /**
     * @param from the head that was left; 0 if there was none
     * @param backbone what kind of file it is and how it is fed, or the names of the networks
     * @param bytes of all that describes it
     */
    public record Result(long from, long version, String backbone, int inputSize, int featureDimension, long bytes) {}

    /** Whether a network is to be downloaded. */
    public static boolean isAddress(String network) {
        return NetworkAddress.isOne(network);
    }

    /**
     * What a person should know before such a file is opened. Nothing is read or downloaded yet.
     *
     * @throws AccrueException USAGE for an address, options or views that do not fit
     */
    public Optional<String> warning(Request request) {
        Beginning beginning = beginning(request.method(), request.views(), request.scatter(), request.command());
        return expected(request, beginning.views()).format().warning();
    }

    /**
     * @param progress told the bytes of a download
     * @throws AccrueException NOT_FOUND if there is nothing of that name, USAGE for an address or options that do not fit,
     *     BAD_DATA if it cannot be had or is no network that gives a feature vector, CANCELLED when interrupted; the store
     *     is as it was
     */
    public Result run(Request request, Progress progress) {
        Supplier<Duration> elapsed = session.stopwatch();
        Beginning beginning = beginning(request.method(), request.views(), request.scatter(), request.command());
        expected(request, beginning.views());
        NetworkFile file = NetworkFile.of(request.network(), session.engine(), progress);
        ForeignBackbone foreign = ForeignBackbone.of(file.format(), request.options());
        Backbone backbone = session.engine().open(foreign, file.name(), file.content());
        return begin(backbone, beginning, file.origin(), "took the backbone " + file.title(), elapsed);
    }

    /** What can be said of a network before its file is there, so that nothing is downloaded in vain. */
    private static ForeignBackbone expected(Request request, List<View> views) {
        ForeignBackbone.Format format = NetworkFile.expectedFormat(request.network());
        ForeignBackbone foreign = ForeignBackbone.of(format, request.options());
        boolean silent = format == ForeignBackbone.Format.TORCHSCRIPT; // such files never tell the size of their input
        if (isAddress(request.network()) && silent && foreign.inputSize().isEmpty()) {
            throw new AccrueException(Category.USAGE, text("backbone.foreign.noInputSize", request.network()));
        }
        for (View view : views) {
            if (view.features() == View.Features.MULTI) {
                throw new AccrueException(Category.USAGE, text("backbone.foreign.oneDepth", view));
            }
            foreign.inputSize().ifPresent(view::requireFit);
        }
        return foreign;
    }

    /**
     * @throws AccrueException NOT_FOUND if there is no such model or it is empty, USAGE if two have the same backbone or
     *     the networks cannot stand side by side; the store is as it was
     */
    public Result join(Joining joining) {
        Supplier<Duration> elapsed = session.stopwatch();
        Beginning beginning = beginning(joining.method(), joining.views(), joining.scatter(), joining.command());
        Map<String, String> taken = new HashMap<>();
        List<BackboneEngine.Saved> saved = new ArrayList<>();
        for (String name : joining.models()) {
            String sha256 = head(name).backbone();
            String other = taken.put(sha256, name);
            if (other != null) {
                throw new AccrueException(
                        Category.USAGE,
                        other.equals(name)
                                ? text("learner.modelTwice", name)
                                : text("learner.sameBackbone", other, name));
            }
            StoredBackbone stored = session.store().backbone(sha256);
            saved.add(new BackboneEngine.Saved(ModelSession.description(stored), stored.weights()));
        }
        Backbone backbone = session.engine().join(saved);
        String names = String.join(", ", joining.models());
        return begin(backbone, beginning, Map.of("models", names), "joined the backbones of " + names, elapsed);
    }

    private ModelVersion head(String name) {
        List<StoredModel> models = session.store().models();
        StoredModel model = models.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AccrueException(
                        Category.NOT_FOUND,
                        text(
                                "learner.noModel",
                                name,
                                models.stream().map(StoredModel::name).collect(Collectors.joining(", ")))));
        return session.store()
                .version(model.head()
                        .orElseThrow(
                                () -> new AccrueException(Category.NOT_FOUND, text("learner.noBackboneIn", name))));
    }

    private record Beginning(Method method, List<View> views, Views.Scatter scatter, String command) {}

    private static Beginning beginning(String method, List<String> views, Views.Scatter scatter, String command) {
        Beginning beginning = new Beginning(
                Method.parse(method), views.stream().map(View::parse).distinct().toList(), scatter, command);
        Classifiers.requireFit(beginning.method(), beginning.views().get(0).id());
        return beginning;
    }

    /** @param origin where the networks come from, for the record */
    private Result begin(
            Backbone backbone,
            Beginning beginning,
            Map<String, String> origin,
            String summary,
            Supplier<Duration> elapsed) {
        session.use(backbone);
        long from = session.store().head().map(ModelVersion::number).orElse(0L);
        List<ModelView.Plan> plans = Views.plans(backbone, beginning.views(), beginning.scatter());
        BackboneDescription description = backbone.description();
        byte[] weights = backbone.weights();
        StoredBackbone stored = new StoredBackbone(
                description.sha256(),
                description.architecture(),
                description.inputSize(),
                description.featureDimension(),
                description.baseClasses(),
                description.parameters(),
                record(origin),
                weights);
        Provenance provenance = new Provenance(
                beginning.command(), summary, "", "", 0, session.engine().description(), elapsed.get());
        Cancellation.check(); // the last moment at which nothing has been changed
        ModelVersion version = session.store()
                .trainedBase(
                        stored,
                        plans,
                        NewClasses.of(List.of()),
                        beginning.method().id(),
                        provenance);
        return new Result(
                from,
                version.number(),
                description.architecture(),
                description.inputSize(),
                plans.get(0).dimension(),
                weights.length);
    }

    private static String record(Map<String, String> origin) {
        try {
            return new ObjectMapper().writeValueAsString(origin);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is always written", e);
        }
    }
}
