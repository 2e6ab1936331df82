package dev.accrue.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.dataset.Augmentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strong",
                "article",
                "strong shift=0 mirror=no decay=0",
                "strong schedule=constant cutout=0.5 smoothing=0.1 averaging=0.999",
                "strong rotation=0.5",
                "article schedule=cycle shift=0.125 mirror=yes decay=0.0001",
            })
    void hasOneText(String text) {
        assertThat(Recipe.parse(text).id()).isEqualTo(text);
        assertThat(Recipe.parse(Recipe.parse(text).id())).isEqualTo(Recipe.parse(text));
    }

    @Test
    void leavesOutWhatIsAtItsDefault() {
        assertThat(Recipe.parse(" STRONG  smoothing=0.00 shift=0.125 ")).isEqualTo(Recipe.STRONG);
        assertThat(Recipe.parse("article mirror=no")).isEqualTo(Recipe.ARTICLE);
        assertThat(Recipe.parse("strong cutout=0.25").augmentation()).isEqualTo(new Augmentation(0.125, true, 0.25, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "weak, expected strong or article",
        "strong smoothing, no option of a recipe",
        "strong smoothing=1, a number from 0 to 0.9",
        "strong smoothing=nan, a number from 0 to 0.9",
        "strong mirror=perhaps, expected yes or no",
        "strong colour=1, 'no option \"colour\"'",
        "strong rotation=1, a number from 0 to 0.9",
        "strong decay=0 decay=0, stands twice",
    })
    void refusesWhatItDoesNotKnow(String text, String message) {
        assertThatThrownBy(() -> Recipe.parse(text))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessageContaining(message);
    }

    @Test
    void scalesTheRateOfGradientDescentWithTheBatch() {
        assertThat(Recipe.STRONG.usualRate(128)).isEqualTo(0.2f);
        assertThat(Recipe.STRONG.usualRate(32)).isEqualTo(0.05f);
        assertThat(Recipe.ARTICLE.usualRate(32)).isEqualTo(0.001f);
    }
}
