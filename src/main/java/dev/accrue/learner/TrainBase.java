package dev.accrue.learner;

import static dev.accrue.common.Messages.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accrue.backbone.Backbone;
import dev.accrue.backbone.BackboneDescription;
import dev.accrue.backbone.BackboneEngine;
import dev.accrue.backbone.BackboneEngine.Architecture;
import dev.accrue.backbone.Recipe;
import dev.accrue.backbone.TrainingOptions;
import dev.accrue.backbone.View;
import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.dataset.Dataset;
import dev.accrue.dataset.DatasetReference;
import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.Preparation;
import dev.accrue.dataset.PreparedPictures;
import dev.accrue.dataset.Split;
import dev.accrue.gaussian.Method;
import dev.accrue.store.ModelVersion;
import dev.accrue.store.ModelView;
import dev.accrue.store.Provenance;
import dev.accrue.store.StoredBackbone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Trains a backbone on base classes and fits their statistics. Weights and statistics become the new head in one
 * transaction; until then nothing is changed.
 */
public final class TrainBase {
    private final ModelSession session;

    public TrainBase(ModelSession session) {
        this.session = session;
    }

    /**
     * @param images what to learn from; its limit counts images a class, its seed also seeds the weights
     * @param classes see {@link ClassSelection}; empty for the first half
     * @param architecture name of the network; empty for the default
     * @param inputSize pixels; empty for the architecture's own
     * @param recipe text of the recipe, see {@link Recipe#parse}
     * @param learningRate constant, or the highest of the schedule; empty for the recipe's own
     * @param resume go on with the training that was cut short, which must have had the same options
     * @param method name of the classifier
     * @param views texts of the views through which the backbone is seen, the classifier's first
     * @param scatter whether a view keeps one scatter for all classes
     * @param holdOut feature vectors of a class to hold out of its statistics at most, to set the posterior by
     * @param command as typed, for the history
     */
    public record Request(
            ImageChoice images,
            Optional<String> classes,
            Optional<String> architecture,
            OptionalInt inputSize,
            String recipe,
            int epochs,
            int batchSize,
            Optional<Float> learningRate,
            boolean resume,
            String method,
            List<String> views,
            Views.Scatter scatter,
            int holdOut,
            String command) {}

    /**
     * @param curve one entry an epoch
     * @param resumed how many epochs were over when the training went on
     * @param replaced whether a checkpoint was there that a training might have gone on from
     * @param images the statistics were taken from
     */
    public record Result(
            long version,
            String data,
            String architecture,
            long parameters,
            int featureDimension,
            List<String> classes,
            long images,
            List<Epoch> curve,
            int resumed,
            boolean replaced,
            List<String> skipped,
            Duration duration) {}

    /** See {@link BackboneEngine.Epoch}. */
    public record Epoch(int number, double loss, double accuracy, double seconds) {}

    /**
     * @throws AccrueException USAGE for options that do not fit, NOT_FOUND for an unknown class or when there is no
     *     training to go on with, CONFLICT when that was another one, CANCELLED on Ctrl-C; the store is as it was
     */
    public Result run(Request request, Progress progress) {
        CheckpointFile checkpoint =
                new CheckpointFile(() -> session.store().beside(CheckpointFile.SUFFIX), request.resume());
        try {
            Result result = run(request, checkpoint, progress);
            checkpoint.delete();
            return result;
        } catch (AccrueException e) {
            throw e.category() == Category.CANCELLED && checkpoint.epochs() > 0
                    ? new AccrueException(Category.CANCELLED, whatWasKept(request, checkpoint.epochs()), e)
                    : e;
        } catch (OutOfMemoryError e) {
            throw checkpoint.epochs() > 0 ? told(e, request, checkpoint.epochs()) : e;
        }
    }

    private static String whatWasKept(Request request, int epochs) {
        return text("learner.cancelledAfterEpoch", epochs, request.epochs(), goOn(request));
    }

    /** Still the error that it was: what to do about memory is said in one place, for all commands. */
    private static OutOfMemoryError told(OutOfMemoryError e, Request request, int epochs) {
        OutOfMemoryError told = new OutOfMemoryError(
                text("learner.outOfMemoryAfterEpoch", e.getMessage(), epochs, request.epochs(), goOn(request)));
        told.initCause(e);
        return told;
    }

    private static String goOn(Request request) {
        return request.resume() ? request.command() : request.command() + " --resume";
    }

    private Result run(Request request, CheckpointFile checkpoint, Progress progress) {
        Supplier<Duration> elapsed = session.stopwatch();
        Method method = Method.parse(request.method());
        List<View> views = request.views().stream().map(View::parse).distinct().toList();
        Classifiers.requireFit(method, views.get(0).id());
        Architecture architecture = architecture(request.architecture());
        TrainingOptions options = options(request, architecture);
        DatasetReference reference = session.reference(request.images());
        Dataset dataset = session.open(reference);
        List<String> classes = ClassSelection.of(dataset.classes(), request.classes());
        if (classes.size() < 2) {
            throw new AccrueException(
                    Category.USAGE,
                    text("learner.tooFewBaseClasses", classes.size(), String.join(", ", dataset.classes())));
        }
        session.store(); // a store that cannot be opened is better known before the training than after it
        checkpoint.requireWhatIsResumed();
        session.engine().check(options.architecture(), options.inputSize(), views); // and so are views there cannot be
        boolean replaced = checkpoint.exists() && !request.resume();
        ImageSet images = Embedding.limited(dataset.images(Split.TRAIN).ofClasses(classes), request.images());
        PreparedPictures pictures = Preparation.prepare(
                images, options.inputSize(), request.images().skipBad());
        BackboneEngine.Trained trained = session.engine().train(options, pictures, checkpoint, progress);
        Backbone backbone = trained.backbone();
        session.use(backbone);
        List<ModelView.Plan> plans = Views.plans(backbone, views, request.scatter());
        LearntClasses learnt = LearntClasses.first(plans, classes, reference.toString());
        Lesson.learn(backbone, views, pictures, request.holdOut(), learnt, progress);
        BackboneDescription description = backbone.description();
        StoredBackbone stored = new StoredBackbone(
                description.sha256(),
                description.architecture(),
                description.inputSize(),
                description.featureDimension(),
                description.baseClasses(),
                description.parameters(),
                trainingRecord(options, reference, images, trained.curve()),
                backbone.weights());
        Provenance provenance = new Provenance(
                request.command(),
                "trained " + architecture.name() + " on " + classes.size() + " base classes",
                reference.toString(),
                images.digest(),
                request.images().seed(),
                session.engine().description(),
                elapsed.get());
        Cancellation.check(); // the last moment at which nothing has been changed
        ModelVersion version = session.store().trainedBase(stored, plans, learnt.finish(), method.id(), provenance);
        return new Result(
                version.number(),
                reference.toString(),
                architecture.name(),
                description.parameters(),
                plans.get(0).dimension(),
                classes,
                learnt.images(),
                numbered(trained.curve()),
                trained.resumed(),
                replaced,
                pictures.skipped(),
                elapsed.get());
    }

    private Architecture architecture(Optional<String> name) {
        List<Architecture> known = session.engine().architectures();
        return name.isEmpty()
                ? known.get(0)
                : known.stream()
                        .filter(architecture -> architecture.name().equals(name.get()))
                        .findFirst()
                        .orElseThrow(() -> new AccrueException(
                                Category.USAGE,
                                text(
                                        "learner.networkUnknown",
                                        name.get(),
                                        String.join(
                                                ", ",
                                                known.stream()
                                                        .map(Architecture::name)
                                                        .toList()))));
    }

    private static TrainingOptions options(Request request, Architecture architecture) {
        int inputSize = request.inputSize().orElse(architecture.defaultInputSize());
        if (inputSize < architecture.minimumInputSize()) {
            throw new AccrueException(
                    Category.USAGE,
                    text(
                            "learner.inputTooSmall",
                            architecture.name(),
                            architecture.minimumInputSize(),
                            inputSize,
                            architecture.defaultInputSize()));
        }
        Preparation.checkBatch(request.batchSize(), inputSize);
        Recipe recipe = Recipe.parse(request.recipe());
        return new TrainingOptions(
                architecture.name(),
                inputSize,
                recipe,
                request.epochs(),
                request.batchSize(),
                request.learningRate().orElseGet(() -> recipe.usualRate(request.batchSize())),
                request.images().seed());
    }

    /** Names of the networks, the default first. */
    public List<String> networks() {
        return session.engine().architectures().stream().map(Architecture::name).toList();
    }

    /** Names of the recipes, the default first. */
    public static List<String> recipes() {
        return Recipe.NAMES;
    }

    /** What may follow a recipe's name. */
    public static String recipeOptions() {
        return Recipe.possibleOptions();
    }

    private String trainingRecord(
            TrainingOptions options, DatasetReference data, ImageSet images, List<BackboneEngine.Epoch> curve) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("options", options);
        record.put("data", data.toString());
        record.put("data_digest", images.digest());
        record.put("images", images.size());
        record.put("engine", session.engine().description());
        record.put("curve", curve);
        try {
            return new ObjectMapper().writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of records is always written", e);
        }
    }

    private static List<Epoch> numbered(List<BackboneEngine.Epoch> curve) {
        List<Epoch> epochs = new ArrayList<>();
        for (BackboneEngine.Epoch epoch : curve) {
            epochs.add(new Epoch(epochs.size() + 1, epoch.loss(), epoch.accuracy(), epoch.seconds()));
        }
        return epochs;
    }
}
