package dev.accrue.shell.command;

import static dev.accrue.shell.command.CommandSpec.Group.LEARN;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.learner.AddClasses;
import dev.accrue.learner.ChangeClasses;
import dev.accrue.learner.Classifiers;
import dev.accrue.learner.TrainBase;
import dev.accrue.learner.UseBackbone;
import dev.accrue.learner.Views;
import dev.accrue.output.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.shell.command.CommandRegistration;

/** {@code train-base}, {@code use-backbone}, {@code add-class} and what else changes classes. */
public final class LearningCommands implements CommandGroup {
    private final TrainBase trainBase;
    private final UseBackbone useBackbone;
    private final AddClasses addClasses;
    private final ChangeClasses changeClasses;
    private final Supplier<List<String>> classNames;
    private final ImageOptions images;

    /** @param classNames those of the model, for completion */
    public LearningCommands(
            TrainBase trainBase,
            UseBackbone useBackbone,
            AddClasses addClasses,
            ChangeClasses changeClasses,
            DatasetCatalog catalog,
            Supplier<List<String>> classNames) {
        this.trainBase = trainBase;
        this.useBackbone = useBackbone;
        this.addClasses = addClasses;
        this.changeClasses = changeClasses;
        this.classNames = classNames;
        this.images = new ImageOptions(catalog);
    }

    @Override
    public List<CommandRegistration> registrations() {
        return List.of(
                command("train-base", LEARN, "Train a backbone on base classes and start a model with them")
                        .option(
                                "classes",
                                "LIST",
                                null,
                                "base classes: names, positions or ranges such as 0-4, separated by commas; left out:"
                                        + " the first half")
                        .option(
                                "backbone",
                                "NAME",
                                trainBase.networks().get(0),
                                "network: " + String.join(", ", trainBase.networks()),
                                trainBase::networks)
                        .option("input-size", "PIXELS", null, "side of the network's input; left out: 32 or 64")
                        .option(
                                "recipe",
                                "NAME",
                                "strong",
                                "strong: moved and mirrored pictures, a rate that rises and falls; article: as published;"
                                        + " options in quotes: \"strong cutout=0.25 decay=0\"; there are, as the strong"
                                        + " recipe has them: " + TrainBase.recipeOptions(),
                                TrainBase::recipes)
                        .option("epochs", "N", "10", "passes over the base images")
                        .option("batch", "N", "128", "images a step")
                        .option(
                                "learning-rate",
                                "RATE",
                                null,
                                "the highest of the strong recipe, or that of the article's; left out: 0.2 for each 128"
                                        + " images of a batch, or 0.001")
                        .flag("resume", "go on with the same training where Ctrl-C or a crash ended it")
                        .option(
                                "method",
                                "NAME",
                                "lda",
                                "how classes are told apart, see classifiers; options in quotes: \"lda shrinkage=oas\"",
                                () -> Classifiers.all().stream()
                                        .map(Classifiers.Kind::name)
                                        .toList())
                        .with(command -> ViewOptions.addTo(command, "multi"))
                        .with(LearningCommands::addHoldOut)
                        .with(images::addTo)
                        .runs(this::trainBase),
                command("use-backbone", LEARN, "Start a model with a network that was made elsewhere")
                        .argument(
                                "file",
                                "a TorchScript (.pt) or ONNX (.onnx) file that turns pictures into vectors",
                                List::of)
                        .option("input", "PIXELS", null, "side of its input; left out: what the file says")
                        .option("channels", "rgb|bgr", "rgb", "order of the colours", () -> List.of("rgb", "bgr"))
                        .option(
                                "range",
                                "0..1|0..255",
                                "0..1",
                                "black and white, before mean and std",
                                () -> List.of("0..1", "0..255"))
                        .option("mean", "A,B,C", null, "subtracted from each channel; left out: 0,0,0")
                        .option("std", "A,B,C", null, "each channel is divided by it; left out: 1,1,1")
                        .option("method", "NAME", "lda", "how classes are told apart, see classifiers")
                        .with(command -> ViewOptions.addTo(command, "last"))
                        .option("seed", "N", "1", "of a projection")
                        .runs(this::useBackbone),
                command("add-class", LEARN, "Learn new classes in one pass over their images alone")
                        .arguments("name", "classes of the data set that the model does not know yet", List::of)
                        .with(LearningCommands::addHoldOut)
                        .with(images::addTo)
                        .runs(this::addClass),
                command("append-class", LEARN, "Learn more images of a class that the model knows")
                        .argument("name", "a class of the model", classNames)
                        .with(images::addTo)
                        .runs(this::appendClass),
                command("remove-class", LEARN, "Leave a class out, as if it had never been added")
                        .argument("name", "a class of the model", classNames)
                        .runs(this::removeClass),
                command("rename-class", LEARN, "Give a class another name")
                        .argument("name", "a class of the model", classNames)
                        .argument("new-name", "its new name", List::of)
                        .runs(this::renameClass),
                command("seal", LEARN, "Fold the scatters of classes into one, to save room")
                        .arguments("name", "classes of the model, at least three with those sealed before", classNames)
                        .runs(this::seal));
    }

    private static CommandSpec addHoldOut(CommandSpec command) {
        return command.option(
                "hold-out",
                "N",
                "32",
                "feature vectors of a class (never images) to keep out of its statistics, at most one in 50, so that"
                        + " probabilities can be set by them; 0 for none");
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
        List<String> notes = skipped(result.skipped());
        if (result.resumed() > 0) {
            notes.add("went on after epoch " + result.resumed());
        }
        if (result.replaced()) {
            notes.add("a training that was cut short before could have gone on with --resume; it was replaced");
        }
        notes.add(String.format(
                Locale.ROOT,
                "version %d: %s, %,d parameters, %d features; %d base classes (%s) from %,d images in %s",
                result.version(),
                result.architecture(),
                result.parameters(),
                result.featureDimension(),
                result.classes().size(),
                String.join(", ", result.classes()),
                result.images(),
                Durations.text(result.duration())));
        return new Reply(List.of(curve.build()), notes);
    }

    private Reply useBackbone(Arguments arguments) {
        Path file = arguments.path("file");
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : List.of("input", "channels", "range", "mean", "std")) {
            arguments.optional(name).ifPresent(value -> options.put(name, value));
        }
        List<String> notes = new ArrayList<>();
        useBackbone.warning(file).ifPresent(notes::add);
        UseBackbone.Result result = useBackbone.run(new UseBackbone.Request(
                file,
                options,
                ViewOptions.views(arguments),
                Views.Scatter.parse(arguments.text("scatter")),
                arguments.text("method"),
                arguments.line()));
        notes.add(String.format(
                Locale.ROOT,
                "version %d: %s, %dx%d pixels, %d features; no class yet, learn some with add-class (take back with: undo)",
                result.version(),
                result.backbone(),
                result.inputSize(),
                result.inputSize(),
                result.featureDimension()));
        return new Reply(List.of(), notes);
    }

    private Reply addClass(Arguments arguments) {
        AddClasses.Result result = addClasses.run(
                new AddClasses.Request(
                        images.choice(arguments),
                        arguments.words("name"),
                        arguments.integer("hold-out", 0, 100_000),
                        arguments.line()),
                arguments.progress());
        Table table = Table.titled("added " + String.join(", ", result.added()))
                .number("images")
                .decimal("seconds", 2)
                .decimal("images_per_second", 0)
                .number("from_version")
                .number("to_version")
                .number("classes")
                .row(
                        result.images(),
                        result.duration().toNanos() / 1e9,
                        result.rate(),
                        result.from(),
                        result.to(),
                        result.classes())
                .build();
        return new Reply(List.of(table), skipped(result.skipped()));
    }

    private Reply appendClass(Arguments arguments) {
        ChangeClasses.Result result = changeClasses.append(
                arguments.text("name"), images.choice(arguments), arguments.line(), arguments.progress());
        Table table = Table.titled("appended to " + result.label())
                .number("new_images")
                .number("images")
                .decimal("seconds", 2)
                .number("from_version")
                .number("to_version")
                .row(result.newImages(), result.images(), result.duration().toNanos() / 1e9, result.from(), result.to())
                .build();
        return new Reply(List.of(table), skipped(result.skipped()));
    }

    private Reply removeClass(Arguments arguments) {
        ChangeClasses.Result result = changeClasses.remove(arguments.text("name"), arguments.line());
        String removed = "removed " + result.label() + " (" + result.images() + " images): version " + result.from()
                + " -> " + result.to() + ", " + result.classes() + " classes (take back with: undo)";
        List<String> notes = new ArrayList<>(List.of(removed));
        if (result.base()) {
            notes.add(
                    result.label() + " was a base class: its statistics are gone from the model, but its images helped"
                            + " to train the backbone, and that stays");
        }
        if (result.sealed()) {
            notes.add(
                    result.label() + " was sealed: its mean is gone, but its share in the scatter of the sealed classes"
                            + " stays, so this is not as if it had never been added");
        }
        return new Reply(List.of(), notes);
    }

    private Reply seal(Arguments arguments) {
        ChangeClasses.Sealed sealed = changeClasses.seal(arguments.words("name"), arguments.line());
        return Reply.note(
                "sealed " + String.join(", ", sealed.labels()) + ": version " + sealed.from() + " -> " + sealed.to()
                        + "; " + sealed.sealed() + " classes share one scatter, the model takes "
                        + VersionCommands.bytes(sealed.bytesAfter()) + " instead of "
                        + VersionCommands.bytes(sealed.bytesBefore()) + " (take back with: undo)",
                "given up for these classes: removing one leaves its share in the covariance, nothing can be appended,"
                        + " and methods that need a covariance of each class cannot use them",
                "the room is given back by prune, which then also drops the versions before the seal that no snapshot"
                        + " names");
    }

    private Reply renameClass(Arguments arguments) {
        String newName = arguments.text("new-name");
        ChangeClasses.Result result = changeClasses.rename(arguments.text("name"), newName, arguments.line());
        return Reply.note("renamed " + result.label() + " to " + newName + ": version " + result.from() + " -> "
                + result.to() + " (take back with: undo)");
    }

    static List<String> skipped(List<String> pictures) {
        List<String> notes = new ArrayList<>();
        if (!pictures.isEmpty()) {
            int named = Math.min(5, pictures.size());
            notes.add("left out " + pictures.size() + (pictures.size() == 1 ? " picture" : " pictures")
                    + " that cannot be read: "
                    + String.join("; ", pictures.subList(0, named))
                    + (pictures.size() > named ? "; and " + (pictures.size() - named) + " more" : ""));
        }
        return notes;
    }
}
