package dev.accrue.doctor;

import static dev.accrue.common.Messages.text;

import dev.accrue.output.terminal.InlineImages;
import dev.accrue.output.terminal.TerminalProfile;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the terminal can show, as everything that is drawn there goes by it. */
public final class TerminalCheck implements Check {
    private static final int USUAL_WIDTH = 80;

    private final String name;
    private final TerminalProfile terminal;

    /** @param name of its kind, from {@code TERM}; may be empty */
    public TerminalCheck(String name, TerminalProfile terminal) {
        this.name = name;
        this.terminal = terminal;
    }

    @Override
    public String item() {
        return "terminal";
    }

    @Override
    public List<Finding> findings() {
        if (!terminal.terminal()) {
            return List.of(Finding.ok("terminal", text("doctor.noTerminal")));
        }
        int width = terminal.width();
        String found = text(
                "doctor.terminal",
                name.isEmpty() ? "dumb" : name,
                width,
                terminal.coloured() ? text("doctor.colours") : text("doctor.noColours"),
                terminal.unicode() ? "UTF-8" : text("doctor.noUnicode"),
                terminal.images() == InlineImages.NONE
                        ? text("doctor.noPictures")
                        : text("doctor.pictures", terminal.images().name().toLowerCase(Locale.ROOT)));
        String advice = Stream.of(
                        terminal.redraws() ? "" : text("doctor.dumb"),
                        terminal.unicode() ? "" : text("doctor.noUnicodeAdvice"),
                        width < USUAL_WIDTH ? text("doctor.narrow", USUAL_WIDTH) : "")
                .filter(part -> !part.isEmpty())
                .reduce((first, next) -> text("doctor.also", first, next))
                .orElse("");
        return List.of(advice.isEmpty() ? Finding.ok("terminal", found) : Finding.note("terminal", found, advice));
    }
}
