package dev.accrue.output;

import dev.accrue.output.Table.Column;
import dev.accrue.output.Table.Kind;
import dev.accrue.output.terminal.DisplayText;
import dev.accrue.output.terminal.TerminalProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table that fits a terminal. Where it is too wide, headings are wrapped first, then the cells of the widest columns of
 * text; columns that have no room then follow below, behind the first one again.
 */
final class TerminalTable {
    private static final String GAP = "  ";
    private static final int NARROW_TEXT = 12;
    /** Room for a character of two cells. */
    private static final int NARROWEST = 2;

    private final Table table;
    private final TerminalProfile terminal;
    private final int room;
    private final int[] natural;
    private final int[] cells;

    private TerminalTable(Table table, TerminalProfile terminal) {
        this.table = table;
        this.terminal = terminal;
        this.room = terminal.width();
        this.cells = IntStream.range(0, columns().size()).map(this::widestCell).toArray();
        this.natural = IntStream.range(0, cells.length)
                .map(i -> Math.max(cells[i], DisplayText.width(heading(i))))
                .toArray();
    }

    static String text(Table table, TerminalProfile terminal) {
        return new TerminalTable(table, terminal).text();
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        if (!table.title().isEmpty()) {
            DisplayText.wrap(DisplayText.onOneLine(table.title()), room)
                    .forEach(line -> out.append(line).append('\n'));
        }
        List<List<Integer>> blocks = blocks();
        for (int block = 0; block < blocks.size(); block++) {
            out.append(block == 0 ? "" : "\n");
            block(blocks.get(block), out);
        }
        if (table.rows().isEmpty()) {
            out.append(ReadableTable.NO_ROWS);
        }
        return out.toString();
    }

    /** Positions of the columns that stand side by side, the first column in each block. */
    private List<List<Integer>> blocks() {
        List<List<Integer>> blocks = new ArrayList<>();
        List<Integer> block = new ArrayList<>();
        for (int i = 0; i < natural.length; i++) {
            block.add(i);
            if (block.size() > 2 && total(block, least(block)) > room) {
                block.remove(block.size() - 1);
                blocks.add(block);
                block = new ArrayList<>(List.of(0, i));
            }
        }
        blocks.add(block);
        return blocks;
    }

    private void block(List<Integer> block, StringBuilder out) {
        int[] widths = fitted(block);
        int[] numbers = block.stream().mapToInt(Integer::intValue).toArray();
        line(numbers, widths, this::heading, out, true);
        out.append(String.join(GAP, Arrays.stream(widths).mapToObj("-"::repeat).toList()))
                .append('\n');
        for (List<@Nullable Object> row : table.rows()) {
            line(numbers, widths, i -> ReadableTable.cell(columns().get(i), row.get(i)), out, false);
        }
    }

    private int[] fitted(List<Integer> block) {
        int[] widths = block.stream().mapToInt(i -> natural[i]).toArray();
        shrink(block, widths, block.stream().mapToInt(this::withWrappedHeading).toArray());
        shrink(block, widths, least(block));
        int[] narrowest = new int[widths.length];
        Arrays.fill(narrowest, NARROWEST);
        shrink(block, widths, narrowest);
        return widths;
    }

    /** Takes from the widest column that is above its least, until all fit or none is. */
    private void shrink(List<Integer> block, int[] widths, int[] least) {
        for (int over = total(block, widths) - room; over > 0; over--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private int withWrappedHeading(int i) {
        return Math.min(natural[i], Math.max(cells[i], DisplayText.widestWord(heading(i))));
    }

    /** A number is never broken where there is another way. */
    private int[] least(List<Integer> block) {
        return block.stream()
                .mapToInt(i -> columns().get(i).kind() == Kind.TEXT
                        ? Math.min(withWrappedHeading(i), NARROW_TEXT)
                        : withWrappedHeading(i))
                .toArray();
    }

    private static int total(List<Integer> block, int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (block.size() - 1);
    }

    private void line(int[] numbers, int[] widths, IntFunction<String> content, StringBuilder out, boolean heading) {
        List<List<String>> wrapped = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            wrapped.add(DisplayText.wrap(content.apply(numbers[i]), widths[i]));
        }
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        for (int y = 0; y < height; y++) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < numbers.length; i++) {
                // a heading stands on the line below it, a cell begins at the top
                int part = heading ? y - height + wrapped.get(i).size() : y;
                String text = part >= 0 && part < wrapped.get(i).size()
                        ? wrapped.get(i).get(part)
                        : "";
                boolean left = columns().get(numbers[i]).kind() == Kind.TEXT;
                parts.add(left ? DisplayText.padEnd(text, widths[i]) : DisplayText.padStart(text, widths[i]));
            }
            String line = String.join(GAP, parts).stripTrailing();
            out.append(heading ? terminal.bold(line) : line).append('\n');
        }
    }

    private int widestCell(int i) {
        return table.rows().stream()
                .mapToInt(row -> DisplayText.width(ReadableTable.cell(columns().get(i), row.get(i))))
                .max()
                .orElse(0);
    }

    private String heading(int i) {
        return ReadableTable.heading(columns().get(i));
    }

    private List<Column> columns() {
        return table.columns();
    }
}
