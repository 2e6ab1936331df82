package dev.accrue.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables for programs: nothing rounded, nothing replaced. */
final class ExactTable {

    private ExactTable() {}

    static String csv(Table table) {
        String header =
                table.columns().stream().map(column -> field(column.name())).collect(Collectors.joining(","));
        return header + "\r\n" + table.rows().stream().map(ExactTable::record).collect(Collectors.joining());
    }

    private static String record(List<@Nullable Object> row) {
        return row.stream().map(ExactTable::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String field(@Nullable Object cell) {
        if (cell == null) {
            return "";
        }
        String text = cell.toString();
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    static String json(Table table) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode document = mapper.createObjectNode().put("title", table.title());
        ArrayNode rows = document.putArray("rows");
        for (List<@Nullable Object> row : table.rows()) {
            ObjectNode fields = rows.addObject();
            for (int i = 0; i < row.size(); i++) {
                fields.set(table.columns().get(i).name(), mapper.valueToTree(jsonValue(row.get(i))));
            }
        }
        try {
            return mapper.writer(oneRowALine()).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON has no number for NaN or an infinity: null, the same as where there is nothing to say. */
    private static @Nullable Object jsonValue(@Nullable Object cell) {
        return cell instanceof Double number && !Double.isFinite(number) ? null : cell;
    }

    private static DefaultPrettyPrinter oneRowALine() {
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Spacing.AFTER)
                .withObjectEntrySpacing(Spacing.AFTER);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
        printer.indentObjectsWith(DefaultPrettyPrinter.NopIndenter.instance);
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        return printer;
    }
}
