package dev.accrue.shell.command;

import static dev.accrue.shell.command.CommandSpec.Group.KEEP;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.learner.Versions;
import dev.accrue.output.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.shell.command.CommandRegistration;

/** Snapshots, history, and what the store holds. */
public final class VersionCommands implements CommandGroup {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Versions versions;
    private final Supplier<String> engine;
    private final ZoneId zone;

    /** @param engine describes engine and device; may start the engine */
    public VersionCommands(Versions versions, Supplier<String> engine, ZoneId zone) {
        this.versions = versions;
        this.engine = engine;
        this.zone = zone;
    }

    @Override
    public List<CommandRegistration> registrations() {
        return List.of(
                command("snapshot", KEEP, "Give the current version a name to come back to")
                        .argument("name", "letters, digits, - _ .", List::of)
                        .runs(this::snapshot),
                command("snapshots", KEEP, "List the snapshots").runs(this::snapshots),
                command("restore", KEEP, "Go back to a snapshot or version; what was the model stays in the history")
                        .argument("name", "a snapshot, or the number of a version", this::snapshotNames)
                        .runs(this::restore),
                command("undo", KEEP, "Take back the last change of the model").runs(this::undo),
                command("redo", KEEP, "Take back the last undo").runs(this::redo),
                command("history", KEEP, "List the versions, newest first").runs(this::history),
                command("classes", KEEP, "List the classes of the model").runs(this::classes),
                command("status", KEEP, "Say what the store holds and where it lies")
                        .runs(this::status));
    }

    private List<String> snapshotNames() {
        return versions.snapshots().stream().map(Versions.Named::name).toList();
    }

    private Reply snapshot(Arguments arguments) {
        Versions.Named snapshot = versions.snapshot(arguments.text("name"));
        return Reply.note("snapshot " + snapshot.name() + " is version " + snapshot.version()
                + "; come back with: restore " + snapshot.name());
    }

    private Reply snapshots(Arguments arguments) {
        Table.Builder table =
                Table.titled("snapshots").text("name").number("version").text("made");
        versions.snapshots().forEach(named -> table.row(named.name(), named.version(), time(named.createdAt())));
        return Reply.of(table.build());
    }

    private Reply restore(Arguments arguments) {
        Versions.Restored restored = versions.restore(arguments.text("name"), arguments.line());
        return Reply.note("restored " + restored.name() + " as version " + restored.to() + " with " + restored.classes()
                + " classes; version " + restored.from() + ", which it replaces, stays in the history");
    }

    private Reply undo(Arguments arguments) {
        Versions.Moved moved = versions.undo();
        return Reply.note("undone: " + moved.summary() + "; the model is version " + moved.to() + " with "
                + moved.classes() + " classes (back again with: redo)");
    }

    private Reply redo(Arguments arguments) {
        Versions.Moved moved = versions.redo();
        return Reply.note("done again: " + moved.summary() + "; the model is version " + moved.to() + " with "
                + moved.classes() + " classes");
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
                        time(entry.createdAt()),
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
                .text("data");
        List<Versions.LearntClass> classes = versions.classes();
        for (int i = 0; i < classes.size(); i++) {
            Versions.LearntClass learnt = classes.get(i);
            table.row(i, learnt.label(), learnt.origin(), learnt.images(), learnt.source());
        }
        return Reply.of(table.build());
    }

    private Reply status(Arguments arguments) {
        Versions.Status status = versions.status();
        Table.Builder table = Table.titled("status").text("item").text("value");
        table.row("store", status.location())
                .row("store size", bytes(status.bytesOnDisk()))
                .row("snapshots", String.valueOf(status.snapshots()));
        status.current()
                .ifPresentOrElse(
                        current -> table.row("version", current.version() + " (" + current.summary() + ")")
                                .row("hash", current.hash())
                                .row(
                                        "classes",
                                        current.baseClasses() + " base, " + current.addedClasses() + " added, from "
                                                + current.images() + " images")
                                .row("data", current.data())
                                .row("method", current.method())
                                .row(
                                        "backbone",
                                        current.architecture() + ", " + current.parameters() + " parameters, input "
                                                + current.inputSize() + "x" + current.inputSize() + ", "
                                                + current.featureDimension() + " features")
                                .row("weights", "sha256 " + current.backboneSha256()),
                        () -> table.row("version", "none yet; make one with train-base"));
        table.row("engine", engine.get());
        return Reply.of(table.build());
    }

    private String time(Instant instant) {
        return TIME.withZone(zone).format(instant);
    }

    static String bytes(long bytes) {
        return bytes < 1 << 20
                ? Math.max(1, bytes >> 10) + " KiB"
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
