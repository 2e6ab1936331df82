package dev.accrue.doctor;

import static dev.accrue.common.Messages.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the terminal can show, as far as its environment says it. */
public final class TerminalCheck implements Check {
    private static final int USUAL_WIDTH = 80;

    private final Map<String, String> environment;
    private final boolean terminal;
    private final IntSupplier width;

    /**
     * @param terminal whether there is one at all
     * @param width in columns
     */
    public TerminalCheck(Map<String, String> environment, boolean terminal, IntSupplier width) {
        this.environment = environment;
        this.terminal = terminal;
        this.width = width;
    }

    @Override
    public String item() {
        return "terminal";
    }

    @Override
    public List<Finding> findings() {
        if (!terminal) {
            return List.of(Finding.ok("terminal", text("doctor.noTerminal")));
        }
        boolean dumb = variable("TERM").isEmpty() || variable("TERM").equals("dumb");
        String found = text(
                "doctor.terminal",
                dumb ? "dumb" : variable("TERM"),
                width.getAsInt(),
                dumb || !variable("NO_COLOR").isEmpty() ? text("doctor.noColours") : text("doctor.colours"),
                unicode() ? "UTF-8" : text("doctor.noUnicode"),
                pictures());
        String advice = Stream.of(
                        dumb ? text("doctor.dumb") : "",
                        unicode() ? "" : text("doctor.noUnicodeAdvice"),
                        width.getAsInt() < USUAL_WIDTH ? text("doctor.narrow", USUAL_WIDTH) : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
        return List.of(advice.isEmpty() ? Finding.ok("terminal", found) : Finding.note("terminal", found, advice));
    }

    /** The first of the variables that is set decides, as in every program of the C library. */
    private boolean unicode() {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(this::variable)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> value.toUpperCase(Locale.ROOT).replace("-", "").endsWith("UTF8"))
                .orElse(false);
    }

    private String pictures() {
        String name = variable("TERM") + " " + variable("TERM_PROGRAM").toLowerCase(Locale.ROOT);
        if (!variable("KITTY_WINDOW_ID").isEmpty() || name.matches(".*(kitty|ghostty|wezterm).*")) {
            return text("doctor.pictures", "kitty");
        }
        return name.matches(".*(sixel|foot|mlterm|contour).*")
                ? text("doctor.pictures", "sixel")
                : text("doctor.noPictures");
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
