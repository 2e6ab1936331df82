package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.BEGIN;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.learner.Models;
import dev.accrue.learner.TrainBase;
import dev.accrue.learner.UseBackbone;
import dev.accrue.learner.Versions;
import dev.accrue.learner.Views;
import dev.accrue.output.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.shell.command.CommandRegistration;

/** {@code train-base}, {@code use-backbone} and {@code join-backbones}: what a model begins with. */
public final class BeginCommands implements CommandGroup {
    private final TrainBase trainBase;
    private final UseBackbone useBackbone;
    private final Versions versions;
    private final Models models;
    private final ImageOptions images;

    /**
     * @param versions for completion, and to know what undo can do
     * @param models for completion
     */
    public BeginCommands(
            TrainBase trainBase, UseBackbone useBackbone, Versions versions, Models models, DatasetCatalog catalog) {
        this.trainBase = trainBase;
        this.useBackbone = useBackbone;
        this.versions = versions;
        this.models = models;
        this.images = new ImageOptions(catalog);
    }

    @Override
    public List<CommandRegistration> registrations() {
        Values networks = Values.oneOf(trainBase::networks);
        return List.of(
                command("train-base", BEGIN)
                        .option(
                                "classes",
                                "LIST",
                                null,
                                images.classes(versions).inList())
                        .option("backbone", "NAME", trainBase.networks().get(0), networks)
                        .option("input-size", "PIXELS", null)
                        .option("recipe", "NAME", "strong", Values.oneOf(TrainBase::recipes), TrainBase.recipeOptions())
                        .option("epochs", "N", "10")
                        .option("batch", "N", "128")
                        .option("learning-rate", "RATE", null)
                        .flag("resume")
                        .option("method", "NAME", "lda", ClassifierNames.asOneWord())
                        .with(command -> ViewOptions.addTo(command, "multi"))
                        .with(LearningCommands::addHoldOut)
                        .with(images::addTo)
                        .runs(this::trainBase),
                command("use-backbone", BEGIN)
                        .argument("file", Values.FILES)
                        .option("input", "PIXELS", null)
                        .option("channels", "rgb|bgr", "rgb", Values.oneOf("rgb", "bgr"))
                        .option("range", "0..1|0..255", "0..1", Values.oneOf("0..1", "0..255"))
                        .option("mean", "A,B,C", null)
                        .option("std", "A,B,C", null)
                        .option("interpolation", "bilinear|bicubic", "bilinear", Values.oneOf("bilinear", "bicubic"))
                        .option("crop", "PART", "1")
                        .option("method", "NAME", "lda", ClassifierNames.asOneWord())
                        .with(command -> ViewOptions.addTo(command, "last"))
                        .option("seed", "N", "1")
                        .runs(this::useBackbone),
                command("join-backbones", BEGIN)
                        .arguments("model", Values.stored(models::names))
                        .option("method", "NAME", "lda", ClassifierNames.asOneWord())
                        .with(command -> ViewOptions.addTo(command, "multi"))
                        .option("seed", "N", "1")
                        .runs(this::joinBackbones));
    }

    private Reply trainBase(Arguments arguments) {
        TrainBase.Result result = trainBase.run(
                new TrainBase.Request(
                        images.choice(arguments),
                        arguments.optional("classes"),
                        arguments.optional("backbone"),
                        arguments.optionalInteger("input-size", 8, 1024),
                        arguments.text("recipe"),
                        arguments.integer("epochs", 1, 100_000),
                        arguments.integer("batch", 2, 65_536),
                        arguments.optional("learning-rate").map(text ->
                                (float) arguments.positive("learning-rate", 10)),
                        arguments.flag("resume"),
                        arguments.text("method"),
                        ViewOptions.views(arguments),
                        Views.Scatter.parse(arguments.text("scatter")),
                        arguments.integer("hold-out", 0, 100_000),
                        arguments.line()),
                arguments.progress());
        Table.Builder curve = Table.titled("training on " + result.data())
                .number("epoch")
                .decimal("loss", 4)
                .decimal("train_accuracy", 4)
                .decimal("seconds", 1);
        result.curve().forEach(epoch -> curve.row(epoch.number(), epoch.loss(), epoch.accuracy(), epoch.seconds()));
        List<String> notes = LearningCommands.skipped(result.skipped());
        if (result.resumed() > 0) {
            notes.add(text("command.trainBase.resumed", result.resumed()));
        }
        if (result.replaced()) {
            notes.add(text("command.trainBase.replaced"));
        }
        notes.add(text(
                "command.trainBase.done",
                result.version(),
                result.architecture(),
                result.parameters(),
                result.featureDimension(),
                result.classes().size(),
                String.join(", ", result.classes()),
                result.images(),
                Durations.text(result.duration())));
        return begun(new Reply(List.of(curve.build()), notes));
    }

    private Reply useBackbone(Arguments arguments) {
        String typed = arguments.text("file");
        boolean address = UseBackbone.isAddress(typed);
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : List.of("input", "channels", "range", "mean", "std", "interpolation", "crop")) {
            arguments.optional(name).ifPresent(value -> options.put(name, value));
        }
        UseBackbone.Request request = new UseBackbone.Request(
                address ? typed : arguments.path("file").toString(),
                options,
                ViewOptions.views(arguments),
                Views.Scatter.parse(arguments.text("scatter")),
                arguments.text("method"),
                arguments.line());
        // at once: told in the answer it would come after what it warns of
        useBackbone.warning(request).map(Reply::note).ifPresent(arguments.stage()::print);
        if (address) {
            arguments.beforeWork();
        }
        UseBackbone.Result result = useBackbone.run(request, arguments.progress());
        return begun(new Reply(List.of(), List.of(begunWith(result))));
    }

    private Reply joinBackbones(Arguments arguments) {
        UseBackbone.Result result = useBackbone.join(new UseBackbone.Joining(
                arguments.words("model"),
                ViewOptions.views(arguments),
                Views.Scatter.parse(arguments.text("scatter")),
                arguments.text("method"),
                arguments.line()));
        return begun(new Reply(List.of(), List.of(begunWith(result))));
    }

    private static String begunWith(UseBackbone.Result result) {
        return text(
                "command.useBackbone.done",
                result.version(),
                result.backbone(),
                result.inputSize(),
                result.featureDimension());
    }

    /** Before the first version of a model there is nothing to go back to. */
    private Reply begun(Reply reply) {
        return versions.canBeUndone() ? reply.undoneBy("undo") : reply;
    }
}
