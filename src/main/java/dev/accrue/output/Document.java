package dev.accrue.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accrue.output.terminal.TerminalProfile;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that one command gives to a program or a file, in one piece.
 *
 * <p>In JSON that is one document a command: {@code {"title": ..., "rows": [...]}} for a table, an array of these for
 * several, and where there is no table {@code {"text": ...}} or {@code {"notes": [...]}}. Other formats have the tables
 * with an empty line between them, then what is ready to print; sentences for people are no part of those. A command
 * that has nothing to say gives nothing.
 */
public final class Document {

    private Document() {}

    /**
     * @param terminal what can be shown where it goes
     * @param tables the command's data
     * @param texts ready to print, such as its help
     * @param notes sentences for people
     */
    public static String of(
            TableFormat format, TerminalProfile terminal, List<Table> tables, List<String> texts, List<String> notes) {
        Stream<String> rendered = tables.stream().map(table -> format.render(table, terminal));
        if (format != TableFormat.JSON) {
            return Stream.concat(rendered, texts.stream()).collect(Collectors.joining("\n"));
        }
        if (tables.size() > 1) {
            return rendered.map(String::strip).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
        }
        if (!tables.isEmpty()) {
            return format.render(tables.get(0));
        }
        if (!texts.isEmpty()) {
            return json(Map.of("text", String.join("\n", texts)));
        }
        return notes.isEmpty() ? "" : json(Map.of("notes", notes));
    }

    private static String json(Map<String, ?> document) {
        try {
            return new ObjectMapper().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
