package dev.accrue.output;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a table is written. Every form ends with a line end. */
public enum TableFormat {
    /** Aligned text for people, in ASCII but for the cells themselves; a wide cell widens its column. */
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
    public static TableFormat parse(String text) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new AccrueException(
                        Category.USAGE, "unknown format \"" + text + "\"; expected one of " + names()));
    }

    private static String names() {
        return Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** The table as one text. */
    public String render(Table table) {
        return switch (this) {
            case TABLE -> ReadableTable.text(table);
            case CSV -> ExactTable.csv(table);
            case JSON -> ExactTable.json(table);
            case MARKDOWN -> ReadableTable.markdown(table);
        };
    }
}
