package dev.accrue.shell.command;

import static dev.accrue.shell.command.CommandSpec.Group.LEARN;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.learner.Views;
import dev.accrue.output.Table;
import java.util.ArrayList;
import java.util.List;
import org.springframework.shell.command.CommandRegistration;

/** {@code views} and {@code use view}. */
public final class ViewCommands implements CommandGroup {
    private final Views views;

    public ViewCommands(Views views) {
        this.views = views;
    }

    @Override
    public List<CommandRegistration> registrations() {
        return List.of(
                command("views", LEARN, "List the views through which the model sees its backbone")
                        .runs(this::list),
                command("use view", LEARN, "Look through another view of the model; costs no image")
                        .argument("view", "its text in quotes, or its number in the list of views", views::names)
                        .runs(this::use));
    }

    private Reply list(Arguments arguments) {
        Table.Builder table = Table.titled("views")
                .number("number")
                .text("view")
                .number("features")
                .text("scatter")
                .text("in_use");
        for (Views.Listed view : views.all()) {
            table.row(
                    view.number(),
                    view.id(),
                    view.dimension(),
                    view.shared() ? "shared by all classes" : "one a class",
                    view.inUse() ? "yes" : "");
        }
        return new Reply(List.of(table.build()), List.of());
    }

    private Reply use(Arguments arguments) {
        Views.Changed changed = views.use(arguments.text("view"), arguments.line());
        if (changed.from() == changed.to()) {
            return Reply.note("version " + changed.from() + " looks through \"" + changed.after()
                    + "\" already; nothing was changed");
        }
        List<String> notes = new ArrayList<>();
        notes.add("view \"" + changed.after() + "\" instead of \"" + changed.before() + "\": version "
                + changed.from() + " -> " + changed.to() + " in " + Durations.text(changed.duration())
                + " (take back with: undo)");
        changed.notes().forEach(note -> notes.add("classifier: " + note));
        return new Reply(List.of(), notes);
    }
}
