package dev.accrue.shell.command;

import static dev.accrue.common.Messages.text;
import static dev.accrue.shell.command.CommandSpec.Group.CHOOSE;
import static dev.accrue.shell.command.CommandSpec.command;

import dev.accrue.learner.Views;
import dev.accrue.output.Table;
import java.util.ArrayList;
import java.util.List;
import org.springframework.shell.CompletionContext;
import org.springframework.shell.CompletionProposal;
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
                command("views", CHOOSE).runs(this::list),
                command("use view", CHOOSE)
                        .argument("view", Values.computed(this::numbered))
                        .runs(this::use));
    }

    private List<CompletionProposal> numbered(CompletionContext context) {
        return views.all().stream()
                .map(view -> new CompletionProposal(String.valueOf(view.number())).description(view.id()))
                .toList();
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
            return Reply.note(text("command.useView.already", changed.from(), changed.after()));
        }
        List<String> notes = new ArrayList<>();
        notes.add(text(
                "command.useView.done",
                changed.after(),
                changed.before(),
                changed.from(),
                changed.to(),
                Durations.text(changed.duration())));
        changed.notes().forEach(note -> notes.add(text("command.classifierNote", note)));
        return new Reply(List.of(), notes).undoneBy("undo");
    }
}
