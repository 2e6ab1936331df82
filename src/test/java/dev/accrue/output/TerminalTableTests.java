package dev.accrue.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.output.terminal.DisplayText;
import dev.accrue.output.terminal.TerminalProfile;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TerminalTableTests {

    private static final Table MEASURES = Table.titled("version 4 on 2000 test images of shapes")
            .text("measure")
            .decimal("value", 4)
            .text("over")
            .row("accuracy, all", 0.9255, "10 classes")
            .row(
                    "expected calibration error",
                    0.0384,
                    "15 bins, images of learnt classes; temperature 1.93, fitted to 200 vectors left out")
            .build();

    private static TerminalProfile terminal(int columns, String term) {
        return TerminalProfile.of(Map.of("TERM", term), true, () -> columns);
    }

    private static String text(Table table, int columns) {
        return TableFormat.TABLE.render(table, terminal(columns, "dumb"));
    }

    @Test
    void isTheSameAsInAFileWhereItFits() {
        assertThat(text(MEASURES, 200)).isEqualTo(TableFormat.TABLE.render(MEASURES));
    }

    @Test
    void wrapsLongCellsWithinTheirColumn() {
        assertThat(text(MEASURES, 80)).isEqualTo("""
                        version 4 on 2000 test images of shapes
                        measure                      value  over
                        --------------------------  ------  --------------------------------------------
                        accuracy, all               0.9255  10 classes
                        expected calibration error  0.0384  15 bins, images of learnt classes;
                                                            temperature 1.93, fitted to 200 vectors left
                                                            out
                        """);
    }

    @Test
    void wrapsHeadingsBeforeCells() {
        Table table = Table.titled("")
                .text("method")
                .decimal("average_incremental", 4)
                .decimal("calibration_error", 4)
                .row("lda shrinkage=oas", 0.9012, 0.0384)
                .build();

        assertThat(text(table, 50)).isEqualTo("""
                                                  average      calibration
                        method                incremental            error
                        -----------------  --------------  ---------------
                        lda shrinkage=oas          0.9012           0.0384
                        """);
    }

    @Test
    void continuesBelowWhereColumnsHaveNoRoom() {
        Table.Builder table = Table.titled("confusion").text("true \\ predicted");
        IntStream.range(0, 8).forEach(i -> table.number("class_" + i));
        table.row("cat", 190L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);

        assertThat(text(table.build(), 40)).isEqualTo("""
                        confusion
                        true \\     class   class   class   class
                        predicted      0       1       2       3
                        ---------  -----  ------  ------  ------
                        cat          190       1       2       3

                        true \\     class   class   class   class
                        predicted      4       5       6       7
                        ---------  -----  ------  ------  ------
                        cat            4       5       6       7
                        """);
    }

    @Test
    void givesWideCharactersTwoCells() {
        Table table = Table.titled("")
                .text("class")
                .number("images")
                .row("\u732b", 7L)
                .row("cat", 12L)
                .build();

        assertThat(text(table, 80)).isEqualTo("""
                        class  images
                        -----  ------
                        \u732b          7
                        cat        12
                        """);
    }

    @Test
    void printsHeadingsBoldWhereThereIsColour() {
        assertThat(TableFormat.TABLE.render(MEASURES, terminal(200, "xterm")))
                .contains("\n\u001b[1mmeasure                      value  over\u001b[0m\n");
        assertThat(TableFormat.CSV.render(MEASURES, terminal(20, "xterm"))).isEqualTo(TableFormat.CSV.render(MEASURES));
    }

    @Property(tries = 200)
    void keepsWithinTheWidth(@ForAll @IntRange(min = 20, max = 200) int columns, @ForAll long seed) {
        Random random = new Random(seed);
        Table.Builder table = Table.titled(words(random, 10));
        int count = 1 + random.nextInt(12);
        boolean[] texts = new boolean[count];
        for (int i = 0; i < count; i++) {
            texts[i] = random.nextBoolean();
            String name = "c" + i + words(random, 3).replace(' ', '_');
            if (texts[i]) {
                table.text(name);
            } else {
                table.decimal(name, random.nextInt(5));
            }
        }
        for (int row = 0; row < random.nextInt(4); row++) {
            Object[] cells = new Object[count];
            for (int i = 0; i < count; i++) {
                cells[i] = texts[i] ? (Object) words(random, 12) : (Object) (random.nextDouble() * 1e6);
            }
            table.row(cells);
        }

        List<String> lines = text(table.build(), columns).lines().toList();

        assertThat(lines).allMatch(line -> DisplayText.width(line) <= columns);
    }

    private static String words(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(random.nextInt(4) == 0 ? "\u732b\u72ac" : "x".repeat(1 + random.nextInt(9)))
                    .append(i > 1 ? " " : "");
        }
        return text.toString();
    }
}
