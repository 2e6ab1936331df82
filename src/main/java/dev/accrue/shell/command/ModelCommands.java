package dev.accrue.shell.command;

import static dev.accrue.shell.command.CommandSpec.Group.MODELS;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.learner.Merge;
import dev.accrue.learner.Models;
import dev.accrue.learner.Transfer;
import dev.accrue.output.OutputFiles;
import dev.accrue.output.Table;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.shell.command.CommandRegistration;

/** Several models in a store, and models on their way between stores. */
public final class ModelCommands implements CommandGroup {
    private final Models models;
    private final Transfer transfer;
    private final Supplier<List<String>> versionNames;
    private final Times times;

    /** @param versionNames snapshots, for completion */
    public ModelCommands(Models models, Transfer transfer, Supplier<List<String>> versionNames, ZoneId zone) {
        this.models = models;
        this.transfer = transfer;
        this.versionNames = versionNames;
        this.times = new Times(zone);
    }

    @Override
    public List<CommandRegistration> registrations() {
        return List.of(
                command("model list", MODELS, "List the models of the store").runs(this::list),
                command("model create", MODELS, "Make another model and work on it")
                        .argument("name", "letters, digits, - _ .", List::of)
                        .option(
                                "from",
                                "VERSION",
                                null,
                                "begin with a snapshot or version; left out: empty",
                                versionNames)
                        .runs(this::create),
                command("model use", MODELS, "Work on another model from now on")
                        .argument("name", "a model", models::names)
                        .runs(this::use),
                command("model rename", MODELS, "Give a model another name")
                        .argument("name", "a model", models::names)
                        .argument("new-name", "its new name", List::of)
                        .runs(this::rename),
                command("model drop", MODELS, "Forget a model and its snapshots; prune then drops its versions")
                        .argument("name", "a model that is not in use", models::names)
                        .runs(this::drop),
                command("export model", MODELS, "Write the model, weights included, to one file")
                        .argument("file", "file to write", List::of)
                        .option(
                                "from",
                                "VERSION",
                                null,
                                "a snapshot or version; left out: the current version",
                                versionNames)
                        .flag("force", "replace the file if it is there")
                        .runs(this::exportModel),
                command("import model", MODELS, "Begin the current model anew with what a file holds")
                        .argument("file", "file that export model wrote", List::of)
                        .runs(this::importModel),
                command("merge", MODELS, "Take in the classes another model learnt with the same backbone")
                        .argument("other", "a store, or a file that export model wrote", List::of)
                        .option("model", "NAME", null, "which model of that store; left out: the one in use there")
                        .option(
                                "same-class",
                                "WHAT",
                                "refuse",
                                "classes that both know from other images: refuse, keep ours, replace ours, or append"
                                        + " (count both)",
                                () -> Arrays.stream(Merge.OnConflict.values())
                                        .map(Merge.OnConflict::id)
                                        .toList())
                        .runs(this::merge));
    }

    private Reply list(Arguments arguments) {
        Table.Builder table = Table.titled("models")
                .text("name")
                .text("in_use")
                .number("version")
                .number("classes")
                .text("made")
                .text("last_change");
        models.list()
                .forEach(model -> table.row(
                        model.name(),
                        model.current() ? "yes" : "",
                        model.version().isPresent() ? model.version().getAsLong() : null,
                        model.classes(),
                        times.text(model.createdAt()),
                        model.summary()));
        return Reply.of(table.build());
    }

    private Reply create(Arguments arguments) {
        Models.Model model = models.create(arguments.text("name"), arguments.optional("from"));
        return Reply.note("made model " + model.name() + "; commands mean it from now on"
                + (model.version().isPresent()
                        ? " (version " + model.version().getAsLong() + ", " + model.classes() + " classes)"
                        : "; it is empty: train-base or import model"));
    }

    private Reply use(Arguments arguments) {
        Models.Model model = models.use(arguments.text("name"));
        return Reply.note("commands mean model " + model.name() + " from now on"
                + (model.version().isPresent()
                        ? ": version " + model.version().getAsLong() + ", " + model.classes() + " classes"
                        : "; it is empty"));
    }

    private Reply rename(Arguments arguments) {
        models.rename(arguments.text("name"), arguments.text("new-name"));
        return Reply.note("renamed model " + arguments.text("name") + " to " + arguments.text("new-name"));
    }

    private Reply drop(Arguments arguments) {
        Models.Model model = models.drop(arguments.text("name"));
        return Reply.note("dropped model " + model.name()
                + (model.version().isPresent()
                        ? "; until prune it can be had back with: model create " + model.name() + " --from "
                                + model.version().getAsLong()
                        : "; it was empty"));
    }

    private Reply exportModel(Arguments arguments) {
        OutputFiles.check(arguments.path("file"), arguments.flag("force"));
        arguments.beforeWork();
        Transfer.Exported exported = transfer.exportModel(
                arguments.path("file"), arguments.optional("from"), arguments.flag("force"), arguments.progress());
        return Reply.note("wrote version " + exported.version() + " with " + exported.classes() + " classes to "
                + exported.file() + " (" + VersionCommands.bytes(exported.bytes()) + ", sha256 " + exported.sha256()
                + ")");
    }

    private Reply importModel(Arguments arguments) {
        Transfer.Imported imported =
                transfer.importModel(arguments.path("file"), arguments.line(), arguments.progress());
        return Reply.note("imported " + imported.name() + ": version " + imported.version() + " with "
                + imported.classes() + " classes"
                + (imported.from() == 0
                        ? ""
                        : "; version " + imported.from() + ", which it replaces, stays in the history (take back with:"
                                + " undo)"));
    }

    private Reply merge(Arguments arguments) {
        Transfer.Merged merged = transfer.merge(
                arguments.path("other"),
                arguments.optional("model"),
                Merge.OnConflict.parse(arguments.text("same-class").toLowerCase(Locale.ROOT)),
                arguments.line(),
                arguments.progress());
        Table.Builder table = Table.titled("merged " + arguments.text("other"))
                .text("class")
                .text("what")
                .number("images");
        merged.outcomes().forEach(outcome -> table.row(outcome.label(), outcome.what(), outcome.images()));
        return Reply.of(
                table.build(),
                merged.from() == merged.to()
                        ? "nothing to merge: the model is version " + merged.to() + " as before"
                        : "version " + merged.from() + " -> " + merged.to() + ", " + merged.classes()
                                + " classes (take back with: undo)");
    }
}
