package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.BEGIN;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.learner.Care;
import dev.accrue.learner.Models;
import dev.accrue.script.Script;
import dev.accrue.shell.command.Walk.Outcome;
import dev.accrue.shell.command.Walk.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.shell.command.CommandRegistration;

/** {@code tutorial} and {@code quickstart}: the real work on the built-in pictures, to be watched. */
public final class TutorialCommands implements CommandGroup {
    private final Walk walk;
    private final Path home;

    /** @param home of the installation, which holds {@code scripts/quickstart.accrue} and takes its pictures */
    public TutorialCommands(Models models, Care care, Path home) {
        this.walk = new Walk(models, care);
        this.home = home;
    }

    @Override
    public List<CommandRegistration> registrations() {
        return List.of(
                command("tutorial", BEGIN).option("limit", "N", "200").runs(this::tutorial),
                command("quickstart", BEGIN)
                        .option("limit", "N", "1000")
                        .option("epochs", "N", "6")
                        .runs(this::quickstart));
    }

    private Reply tutorial(Arguments arguments) {
        int limit = arguments.integer("limit", 2, 1000);
        arguments.stage().print(Reply.note(text("tutorial.welcome")));
        Outcome outcome = walk.take("tutorial", steps(limit), true, arguments.stage());
        return outcome.finished()
                ? Reply.note("", text("tutorial.end", outcome.before(), outcome.model()))
                : Reply.note(text("tutorial.left", outcome.before(), outcome.model()));
    }

    private static List<Step> steps(int limit) {
        return List.of(
                new Step(text("tutorial.data"), "data"),
                new Step(
                        text("tutorial.train"),
                        "train-base --data shapes --classes 0-4 --epochs 5 --batch 32 --limit " + limit),
                new Step(text("tutorial.snapshot"), "snapshot five"),
                new Step(text("tutorial.add"), "add-class square crescent heart arrow hourglass --limit " + limit),
                new Step(text("tutorial.evaluate"), "evaluate --limit " + Math.min(limit, 50)),
                new Step(text("tutorial.use"), "use classifier ncm"),
                new Step(text("tutorial.compare"), "compare lda ncm --limit " + Math.min(limit, 50)),
                new Step(text("tutorial.undo"), "undo"),
                new Step(text("tutorial.remove"), "remove-class circle"),
                new Step(text("tutorial.restore"), "restore five"),
                new Step(text("tutorial.history"), "history"));
    }

    private Reply quickstart(Arguments arguments) {
        Map<String, String> variables = Map.of(
                "images", String.valueOf(arguments.integer("limit", 2, 1000)),
                "epochs", String.valueOf(arguments.integer("epochs", 1, 1000)),
                "ACCRUE_HOME", home.toString());
        List<Step> steps = new ArrayList<>();
        Script.read(home.resolve("scripts/quickstart.accrue"), variables)
                .forEach(line -> steps.add(new Step("", line.text())));
        Outcome outcome = walk.take("quickstart", steps, false, arguments.stage());
        return Reply.note("", text("quickstart.end", outcome.model(), outcome.before()));
    }
}
