package dev.accrue.dataset.shapes;

import dev.accrue.dataset.Picture;
import dev.accrue.dataset.SplitMix64;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.TexturePaint;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * Paints one picture from one seed: textured ground, clutter, then the textured shape, then noise. Colours of shape
 * and ground are drawn alike, so neither brightness nor hue tells the class.
 */
final class ShapePainter {

    static final int SIDE = 32;

    private final Difficulty difficulty;

    ShapePainter(Difficulty difficulty) {
        this.difficulty = difficulty;
    }

    Picture paint(Outline outline, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double[] ground = colour(random);
        double[] colour = colour(random);
        while (distance(ground, colour) < difficulty.contrast()) {
            ground = colour(random);
            colour = colour(random);
        }
        BufferedImage canvas = textured(ground, random);
        Graphics2D graphics = canvas.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            for (int i = 0; i < difficulty.clutter(); i++) {
                paintClutter(graphics, random);
            }
            graphics.setPaint(new TexturePaint(textured(colour, random), new Rectangle2D.Double(0, 0, SIDE, SIDE)));
            graphics.fill(outline.transformed(placement(random)));
        } finally {
            graphics.dispose();
        }
        return new Picture(SIDE, SIDE, noisy(pixels(canvas), random));
    }

    private AffineTransform placement(SplitMix64 random) {
        double radius = random.between(difficulty.smallest(), difficulty.largest());
        double room = SIDE / 2.0 - radius;
        AffineTransform transform = AffineTransform.getTranslateInstance(
                SIDE / 2.0 + random.between(-room, room), SIDE / 2.0 + random.between(-room, room));
        double angle = StrictMath.toRadians(random.between(-difficulty.tilt(), difficulty.tilt()));
        double sine = StrictMath.sin(angle);
        double cosine = StrictMath.cos(angle);
        transform.concatenate(new AffineTransform(cosine, sine, -sine, cosine, 0, 0));
        transform.scale(radius, radius);
        return transform;
    }

    private static void paintClutter(Graphics2D graphics, SplitMix64 random) {
        double[] colour = colour(random);
        graphics.setColor(new Color((int) colour[0], (int) colour[1], (int) colour[2]));
        double x = random.between(0, SIDE);
        double y = random.between(0, SIDE);
        double size = random.between(2, 4);
        if (random.below(2) == 0) {
            graphics.fill(new Ellipse2D.Double(x, y, size, size));
        } else {
            graphics.setStroke(new BasicStroke((float) (size / 3)));
            graphics.draw(new Line2D.Double(x, y, x + random.between(-10, 10), y + random.between(-10, 10)));
        }
    }

    /** A square of one colour with a wave of random direction and length over it, or two crossing ones. */
    private BufferedImage textured(double[] colour, SplitMix64 random) {
        double fx = random.between(-0.25, 0.25);
        double fy = random.between(-0.25, 0.25);
        boolean crossing = random.below(2) == 0;
        double amplitude = random.between(0, difficulty.texture());
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(image);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double wave = wave(x * fx + y * fy) * (crossing ? wave(y * fx - x * fy) : 1);
                int shift = (int) (amplitude * wave);
                pixels[y * SIDE + x] =
                        limited(colour[0] + shift) << 16 | limited(colour[1] + shift) << 8 | limited(colour[2] + shift);
            }
        }
        return image;
    }

    /** A triangle wave of period 1 between -1 and 1. */
    private static double wave(double t) {
        return 4 * Math.abs(t - Math.floor(t) - 0.5) - 1;
    }

    private byte[] noisy(int[] pixels, SplitMix64 random) {
        byte[] rgb = new byte[pixels.length * 3];
        for (int i = 0; i < pixels.length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                int sample = pixels[i] >> (16 - 8 * channel) & 0xff;
                rgb[3 * i + channel] = (byte) limited(sample + random.between(-difficulty.noise(), difficulty.noise()));
            }
        }
        return rgb;
    }

    private static double[] colour(SplitMix64 random) {
        return new double[] {random.between(0, 256), random.between(0, 256), random.between(0, 256)};
    }

    private static double distance(double[] one, double[] other) {
        return Math.sqrt(square(one[0] - other[0]) + square(one[1] - other[1]) + square(one[2] - other[2]));
    }

    private static double square(double value) {
        return value * value;
    }

    private static int limited(double sample) {
        return (int) Math.max(0, Math.min(255, sample));
    }

    private static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }
}
