package dev.accrue.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class DatasetReferenceTests {

    @Test
    void readsANameWithAndWithoutADirectory() {
        assertThat(DatasetReference.parse("shapes")).isEqualTo(new DatasetReference("shapes", Optional.empty()));
        assertThat(DatasetReference.parse("folder:/some/dir:with colon"))
                .isEqualTo(new DatasetReference("folder", Optional.of(Path.of("/some/dir:with colon"))));
    }

    @Test
    void rejectsATextWithoutAName() {
        assertThatThrownBy(() -> DatasetReference.parse(":/some/dir"))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining("not the name of a data set");
    }

    @Property
    void parsingUndoesWriting(
            @ForAll @AlphaChars @NotEmpty String name,
            @ForAll @AlphaChars @Chars({':', '/', ' ', '.'}) @NotEmpty String directory) {
        DatasetReference reference = new DatasetReference(name, Optional.of(Path.of(directory)));

        assertThat(DatasetReference.parse(reference.toString())).isEqualTo(reference);
    }
}
