package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.STORE;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.learner.Care;
import dev.accrue.learner.Versions;
import dev.accrue.output.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.shell.command.CommandRegistration;

/** {@code status}, {@code verify} and {@code prune}: the store as a whole. */
public final class StoreCommands implements CommandGroup {
    private final Care care;
    private final Versions versions;
    private final Supplier<String> engine;

    /** @param engine describes engine and device; may start the engine */
    public StoreCommands(Care care, Versions versions, Supplier<String> engine) {
        this.care = care;
        this.versions = versions;
        this.engine = engine;
    }

    @Override
    public List<CommandRegistration> registrations() {
        return List.of(
                command("status", STORE).runs(this::status),
                command("verify", STORE).runs(this::verify),
                command("prune", STORE).flag("dry-run").destroys().runs(this::prune));
    }

    private Reply status(Arguments arguments) {
        Versions.Status status = versions.status();
        Table.Builder table = Table.titled("status").text("item").text("value");
        table.row("store", status.location() + (status.readOnly() ? " (read only)" : ""))
                .row("store size", VersionCommands.bytes(status.bytesOnDisk()))
                .row("model", status.model() + (status.models() > 1 ? ", one of " + status.models() : ""))
                .row("snapshots", String.valueOf(status.snapshots()));
        status.current()
                .ifPresentOrElse(
                        current -> table.row("version", current.version() + " (" + current.summary() + ")")
                                .row("hash", current.hash())
                                .row(
                                        "classes",
                                        current.baseClasses() + " base, " + current.addedClasses() + " added, from "
                                                + current.images() + " images")
                                .row("statistics", room(current.room()))
                                .row("data", current.data())
                                .row("method", current.method())
                                .row(
                                        "backbone",
                                        current.architecture() + ", "
                                                + (current.parameters() == 0
                                                        ? ""
                                                        : current.parameters() + " parameters, ")
                                                + "input " + current.inputSize() + "x" + current.inputSize())
                                .row(
                                        "view",
                                        current.view()
                                                + (current.views() > 1 ? ", one of " + current.views() : "") + "; "
                                                + current.featureDimension() + " features")
                                .row("weights", "sha256 " + current.backboneSha256()),
                        () -> table.row("version", "none yet; make one with train-base"));
        table.row("engine", engine.get());
        return Reply.of(table.build());
    }

    private static String room(Versions.Room room) {
        StringBuilder text = new StringBuilder();
        text.append(
                room.smallestClass() == room.largestClass()
                        ? exact(room.largestClass()) + " bytes a class"
                        : exact(room.smallestClass()) + " to " + exact(room.largestClass()) + " bytes a class");
        if (room.factors() > 0) {
            text.append(", ").append(room.factors()).append(" of few images kept as factors");
        }
        if (room.sealed() > 0) {
            text.append(", ").append(room.sealed()).append(" sealed");
        }
        return text + "; " + VersionCommands.bytes(room.bytes()) + " together";
    }

    private static String exact(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }

    private Reply verify(Arguments arguments) {
        Care.Health health = care.verify(arguments.progress());
        if (!health.problems().isEmpty()) {
            throw new AccrueException(
                    Category.STORE,
                    text(
                            "command.verify.wrong",
                            health.problems().size(),
                            versions.location(),
                            String.join("\n  ", health.problems())));
        }
        Table.Builder table =
                Table.titled("verified").text("what").number("checked").number("wrong");
        health.checks().forEach(check -> table.row(check.what(), check.count(), check.problems()));
        return Reply.of(table.build(), text("command.verify.sound"));
    }

    private Reply prune(Arguments arguments) {
        boolean dryRun = arguments.flag("dry-run");
        if (!dryRun) {
            arguments.confirm(this::loss);
        }
        Care.Dropped dropped = care.prune(dryRun);
        if (isNothing(dropped)) {
            String before = VersionCommands.bytes(dropped.bytesBefore());
            String after = VersionCommands.bytes(dropped.bytesAfter());
            return Reply.note(
                    dropped.bytesAfter() < dropped.bytesBefore() && !after.equals(before)
                            ? text("command.prune.givenBack", after, before)
                            : text("command.prune.nothing", after));
        }
        Table.Builder table = Table.titled(dryRun ? "would be dropped" : "dropped")
                .number("version")
                .text("what")
                .text("command");
        dropped.versions().forEach(version -> table.row(version.version(), version.summary(), version.command()));
        return Reply.of(
                table.build(),
                dryRun
                        ? text("command.prune.wouldGo", content(dropped))
                        : text(
                                "command.prune.gone",
                                content(dropped),
                                VersionCommands.bytes(dropped.bytesAfter()),
                                VersionCommands.bytes(dropped.bytesBefore())));
    }

    private Optional<String> loss() {
        Care.Dropped dropped = care.prune(true);
        return isNothing(dropped) ? Optional.empty() : Optional.of(text("command.prune.loss", content(dropped)));
    }

    private static boolean isNothing(Care.Dropped dropped) {
        return dropped.versions().isEmpty() && dropped.classes() == 0 && dropped.backbones() == 0;
    }

    private static String content(Care.Dropped dropped) {
        return text(
                "command.prune.content",
                dropped.versions().size(),
                dropped.classes(),
                dropped.backbones(),
                VersionCommands.bytes(dropped.contentBytes()));
    }
}
