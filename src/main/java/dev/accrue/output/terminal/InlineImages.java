package dev.accrue.output.terminal;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * How a terminal takes a picture between its lines, if it does.
 *
 * <p>Kitty and iTerm2 name themselves in the environment, and so do those that speak as they do. Sixel is a matter of a
 * terminal's build and settings: it is used where it is asked for ({@code ACCRUE_PICTURES=sixel}) and in foot, which
 * always has it. Within tmux and screen the variables tell of the terminal outside, through which no picture comes.
 */
public enum InlineImages {
    NONE,
    /** Kitty's graphics protocol: PNG in base64, in pieces of at most 4096 characters. */
    KITTY,
    /** iTerm2's: the whole file in base64. */
    ITERM,
    /** DEC's: six rows of pixels a character. */
    SIXEL;

    private static final String ESCAPE = "\u001b";
    private static final String END = ESCAPE + "\\";
    private static final int PIECE = 4096;

    static InlineImages of(Map<String, String> environment) {
        return asked(environment).orElseGet(() -> named(environment));
    }

    private static Optional<InlineImages> asked(Map<String, String> environment) {
        String wish = environment.getOrDefault("ACCRUE_PICTURES", "").toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(way -> way.name().equals(wish)).findFirst();
    }

    private static InlineImages named(Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "");
        String program = environment.getOrDefault("TERM_PROGRAM", "");
        if (environment.containsKey("TMUX") || term.startsWith("screen") || term.startsWith("tmux")) {
            return NONE;
        }
        if (program.equals("iTerm.app") || program.equals("WezTerm")) {
            return ITERM;
        }
        if (term.equals("xterm-kitty")
                || term.equals("xterm-ghostty")
                || program.equals("ghostty")
                || environment.containsKey("KITTY_WINDOW_ID")) {
            return KITTY;
        }
        return term.startsWith("foot") ? SIXEL : NONE;
    }

    /**
     * What to print to show the picture, a line end included.
     *
     * @param columns it may be wide
     * @throws IllegalStateException if the terminal takes none
     */
    public String encode(BufferedImage picture, int columns) {
        return switch (this) {
            case NONE -> throw new IllegalStateException("no picture can be shown");
            case KITTY -> kitty(base64(picture), columns) + "\n";
            case ITERM -> iterm(png(picture), columns) + "\n";
            case SIXEL -> Sixel.encode(picture) + "\n";
        };
    }

    private static String kitty(String data, int columns) {
        StringBuilder out = new StringBuilder();
        for (int from = 0; from < data.length(); from += PIECE) {
            int to = Math.min(data.length(), from + PIECE);
            String more = to < data.length() ? "m=1" : "m=0";
            out.append(ESCAPE)
                    .append("_G")
                    .append(from == 0 ? "a=T,f=100,q=2,c=" + columns + "," : "")
                    .append(more)
                    .append(';')
                    .append(data, from, to)
                    .append(END);
        }
        return out.toString();
    }

    private static String iterm(byte[] png, int columns) {
        return ESCAPE + "]1337;File=inline=1;size=" + png.length + ";width=" + columns + ":"
                + Base64.getEncoder().encodeToString(png) + "\u0007";
    }

    private static String base64(BufferedImage picture) {
        return Base64.getEncoder().encodeToString(png(picture));
    }

    private static byte[] png(BufferedImage picture) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
