package dev.accrue.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "last",
                "last normalize=l2",
                "last normalize=hellinger",
                "multi",
                "multi grids=0,1,2,2 mirror=yes normalize=tukey projection=relu width=3000 seed=7",
                "multi projection=fourier width=100 seed=0 scale=0.5",
                "multi grids=3,3,4,4 mirror=yes shift=16 turns=yes",
            })
    void givesTheTextItWasReadFrom(String text) {
        assertThat(View.parse(text).id()).isEqualTo(text);
    }

    @Test
    void saysOnlyWhatIsNotAtItsDefault() {
        assertThat(View.parse(" LAST  normalize=NONE projection=none mirror=no shift=0 turns=no "))
                .isEqualTo(View.LAST);
        assertThat(View.parse("last projection=relu").id()).isEqualTo("last projection=relu width=2000 seed=1");
        assertThat(View.parse("multi grids=1,2").grids()).isEqualTo(List.of(1, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lost | features \"lost\" is not possible; expected one of last, multi",
                "last grids=1,2 | has no meaning with last features",
                "multi grids=0,0 | leaves out every depth",
                "multi grids=1,17 | grids=17 is not possible; expected a whole number from 0 to 16",
                "multi grids=1.5 | expected a whole number",
                "multi mirror=perhaps | mirror=perhaps is not possible; expected yes or no",
                "multi turns=2 | turns=2 is not possible; expected yes or no",
                "multi shift=17 | shift=17 is not possible; expected a whole number from 0 to 16",
                "multi shift=-1 | shift=-1 is not possible",
                "multi width=10 | no option \"width\" without a projection",
                "multi projection=relu scale=2 | no option \"scale\"",
                "multi projection=relu width=NaN | width=nan is not possible",
                "multi projection=cosine | expected one of relu, fourier",
                "multi mirror=yes mirror=no | stands twice",
                "multi mirror | is no option of a view",
            })
    void refusesWhatItDoesNotKnow(String text, String reason) {
        assertThatThrownBy(() -> View.parse(text))
                .isInstanceOf(AccrueException.class)
                .hasMessageContaining(reason);
    }
}
