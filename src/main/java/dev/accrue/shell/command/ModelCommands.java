package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.MODELS;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.learner.Merge;
import dev.accrue.learner.Models;
import dev.accrue.learner.Transfer;
import dev.accrue.learner.Versions;
import dev.accrue.output.OutputFiles;
import dev.accrue.output.Table;
import dev.accrue.script.Words;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.shell.command.CommandRegistration;

/** Several models in a store, and models on their way between stores. */
public final class ModelCommands implements CommandGroup {
    private final Models models;
    private final Transfer transfer;
    private final Versions versions;
    private final Times times;

    public ModelCommands(Models models, Transfer transfer, Versions versions, ZoneId zone) {
        this.models = models;
        this.transfer = transfer;
        this.versions = versions;
        this.times = new Times(zone);
    }

    @Override
    public List<CommandRegistration> registrations() {
        Values names = Values.stored(models::names);
        Values versionNames = VersionCommands.namesOf(versions);
        return List.of(
                command("model list", MODELS).runs(this::list),
                command("model create", MODELS)
                        .argument("name", Values.ANY)
                        .option("from", "VERSION", null, versionNames)
                        .runs(this::create),
                command("model use", MODELS).argument("name", names).runs(this::use),
                command("model rename", MODELS)
                        .argument("name", names)
                        .argument("new-name", Values.ANY)
                        .runs(this::rename),
                command("model drop", MODELS).argument("name", names).destroys().runs(this::drop),
                command("export model", MODELS)
                        .argument("file", Values.FILES)
                        .option("from", "VERSION", null, versionNames)
                        .flag("force")
                        .runs(this::exportModel),
                command("import model", MODELS).argument("file", Values.FILES).runs(this::importModel),
                command("merge", MODELS)
                        .argument("other", Values.FILES)
                        .option("model", "NAME", null)
                        .option(
                                "same-class",
                                "refuse|keep|replace|append",
                                "refuse",
                                Values.oneOf(ModelCommands::conflicts))
                        .runs(this::merge));
    }

    private static List<String> conflicts() {
        return Arrays.stream(Merge.OnConflict.values())
                .map(Merge.OnConflict::id)
                .toList();
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
        String before = versions.model();
        Models.Model model = models.create(arguments.text("name"), arguments.optional("from"));
        return note("command.model.created", model)
                .undoneBy(
                        "model use " + Words.quote(before),
                        "model drop " + Words.quote(model.name()) + " --" + CommandSpec.YES);
    }

    /** @param key of the text for a model with a version; with "Empty" behind it, of that for one without */
    private static Reply note(String key, Models.Model model) {
        return Reply.note(
                model.version().isPresent()
                        ? text(key, model.name(), model.version().getAsLong(), model.classes())
                        : text(key + "Empty", model.name()));
    }

    private Reply use(Arguments arguments) {
        String before = versions.model();
        Models.Model model = models.use(arguments.text("name"));
        Reply reply = note("command.model.used", model);
        return model.name().equals(before) ? reply : reply.undoneBy("model use " + Words.quote(before));
    }

    private Reply rename(Arguments arguments) {
        String name = arguments.text("name");
        String newName = arguments.text("new-name");
        models.rename(name, newName);
        return Reply.note(text("command.model.renamed", name, newName))
                .undoneBy("model rename " + Words.quote(newName) + " " + Words.quote(name));
    }

    private Reply drop(Arguments arguments) {
        String name = arguments.text("name");
        arguments.confirm(() -> loss(name));
        Models.Model model = models.drop(name);
        return Reply.note(
                model.version().isPresent()
                        ? text(
                                "command.model.dropped",
                                model.name(),
                                model.version().getAsLong())
                        : text("command.model.droppedEmpty", model.name()));
    }

    /** Empty too where dropping it is refused: who is asked and says yes must not be told no. */
    private Optional<String> loss(String name) {
        return models.list().stream()
                .filter(model -> model.name().equals(name) && !model.current())
                .findFirst()
                .map(model -> text("command.model.loss", name, model.classes()));
    }

    private Reply exportModel(Arguments arguments) {
        OutputFiles.check(arguments.path("file"), arguments.flag("force"));
        arguments.beforeWork();
        Transfer.Exported exported = transfer.exportModel(
                arguments.path("file"), arguments.optional("from"), arguments.flag("force"), arguments.progress());
        return Reply.note(text(
                "command.export.done",
                exported.version(),
                exported.classes(),
                exported.file(),
                VersionCommands.bytes(exported.bytes()),
                exported.sha256()));
    }

    private Reply importModel(Arguments arguments) {
        Transfer.Imported imported =
                transfer.importModel(arguments.path("file"), arguments.line(), arguments.progress());
        if (imported.from() == 0) {
            return Reply.note(text("command.import.done", imported.name(), imported.version(), imported.classes()));
        }
        return Reply.note(text(
                        "command.import.replaced",
                        imported.name(),
                        imported.version(),
                        imported.classes(),
                        imported.from()))
                .undoneBy("undo");
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
        if (merged.from() == merged.to()) {
            return Reply.of(table.build(), text("command.merge.nothing", merged.to()));
        }
        return Reply.of(table.build(), text("command.merge.done", merged.from(), merged.to(), merged.classes()))
                .undoneBy("undo");
    }
}
