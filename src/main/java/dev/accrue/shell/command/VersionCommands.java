package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.KEEP;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.learner.Compare;
import dev.accrue.learner.Versions;
import dev.accrue.output.Table;
import dev.accrue.script.Words;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.shell.CompletionProposal;
import org.springframework.shell.command.CommandRegistration;

/** Snapshots, history, and going back. */
public final class VersionCommands implements CommandGroup {
    /** Versions that completion proposes; older ones are found with history. */
    private static final int MOST_VERSIONS = 20;

    private final Versions versions;
    private final Compare compare;
    private final Times times;

    public VersionCommands(Versions versions, Compare compare, ZoneId zone) {
        this.versions = versions;
        this.compare = compare;
        this.times = new Times(zone);
    }

    @Override
    public List<CommandRegistration> registrations() {
        Values names = namesOf(versions);
        return List.of(
                command("snapshot", KEEP)
                        .argument("name", Values.ANY)
                        .optionalArgument("version", names)
                        .runs(this::snapshot),
                command("snapshots", KEEP).runs(this::snapshots),
                command("restore", KEEP).argument("name", names).runs(this::restore),
                command("undo", KEEP).runs(this::undo),
                command("redo", KEEP).runs(this::redo),
                command("history", KEEP).runs(this::history),
                command("show", KEEP).optionalArgument("version", names).runs(this::show),
                command("diff", KEEP)
                        .argument("a", names)
                        .optionalArgument("b", names)
                        .runs(this::diff),
                command("classes", KEEP).runs(this::classes),
                command("remove-snapshot", KEEP)
                        .argument("name", Values.stored(versions::snapshotNames))
                        .runs(this::removeSnapshot));
    }

    /** Snapshots, and the last versions by number. */
    static Values namesOf(Versions versions) {
        return Values.stored(versions::snapshotNames)
                .or(context -> versions.history().stream()
                        .limit(MOST_VERSIONS)
                        .map(entry ->
                                new CompletionProposal(String.valueOf(entry.version())).description(entry.summary()))
                        .toList());
    }

    private Reply snapshot(Arguments arguments) {
        Versions.Named snapshot = versions.snapshot(arguments.text("name"), arguments.optional("version"));
        String name = Words.quote(snapshot.name());
        return Reply.note(text("command.snapshot.done", snapshot.name(), snapshot.version(), "restore " + name))
                .undoneBy("remove-snapshot " + name);
    }

    private Reply removeSnapshot(Arguments arguments) {
        Versions.Named removed = versions.removeSnapshot(arguments.text("name"));
        return Reply.note(text("command.removeSnapshot.done", removed.name(), removed.version()))
                .undoneBy("snapshot " + Words.quote(removed.name()) + " " + removed.version());
    }

    private Reply snapshots(Arguments arguments) {
        Table.Builder table =
                Table.titled("snapshots").text("name").number("version").text("made");
        versions.snapshots().forEach(named -> table.row(named.name(), named.version(), times.text(named.createdAt())));
        return Reply.of(table.build());
    }

    private Reply restore(Arguments arguments) {
        Versions.Restored restored = versions.restore(arguments.text("name"), arguments.line());
        return Reply.note(text(
                        "command.restore.done", restored.name(), restored.to(), restored.classes(), restored.from()))
                .undoneBy("undo");
    }

    private Reply undo(Arguments arguments) {
        Versions.Moved moved = versions.undo();
        return Reply.note(text("command.undo.done", moved.summary(), moved.to(), moved.classes()))
                .undoneBy("redo");
    }

    private Reply redo(Arguments arguments) {
        Versions.Moved moved = versions.redo();
        return Reply.note(text("command.redo.done", moved.summary(), moved.to(), moved.classes()))
                .undoneBy("undo");
    }

    private Reply history(Arguments arguments) {
        Table.Builder table = Table.titled("history")
                .number("version")
                .text("made")
                .number("classes")
                .decimal("seconds", 1)
                .text("command");
        versions.history()
                .forEach(entry -> table.row(
                        entry.version(),
                        times.text(entry.createdAt()),
                        entry.classes(),
                        entry.duration().toNanos() / 1e9,
                        entry.command()));
        return Reply.of(table.build());
    }

    private Reply classes(Arguments arguments) {
        Table.Builder table = Table.titled("classes")
                .number("position")
                .text("class")
                .text("origin")
                .number("images")
                .number("bytes")
                .text("data");
        List<Versions.LearntClass> classes = versions.classes();
        for (int i = 0; i < classes.size(); i++) {
            Versions.LearntClass learnt = classes.get(i);
            table.row(
                    i,
                    learnt.label(),
                    learnt.origin() + (learnt.sealed() ? ", sealed" : ""),
                    learnt.images(),
                    learnt.bytes(),
                    learnt.source());
        }
        return Reply.of(table.build());
    }

    private Reply show(Arguments arguments) {
        Versions.Details details = versions.details(arguments.optional("version"));
        Table.Builder table = Table.titled("version " + details.entry().version())
                .text("item")
                .text("value");
        Versions.Entry entry = details.entry();
        Map<String, String> items = new LinkedHashMap<>();
        items.put("made", times.text(entry.createdAt()) + ", in " + Durations.text(entry.duration()));
        items.put("command", entry.command());
        items.put("what", entry.summary());
        items.put("classes", String.join(", ", details.classes()));
        items.put("images", String.valueOf(details.images()));
        items.put("data", entry.data());
        items.put("data digest", entry.dataDigest());
        items.put("seed", String.valueOf(entry.seed()));
        items.put("engine", entry.engine());
        items.put("method", details.method());
        items.put("backbone", "sha256 " + details.backboneSha256());
        details.training().forEach((name, value) -> items.put("trained, " + name, value));
        items.put("parent", version(entry.parent()));
        items.put("restored from", version(details.restoredFrom()));
        items.put("snapshots", String.join(", ", details.snapshots()));
        items.put("hash", entry.hash());
        items.forEach((item, value) -> {
            if (!value.isEmpty()) {
                table.row(item, value);
            }
        });
        details.evaluations()
                .forEach(measured -> table.row(
                        "accuracy",
                        String.format(
                                Locale.ROOT,
                                "%.4f on %d test images of %s",
                                measured.accuracy(),
                                measured.images(),
                                measured.data())));
        return Reply.of(table.build());
    }

    private static String version(OptionalLong number) {
        return number.isPresent() ? "version " + number.getAsLong() : "";
    }

    private Reply diff(Arguments arguments) {
        Compare.Difference difference = compare.run(arguments.text("a"), arguments.optional("b"));
        Table.Builder classes = Table.titled("classes, version " + difference.from() + " -> " + difference.to())
                .text("class")
                .text("change")
                .number("images_before")
                .number("images_after")
                .decimal("mean_moved", 4);
        difference.classes().stream()
                .filter(change -> change.change() != Compare.Change.SAME)
                .forEach(change -> classes.row(
                        change.label(),
                        change.change().name().toLowerCase(Locale.ROOT)
                                + change.formerLabel()
                                        .map(name -> " from " + name)
                                        .orElse(""),
                        change.imagesBefore().isPresent()
                                ? change.imagesBefore().getAsLong()
                                : null,
                        change.imagesAfter().isPresent() ? change.imagesAfter().getAsLong() : null,
                        change.meanMoved().isPresent() ? change.meanMoved().getAsDouble() : null));
        Table.Builder measures = Table.titled("measures")
                .text("measure")
                .decimal("before", 4)
                .decimal("after", 4)
                .text("over");
        difference
                .measured()
                .forEach(each -> measures.row(
                        "accuracy", each.before(), each.after(), each.images() + " test images of " + each.data()));
        if (difference.covarianceChange().isPresent()) {
            measures.row(
                    "covariance change", null, difference.covarianceChange().getAsDouble(), "Frobenius norm, relative");
        }
        List<String> notes = new ArrayList<>();
        long same = difference.classes().stream()
                .filter(change -> change.change() == Compare.Change.SAME)
                .count();
        notes.add(text("command.diff.same", same, difference.from()));
        if (!difference.methodBefore().equals(difference.methodAfter())) {
            notes.add(text("command.diff.classifier", difference.methodAfter(), difference.methodBefore()));
        }
        if (!difference.sameBackbone()) {
            notes.add(text("command.diff.backbones"));
        }
        if (difference.measured().isEmpty()) {
            notes.add(text("command.diff.noAccuracy"));
        }
        return new Reply(List.of(classes.build(), measures.build()), notes);
    }

    static String bytes(long bytes) {
        return bytes < 1 << 20
                ? Math.max(1, bytes >> 10) + " KiB"
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
