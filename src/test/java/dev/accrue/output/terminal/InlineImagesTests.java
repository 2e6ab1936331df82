package dev.accrue.output.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InlineImagesTests {

    /** Percents of 255 levels: off by half a percent, and one level more by rounding. */
    private static final int LEVELS_LOST = 2;

    @Property(tries = 40)
    void bringsSixelsBackAsTheyWere(
            @ForAll @IntRange(min = 1, max = 60) int width,
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 256) int colours,
            @ForAll long seed) {
        BufferedImage picture = picture(width, height, colours, new Random(seed));

        BufferedImage decoded = decode(Sixel.encode(picture));

        assertThat(decoded.getWidth()).isEqualTo(width);
        assertThat(decoded.getHeight()).isEqualTo(height);
        assertThat(largestDifference(picture, decoded)).isLessThanOrEqualTo(LEVELS_LOST);
    }

    @Test
    void keepsManyColoursApartAsWellAsItCan() {
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                picture.setRGB(x, y, (x * 4) << 16 | (y * 4) << 8 | 128);
            }
        }

        assertThat(largestDifference(picture, decode(Sixel.encode(picture)))).isLessThanOrEqualTo(32);
    }

    @Test
    void handsKittyThePngInPieces() throws IOException {
        BufferedImage picture = picture(200, 100, 5000, new Random(1));

        String printed = InlineImages.KITTY.encode(picture, 80);

        Matcher pieces =
                Pattern.compile("\u001b_G([^;]*);([^\u001b]*)\u001b\\\\").matcher(printed);
        StringBuilder data = new StringBuilder();
        String control = "";
        for (int i = 0; pieces.find(); i++) {
            assertThat(pieces.group(2).length()).isLessThanOrEqualTo(4096);
            assertThat(pieces.group(1)).startsWith(i == 0 ? "a=T,f=100,q=2,c=80,m=" : "m=");
            control = pieces.group(1);
            data.append(pieces.group(2));
        }
        assertThat(control).isEqualTo("m=0");
        BufferedImage seen =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data.toString())));
        assertThat(largestDifference(picture, seen)).isZero();
        assertThat(printed).endsWith("\u001b\\\n");
    }

    @Test
    void handsItermTheWholeFile() throws IOException {
        BufferedImage picture = picture(20, 10, 50, new Random(1));

        String printed = InlineImages.ITERM.encode(picture, 80);

        Matcher matcher = Pattern.compile("\u001b]1337;File=inline=1;size=(\\d+);width=80:(.*)\u0007\n")
                .matcher(printed);
        assertThat(matcher.matches()).isTrue();
        byte[] png = Base64.getDecoder().decode(matcher.group(2));
        assertThat(png).hasSize(Integer.parseInt(matcher.group(1)));
        assertThat(largestDifference(picture, ImageIO.read(new ByteArrayInputStream(png))))
                .isZero();
    }

    private static BufferedImage picture(int width, int height, int colours, Random random) {
        int[] palette = random.ints(colours, 0, 1 << 24).toArray();
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                // runs, as in a chart
                boolean same = x > 0 && random.nextInt(4) > 0;
                picture.setRGB(x, y, same ? picture.getRGB(x - 1, y) : palette[random.nextInt(colours)]);
            }
        }
        return picture;
    }

    private static int largestDifference(BufferedImage a, BufferedImage b) {
        int largest = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255);
                    largest = Math.max(largest, Math.abs(difference));
                }
            }
        }
        return largest;
    }

    /** A reader of sixels of its own, by DEC's description; every pixel must be drawn. */
    private static BufferedImage decode(String text) {
        Matcher whole = Pattern.compile("\u001bP[0-9;]*q\"1;1;(\\d+);(\\d+)(.*)\u001b\\\\", Pattern.DOTALL)
                .matcher(text);
        assertThat(whole.matches()).isTrue();
        int height = Integer.parseInt(whole.group(2));
        BufferedImage picture =
                new BufferedImage(Integer.parseInt(whole.group(1)), height, BufferedImage.TYPE_INT_ARGB);
        Map<Integer, Integer> colours = new HashMap<>();
        Matcher token = Pattern.compile("#(\\d+);2;(\\d+);(\\d+);(\\d+)|#(\\d+)|!(\\d+)([?-~])|([?-~])|([$-])")
                .matcher(whole.group(3));
        int x = 0;
        int top = 0;
        int colour = 0;
        int end = 0;
        while (token.find()) {
            assertThat(token.start()).isEqualTo(end);
            end = token.end();
            if (token.group(1) != null) {
                int rgb = 0xFF;
                for (int i = 2; i <= 4; i++) {
                    rgb = rgb << 8 | Math.round(Integer.parseInt(token.group(i)) * 255 / 100f);
                }
                colours.put(Integer.parseInt(token.group(1)), rgb);
            } else if (token.group(5) != null) {
                colour = colours.get(Integer.parseInt(token.group(5)));
            } else if (token.group(9) != null) {
                x = 0;
                top += token.group(9).equals("-") ? 6 : 0;
            } else {
                int count = token.group(6) == null ? 1 : Integer.parseInt(token.group(6));
                int bits = (token.group(7) == null ? token.group(8) : token.group(7)).charAt(0) - '?';
                for (int i = 0; i < count; i++, x++) {
                    for (int bit = 0; bit < 6; bit++) {
                        if ((bits >> bit & 1) == 1) {
                            picture.setRGB(x, top + bit, colour);
                        }
                    }
                }
            }
        }
        assertThat(end).isEqualTo(whole.group(3).length());
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < picture.getWidth(); i++) {
                assertThat(picture.getRGB(i, y) >>> 24).isEqualTo(255);
            }
        }
        return picture;
    }
}
