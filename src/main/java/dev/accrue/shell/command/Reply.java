package dev.accrue.shell.command;

import dev.accrue.common.Messages;
import dev.accrue.output.Table;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a command answers.
 *
 * @param tables data, for standard output in the chosen format
 * @param drawings texts, figures and pictures for standard output, ready to print
 * @param notes sentences for the person, for standard error
 */
public record Reply(List<Table> tables, List<String> drawings, List<String> notes) {
    public Reply {
        tables = List.copyOf(tables);
        drawings = List.copyOf(drawings);
        notes = List.copyOf(notes);
    }

    public Reply(List<Table> tables, List<String> notes) {
        this(tables, List.of(), notes);
    }

    static Reply of(Table table, String... notes) {
        return new Reply(List.of(table), List.of(notes));
    }

    public static Reply note(String... notes) {
        return new Reply(List.of(), List.of(notes));
    }

    /** @param text ends with a line end */
    public static Reply text(String text) {
        return new Reply(List.of(), List.of(text), List.of());
    }

    /** Of a command that has nothing to say. */
    public static Reply none() {
        return note();
    }

    /**
     * Of a command that changed something: its last note says how that is taken back.
     *
     * @param commands that do it, one after the other
     */
    Reply undoneBy(String... commands) {
        String all = Stream.of(commands)
                .reduce((first, next) -> Messages.text("command.undoneBy.then", first, next))
                .orElseThrow();
        return new Reply(
                tables,
                drawings,
                Stream.concat(notes.stream(), Stream.of(Messages.text("command.undoneBy", all)))
                        .toList());
    }
}
