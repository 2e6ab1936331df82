package dev.accrue.output;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows under named columns: what a command found, before anybody decides how it is shown ({@link TableFormat}).
 *
 * <p>A cell is a String, Long, Integer, Double, Boolean, or null where there is nothing to say.
 *
 * @param title one line, or empty for none
 */
public record Table(String title, List<Column> columns, List<List<@Nullable Object>> rows) {

    /** Copies the rows and refuses, by IllegalArgumentException, a table whose cells do not match its columns. */
    public Table {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("two columns are named \"" + column.name() + "\"");
            }
        }
        List<List<@Nullable Object>> copies = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row has " + row.size() + " cells below " + columns.size() + " columns");
            }
            row.forEach(Table::requireCell);
            copies.add(Collections.unmodifiableList(new ArrayList<>(row)));
        }
        rows = Collections.unmodifiableList(copies);
    }

    private static void requireCell(@Nullable Object cell) {
        if (cell == null) {
            return;
        }
        boolean known = cell instanceof String
                || cell instanceof Long
                || cell instanceof Integer
                || cell instanceof Double
                || cell instanceof Boolean;
        if (!known) {
            throw new IllegalArgumentException("a cell is a " + cell.getClass().getName());
        }
    }

    /** How a column is laid out: numbers to the right, decimals with a fixed number of places. */
    public enum Kind {
        TEXT,
        NUMBER,
        DECIMAL
    }

    /**
     * A column.
     *
     * @param name in lower_snake and stable, for it is the key in JSON and CSV; where people read, '_' is a blank
     * @param decimals places behind the point where people read; JSON and CSV keep every digit
     */
    public record Column(String name, Kind kind, int decimals) {

        public static Column text(String name) {
            return new Column(name, Kind.TEXT, 0);
        }

        public static Column number(String name) {
            return new Column(name, Kind.NUMBER, 0);
        }

        public static Column decimal(String name, int decimals) {
            return new Column(name, Kind.DECIMAL, decimals);
        }
    }

    /** Begins a table: columns first, then rows. */
    public static Builder titled(String title) {
        return new Builder(title);
    }

    /** Puts a table together. */
    public static final class Builder {
        private final String title;
        private final List<Column> columns = new ArrayList<>();
        private final List<List<@Nullable Object>> rows = new ArrayList<>();

        private Builder(String title) {
            this.title = title;
        }

        public Builder text(String name) {
            columns.add(Column.text(name));
            return this;
        }

        public Builder number(String name) {
            columns.add(Column.number(name));
            return this;
        }

        public Builder decimal(String name, int decimals) {
            columns.add(Column.decimal(name, decimals));
            return this;
        }

        public Builder row(@Nullable Object... cells) {
            List<@Nullable Object> row = new ArrayList<>();
            Collections.addAll(row, cells);
            rows.add(row);
            return this;
        }

        public Table build() {
            return new Table(title, columns, rows);
        }
    }
}
