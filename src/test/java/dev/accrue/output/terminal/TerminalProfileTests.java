package dev.accrue.output.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalProfileTests {

    private static TerminalProfile of(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return TerminalProfile.of(environment, true, () -> 120);
    }

    @ParameterizedTest
    @CsvSource({
        "xterm-256color, MANY",
        "tmux-256color, MANY",
        "xterm-kitty, MANY",
        "xterm, EIGHT",
        "screen, EIGHT",
        "linux, EIGHT",
        "vt100, NONE",
        "dumb, NONE",
        "'', NONE"
    })
    void knowsTheColoursByTheNameOfTheTerminal(String term, Colours colours) {
        assertThat(of("TERM", term).colours()).isEqualTo(colours);
    }

    @Test
    void takesNoColourWhereNoneIsWanted() {
        assertThat(of("TERM", "xterm-256color", "NO_COLOR", "1").coloured()).isFalse();
        assertThat(of("TERM", "xterm-256color", "NO_COLOR", "").coloured()).isTrue();
        assertThat(of("TERM", "xterm-256color", "CLICOLOR", "0").coloured()).isFalse();
        assertThat(of("TERM", "xterm", "COLORTERM", "truecolor").colours()).isEqualTo(Colours.MANY);
        assertThat(of("TERM", "xterm", "NO_COLOR", "1").bold("x")).isEqualTo("x");
        assertThat(of("TERM", "xterm").red("x")).isEqualTo("\u001b[31mx\u001b[0m");
    }

    @Test
    void givesAFileOrAPipeNothingButText() {
        TerminalProfile pipe = TerminalProfile.of(
                Map.of("TERM", "xterm-kitty", "KITTY_WINDOW_ID", "1", "LANG", "C.UTF-8"), false, () -> 120);

        assertThat(pipe).isEqualTo(TerminalProfile.NONE);
        assertThat(pipe.bold("x")).isEqualTo("x");
    }

    @Test
    void redrawsUnlessTheTerminalIsDumb() {
        assertThat(of("TERM", "xterm").redraws()).isTrue();
        assertThat(of("TERM", "dumb").redraws()).isFalse();
        assertThat(of().redraws()).isFalse();
    }

    @Test
    void drawsInUnicodeWhereTheLocaleDoes() {
        assertThat(of("TERM", "xterm", "LANG", "en_US.UTF-8").unicode()).isTrue();
        assertThat(of("TERM", "xterm", "LANG", "ja_JP.utf8").unicode()).isTrue();
        assertThat(of("TERM", "xterm", "LANG", "en_US.UTF-8", "LC_ALL", "C").unicode())
                .isFalse();
        assertThat(of("TERM", "xterm", "LANG", "C", "LC_CTYPE", "C.UTF-8").unicode())
                .isTrue();
        assertThat(of("TERM", "xterm").unicode()).isFalse();
    }

    @Test
    void knowsHowPicturesComeOnlyWhereTheTerminalSaysSo() {
        assertThat(of("TERM", "xterm-256color").images()).isEqualTo(InlineImages.NONE);
        assertThat(of("TERM", "xterm-kitty").images()).isEqualTo(InlineImages.KITTY);
        assertThat(of("TERM", "xterm-256color", "KITTY_WINDOW_ID", "3").images())
                .isEqualTo(InlineImages.KITTY);
        assertThat(of("TERM", "xterm-256color", "TERM_PROGRAM", "iTerm.app").images())
                .isEqualTo(InlineImages.ITERM);
        assertThat(of("TERM", "foot").images()).isEqualTo(InlineImages.SIXEL);
        assertThat(of("TERM", "xterm", "ACCRUE_PICTURES", "sixel").images()).isEqualTo(InlineImages.SIXEL);
        assertThat(of("TERM", "xterm-kitty", "ACCRUE_PICTURES", "none").images())
                .isEqualTo(InlineImages.NONE);
        assertThat(of("TERM", "dumb", "ACCRUE_PICTURES", "sixel").images()).isEqualTo(InlineImages.NONE);
    }

    @Test
    void trustsNothingOfTheTerminalOutsideTmux() {
        assertThat(of("TERM", "tmux-256color", "KITTY_WINDOW_ID", "3", "TERM_PROGRAM", "iTerm.app")
                        .images())
                .isEqualTo(InlineImages.NONE);
        assertThat(of("TERM", "xterm-256color", "TMUX", "/tmp/tmux", "KITTY_WINDOW_ID", "3")
                        .images())
                .isEqualTo(InlineImages.NONE);
    }

    @Test
    void isEightyWideWhereNobodyKnowsAndNeverTooNarrowToDraw() {
        assertThat(of("TERM", "xterm").width()).isEqualTo(120);
        assertThat(TerminalProfile.of(Map.of(), true, () -> 0).width()).isEqualTo(80);
        assertThat(TerminalProfile.of(Map.of(), true, () -> 3).width()).isEqualTo(20);
    }
}
