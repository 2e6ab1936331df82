package dev.accrue.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.accrue.common.AccrueException;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TableFormatTests {

    private static final Table CLASSES = Table.titled("Classes of version 7")
            .text("class")
            .number("images")
            .decimal("recall_new", 4)
            .text("note")
            .row("cat", 5000L, 2.0 / 3, "kept, \"as is\"")
            .row("polar bear | white", 12, null, null)
            .row("dog", null, 1.0, true)
            .build();
    private static final Table NOTHING =
            Table.titled("Classes").text("class").number("images").build();
    private static final Table SPREAD = Table.titled("")
            .decimal("value", 2)
            .number("count")
            .row(1e-5, Long.MAX_VALUE)
            .row(-12345.678, -1L)
            .row(Double.NaN, 0)
            .row(Double.NEGATIVE_INFINITY, 3.25)
            .build();

    @Test
    void alignsTextForPeople() {
        assertThat(TableFormat.TABLE.render(CLASSES)).isEqualTo("""
                        Classes of version 7
                        class               images  recall new  note
                        ------------------  ------  ----------  -------------
                        cat                   5000      0.6667  kept, "as is"
                        polar bear | white      12           -  -
                        dog                      -      1.0000  true
                        """);
    }

    @Test
    void saysWhereThereAreNoRows() {
        assertThat(TableFormat.TABLE.render(NOTHING)).isEqualTo("""
                        Classes
                        class  images
                        -----  ------
                        (no rows)
                        """);
    }

    @Test
    void roundsInNoLocaleButTheRootOne() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(TableFormat.TABLE.render(SPREAD)).isEqualTo("""
                                value                count
                            ---------  -------------------
                                 0.00  9223372036854775807
                            -12345.68                   -1
                                  NaN                    0
                            -Infinity                 3.25
                            """);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void cutsNoWideCellAndLetsNoControlCharacterThrough() {
        String wide = "x".repeat(200);
        Table table = Table.titled("")
                .text("a")
                .text("b")
                .row(wide, "1")
                .row("tab\there\u001b[31m", "Bär\n")
                .build();

        assertThat(TableFormat.TABLE.render(table).lines())
                .containsExactly(
                        "a" + " ".repeat(199) + "  b",
                        "-".repeat(200) + "  ----",
                        wide + "  1",
                        "tab here [31m" + " ".repeat(187) + "  Bär");
    }

    @Test
    void writesCsvAsTheStandardSays() {
        assertThat(TableFormat.CSV.render(CLASSES))
                .isEqualTo("class,images,recall_new,note\r\n"
                        + "cat,5000,0.6666666666666666,\"kept, \"\"as is\"\"\"\r\n"
                        + "polar bear | white,12,,\r\n"
                        + "dog,,1.0,true\r\n");
        assertThat(TableFormat.CSV.render(NOTHING)).isEqualTo("class,images\r\n");
        assertThat(TableFormat.CSV.render(SPREAD))
                .isEqualTo("value,count\r\n1.0E-5,9223372036854775807\r\n-12345.678,-1\r\nNaN,0\r\n-Infinity,3.25\r\n");
    }

    @Test
    void quotesLineEndsInCsv() {
        Table table = Table.titled("").text("a").row("one\ntwo").row("=1+1").build();

        assertThat(TableFormat.CSV.render(table)).isEqualTo("a\r\n\"one\ntwo\"\r\n=1+1\r\n");
    }

    @Test
    void writesOneJsonDocument() {
        assertThat(TableFormat.JSON.render(CLASSES)).isEqualTo("""
                        {"title": "Classes of version 7", "rows": [
                          {"class": "cat", "images": 5000, "recall_new": 0.6666666666666666, "note": "kept, \\"as is\\""},
                          {"class": "polar bear | white", "images": 12, "recall_new": null, "note": null},
                          {"class": "dog", "images": null, "recall_new": 1.0, "note": true}
                        ]}
                        """);
    }

    @Test
    void writesJsonThatReadsBack() throws IOException {
        ObjectMapper mapper = new ObjectMapper();

        assertThat(mapper.readTree(TableFormat.JSON.render(SPREAD))).isEqualTo(mapper.readTree("""
                        {"title": "", "rows": [
                            {"value": 1e-5, "count": 9223372036854775807},
                            {"value": -12345.678, "count": -1},
                            {"value": null, "count": 0},
                            {"value": null, "count": 3.25}]}
                        """));
        assertThat(mapper.readTree(TableFormat.JSON.render(NOTHING)))
                .isEqualTo(mapper.readTree("{\"title\": \"Classes\", \"rows\": []}"));
    }

    @Test
    void writesAPipeTable() {
        assertThat(TableFormat.MARKDOWN.render(CLASSES)).isEqualTo("""
                        **Classes of version 7**

                        | class | images | recall new | note |
                        | --- | ---: | ---: | --- |
                        | cat | 5000 | 0.6667 | kept, "as is" |
                        | polar bear \\| white | 12 | - | - |
                        | dog | - | 1.0000 | true |
                        """);
    }

    @Test
    void isNamedInAnyCase() {
        assertThat(TableFormat.parse("csv")).isEqualTo(TableFormat.CSV);
        assertThat(TableFormat.parse("Markdown")).isEqualTo(TableFormat.MARKDOWN);
        assertThatThrownBy(() -> TableFormat.parse("xml"))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(AccrueException.Category.USAGE))
                .hasMessage("unknown format \"xml\"; expected one of table, csv, json, markdown");
    }
}
