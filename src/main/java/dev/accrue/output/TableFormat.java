package dev.accrue.output;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.output.terminal.TerminalProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a table is written. Every form ends with a line end. */
public enum TableFormat {
    /**
     * Aligned text for people, in ASCII but for the cells themselves. In a file or a pipe a wide cell widens its column;
     * on a terminal the table keeps within the width.
     */
    TABLE,
    /** RFC 4180 with a header row and every digit; no title; an absent cell is empty. */
    CSV,
    /** One document, {@code {"title": ..., "rows": [{...}, ...]}}, with every digit; an absent cell is null. */
    JSON,
    /** A pipe table, rounded as the text is. */
    MARKDOWN;

    /**
     * The format of a name, in any case.
     *
     * @throws AccrueException of category USAGE for any other name
     */
    public static TableFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new AccrueException(
                        Category.USAGE, text("output.formatUnknown", name, String.join(", ", names()))));
    }

    /** As they are typed. */
    public static List<String> names() {
        return Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The table as one text, as a file or a pipe gets it. */
    public String render(Table table) {
        return render(table, TerminalProfile.NONE);
    }

    /** The table as one text for a terminal. Only {@link #TABLE} cares what that can show. */
    public String render(Table table, TerminalProfile terminal) {
        return switch (this) {
            case TABLE -> terminal.terminal() ? TerminalTable.text(table, terminal) : ReadableTable.text(table);
            case CSV -> ExactTable.csv(table);
            case JSON -> ExactTable.json(table);
            case MARKDOWN -> ReadableTable.markdown(table);
        };
    }
}
