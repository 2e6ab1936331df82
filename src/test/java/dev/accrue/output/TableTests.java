package dev.accrue.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.accrue.output.Table.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTests {

    @Test
    void isBuiltColumnsFirst() {
        Table table = Table.titled("Classes")
                .text("class")
                .number("images")
                .decimal("accuracy", 4)
                .row("cat", 5000L, 0.5)
                .row("dog", 20, null)
                .build();

        assertThat(table)
                .isEqualTo(new Table(
                        "Classes",
                        List.of(Column.text("class"), Column.number("images"), Column.decimal("accuracy", 4)),
                        List.of(List.of("cat", 5000L, 0.5), Arrays.asList("dog", 20, null))));
    }

    @Test
    void takesOneAbsentCell() {
        assertThat(Table.titled("").text("a").row((Object) null).build().rows())
                .containsExactly(Arrays.asList((Object) null));
    }

    @Test
    void isNotChangedThroughWhatItWasMadeOf() {
        List<Object> row = new ArrayList<>(List.of("cat"));
        Table table = new Table("", List.of(Column.text("class")), List.of(row));

        row.set(0, "dog");

        assertThat(table.rows()).containsExactly(List.of("cat"));
    }

    @Test
    void refusesWhatIsNoTable() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.titled("").text("a").number("a").build())
                .withMessage("two columns are named \"a\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.titled("").text("a").row("x", "y").build())
                .withMessage("a row has 2 cells below 1 columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.titled("").text("a").row(BigDecimal.ONE).build())
                .withMessage("a cell is a java.math.BigDecimal");
    }
}
