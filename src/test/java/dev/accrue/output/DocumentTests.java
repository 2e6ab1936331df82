package dev.accrue.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accrue.output.terminal.TerminalProfile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTests {
    private static final Table CLASSES =
            Table.titled("classes").text("class").row("cat").build();
    private static final Table NONE = Table.titled("none").number("n").build();

    private static String document(TableFormat format, List<Table> tables, List<String> texts, List<String> notes) {
        return Document.of(format, TerminalProfile.NONE, tables, texts, notes);
    }

    private static JsonNode json(List<Table> tables, List<String> texts, List<String> notes) throws IOException {
        try (JsonParser parser = new ObjectMapper().createParser(document(TableFormat.JSON, tables, texts, notes))) {
            JsonNode first = parser.readValueAsTree();
            assertThat(parser.nextToken()).describedAs("one document").isNull();
            return first;
        }
    }

    @Test
    void isOneDocumentInJsonWhateverACommandAnswers() throws IOException {
        assertThat(json(List.of(CLASSES), List.of(), List.of("a note"))
                        .at("/rows/0/class")
                        .asText())
                .isEqualTo("cat");
        assertThat(json(List.of(CLASSES, NONE), List.of("drawn\n"), List.of())
                        .at("/1/title")
                        .asText())
                .isEqualTo("none");
        assertThat(json(List.of(), List.of("accrue 1\n"), List.of()).at("/text").asText())
                .isEqualTo("accrue 1\n");
        assertThat(json(List.of(), List.of(), List.of("snapshot \"a\"", "b"))
                        .at("/notes/0")
                        .asText())
                .isEqualTo("snapshot \"a\"");
    }

    @Test
    void isNothingWhereACommandHasNothingToSay() {
        for (TableFormat format : TableFormat.values()) {
            assertThat(document(format, List.of(), List.of(), List.of())).isEmpty();
        }
        assertThat(document(TableFormat.CSV, List.of(), List.of(), List.of("a note")))
                .isEmpty();
    }

    @Test
    void partsTablesByAnEmptyLine() {
        assertThat(document(TableFormat.CSV, List.of(CLASSES, NONE), List.of(), List.of()))
                .isEqualTo("class\r\ncat\r\n\nn\r\n");
        assertThat(document(TableFormat.TABLE, List.of(CLASSES), List.of("drawn\n"), List.of()))
                .endsWith("cat\n\ndrawn\n");
    }
}
