package dev.accrue.output.terminal;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pictures in DEC's sixel form: after a table of colours come bands of six rows, each drawn once for every colour in it,
 * a character a column, its lowest bit the upper row.
 */
final class Sixel {
    private static final int BAND = 6;
    private static final int MOST_COLOURS = 256;
    private static final int FIRST_CHARACTER = '?';
    private static final int WORTH_A_COUNT = 4;

    private Sixel() {}

    static String encode(BufferedImage picture) {
        int mask = mask(picture);
        Map<Integer, Integer> colours = colours(picture, mask);
        StringBuilder out = new StringBuilder("\u001bP0;1q\"1;1;" + picture.getWidth() + ";" + picture.getHeight());
        colours.forEach((rgb, number) -> out.append('#')
                .append(number)
                .append(";2;")
                .append(percent(rgb >> 16))
                .append(';')
                .append(percent(rgb >> 8))
                .append(';')
                .append(percent(rgb)));
        for (int top = 0; top < picture.getHeight(); top += BAND) {
            band(picture, top, mask, colours, out);
        }
        return out.append("\u001b\\").toString();
    }

    /** As many bits of each channel as leave no more colours than there may be. */
    private static int mask(BufferedImage picture) {
        int mask = 0xFFFFFF;
        for (int lost = 1; colours(picture, mask).size() > MOST_COLOURS; lost++) {
            int channel = 0xFF << lost & 0xFF;
            mask = channel << 16 | channel << 8 | channel;
        }
        return mask;
    }

    private static Map<Integer, Integer> colours(BufferedImage picture, int mask) {
        Map<Integer, Integer> colours = new LinkedHashMap<>();
        for (int y = 0; y < picture.getHeight() && colours.size() <= MOST_COLOURS; y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                colours.putIfAbsent(picture.getRGB(x, y) & mask, colours.size());
            }
        }
        return colours;
    }

    private static void band(
            BufferedImage picture, int top, int mask, Map<Integer, Integer> colours, StringBuilder out) {
        int width = picture.getWidth();
        Map<Integer, int[]> sixels = new LinkedHashMap<>();
        for (int y = top; y < Math.min(top + BAND, picture.getHeight()); y++) {
            for (int x = 0; x < width; x++) {
                int[] row = sixels.computeIfAbsent(picture.getRGB(x, y) & mask, colour -> new int[width]);
                row[x] |= 1 << (y - top);
            }
        }
        sixels.forEach((colour, row) -> {
            out.append('#').append(colours.get(colour));
            row(row, out);
            out.append('$');
        });
        out.append('-');
    }

    private static void row(int[] sixels, StringBuilder out) {
        for (int from = 0; from < sixels.length; ) {
            int to = from;
            while (to < sixels.length && sixels[to] == sixels[from]) {
                to++;
            }
            char character = (char) (FIRST_CHARACTER + sixels[from]);
            if (to - from >= WORTH_A_COUNT) {
                out.append('!').append(to - from).append(character);
            } else {
                out.append(String.valueOf(character).repeat(to - from));
            }
            from = to;
        }
    }

    private static int percent(int channel) {
        return ((channel & 0xFF) * 100 + 127) / 255;
    }
}
