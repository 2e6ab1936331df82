package dev.accrue.shell.command;

import dev.accrue.output.Table;
import java.util.List;

/**
 * What a command answers.
 *
 * @param tables data, for standard output in the chosen format
 * @param notes sentences for the person, for standard error
 */
public record Reply(List<Table> tables, List<String> notes) {
    public Reply {
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
    }

    static Reply of(Table table, String... notes) {
        return new Reply(List.of(table), List.of(notes));
    }

    static Reply note(String... notes) {
        return new Reply(List.of(), List.of(notes));
    }
}
