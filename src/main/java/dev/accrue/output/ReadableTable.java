package dev.accrue.output;

import dev.accrue.output.Table.Column;
import dev.accrue.output.Table.Kind;
import dev.accrue.output.terminal.DisplayText;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Tables for people, in a file or a pipe as in Markdown: decimals rounded to their column's places, "-" where there is nothing to say. */
final class ReadableTable {

    /** Read by programs too, so the same in every language. */
    static final String NO_ROWS = "(no rows)\n";

    private static final String GAP = "  ";

    private ReadableTable() {}

    static String text(Table table) {
        List<Column> columns = table.columns();
        int[] widths =
                IntStream.range(0, columns.size()).map(i -> width(table, i)).toArray();
        StringBuilder out = new StringBuilder();
        if (!table.title().isEmpty()) {
            out.append(DisplayText.onOneLine(table.title())).append('\n');
        }
        out.append(line(columns, widths, i -> heading(columns.get(i))));
        out.append(line(columns, widths, i -> "-".repeat(widths[i])));
        for (List<@Nullable Object> row : table.rows()) {
            out.append(line(columns, widths, i -> cell(columns.get(i), row.get(i))));
        }
        if (table.rows().isEmpty()) {
            out.append(NO_ROWS);
        }
        return out.toString();
    }

    private static int width(Table table, int i) {
        Column column = table.columns().get(i);
        return table.rows().stream()
                .mapToInt(row -> length(cell(column, row.get(i))))
                .reduce(length(heading(column)), Math::max);
    }

    private static String line(List<Column> columns, int[] widths, Function<Integer, String> content) {
        String line = IntStream.range(0, widths.length)
                .mapToObj(i -> {
                    String text = content.apply(i);
                    String padding = " ".repeat(widths[i] - length(text));
                    return columns.get(i).kind() == Kind.TEXT ? text + padding : padding + text;
                })
                .collect(Collectors.joining(GAP));
        return line.stripTrailing() + "\n";
    }

    static String markdown(Table table) {
        StringBuilder out = new StringBuilder();
        if (!table.title().isEmpty()) {
            out.append("**").append(DisplayText.onOneLine(table.title())).append("**\n\n");
        }
        List<Column> columns = table.columns();
        out.append(pipes(columns, i -> escape(heading(columns.get(i)))));
        out.append(pipes(columns, i -> columns.get(i).kind() == Kind.TEXT ? "---" : "---:"));
        for (List<@Nullable Object> row : table.rows()) {
            out.append(pipes(columns, i -> escape(cell(columns.get(i), row.get(i)))));
        }
        return out.toString();
    }

    private static String pipes(List<Column> columns, Function<Integer, String> content) {
        return IntStream.range(0, columns.size())
                .mapToObj(content::apply)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|");
    }

    static String heading(Column column) {
        return DisplayText.onOneLine(column.name().replace('_', ' '));
    }

    static String cell(Column column, @Nullable Object value) {
        if (value == null) {
            return "-";
        }
        if (column.kind() == Kind.DECIMAL && value instanceof Number number) {
            return String.format(Locale.ROOT, "%." + column.decimals() + "f", number.doubleValue());
        }
        return DisplayText.onOneLine(value.toString());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
