package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.LEARN;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.dataset.DatasetCatalog;
import dev.accrue.learner.AddClasses;
import dev.accrue.learner.ChangeClasses;
import dev.accrue.learner.Versions;
import dev.accrue.output.Table;
import java.util.ArrayList;
import java.util.List;
import org.springframework.shell.command.CommandRegistration;

/** Commands that teach the model classes, or make it forget some. */
public final class LearningCommands implements CommandGroup {
    private final AddClasses addClasses;
    private final ChangeClasses changeClasses;
    private final Versions versions;
    private final ImageOptions images;

    /** @param versions for completion */
    public LearningCommands(
            AddClasses addClasses, ChangeClasses changeClasses, Versions versions, DatasetCatalog catalog) {
        this.addClasses = addClasses;
        this.changeClasses = changeClasses;
        this.versions = versions;
        this.images = new ImageOptions(catalog);
    }

    @Override
    public List<CommandRegistration> registrations() {
        Values learnt = Values.stored(versions::classNames);
        return List.of(
                command("add-class", LEARN)
                        .arguments("name", images.classesNotLearnt(versions))
                        .with(LearningCommands::addHoldOut)
                        .with(images::addTo)
                        .runs(this::addClass),
                command("append-class", LEARN)
                        .argument("name", learnt)
                        .with(images::addTo)
                        .runs(this::appendClass),
                command("remove-class", LEARN).argument("name", learnt).runs(this::removeClass),
                command("rename-class", LEARN)
                        .argument("name", learnt)
                        .argument("new-name", Values.ANY)
                        .runs(this::renameClass),
                command("seal", LEARN).arguments("name", learnt).runs(this::seal));
    }

    static CommandSpec addHoldOut(CommandSpec command) {
        return command.option("hold-out", "N", "32");
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
        return new Reply(List.of(table), skipped(result.skipped())).undoneBy("undo");
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
        return new Reply(List.of(table), skipped(result.skipped())).undoneBy("undo");
    }

    private Reply removeClass(Arguments arguments) {
        ChangeClasses.Result result = changeClasses.remove(arguments.text("name"), arguments.line());
        List<String> notes = new ArrayList<>();
        notes.add(text(
                "command.removeClass.done",
                result.label(),
                result.images(),
                result.from(),
                result.to(),
                result.classes()));
        if (result.base()) {
            notes.add(text("command.removeClass.base", result.label()));
        }
        if (result.sealed()) {
            notes.add(text("command.removeClass.sealed", result.label()));
        }
        return new Reply(List.of(), notes).undoneBy("undo");
    }

    private Reply renameClass(Arguments arguments) {
        String newName = arguments.text("new-name");
        ChangeClasses.Result result = changeClasses.rename(arguments.text("name"), newName, arguments.line());
        return Reply.note(text("command.renameClass.done", result.label(), newName, result.from(), result.to()))
                .undoneBy("undo");
    }

    private Reply seal(Arguments arguments) {
        ChangeClasses.Sealed sealed = changeClasses.seal(arguments.words("name"), arguments.line());
        return Reply.note(
                        text(
                                "command.seal.done",
                                String.join(", ", sealed.labels()),
                                sealed.from(),
                                sealed.to(),
                                sealed.sealed(),
                                VersionCommands.bytes(sealed.bytesAfter()),
                                VersionCommands.bytes(sealed.bytesBefore())),
                        text("command.seal.givenUp"),
                        text("command.seal.room"))
                .undoneBy("undo");
    }

    static List<String> skipped(List<String> pictures) {
        List<String> notes = new ArrayList<>();
        if (!pictures.isEmpty()) {
            int named = Math.min(5, pictures.size());
            String names = String.join("; ", pictures.subList(0, named));
            notes.add(
                    pictures.size() == 1
                            ? text("command.skipped.one", names)
                            : pictures.size() == named
                                    ? text("command.skipped.some", pictures.size(), names)
                                    : text("command.skipped.many", pictures.size(), names, pictures.size() - named));
        }
        return notes;
    }
}
