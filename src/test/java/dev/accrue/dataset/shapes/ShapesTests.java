package dev.accrue.dataset.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.dataset.ImageSet;
import dev.accrue.dataset.Split;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShapesTests {

    private final Shapes shapes = new Shapes();

    @Test
    void saysThatItIsGenerated() {
        assertThat(shapes.description()).contains("generated");
        assertThat(shapes.images(Split.TEST).name(13)).isEqualTo("generated ring, test picture 13");
    }

    @Test
    void hasAsManyPicturesOfEachOfTenClasses() {
        assertThat(shapes.classes()).hasSize(10).doesNotHaveDuplicates();
        for (Split split : Split.values()) {
            ImageSet images = shapes.images(split);
            int perClass = split == Split.TRAIN ? 1000 : 200;
            int[] counts = new int[10];
            IntStream.range(0, images.size()).forEach(i -> counts[images.label(i)]++);
            assertThat(counts).containsOnly(perClass);
        }
    }

    @Test
    void paintsTheSamePictureEachTimeAndAnotherForEachIndexAndSplit() {
        byte[] picture = shapes.images(Split.TRAIN).picture(20).rgb();

        assertThat(new Shapes().images(Split.TRAIN).picture(20).rgb()).isEqualTo(picture);
        assertThat(shapes.images(Split.TRAIN).picture(30).rgb()).isNotEqualTo(picture);
        assertThat(shapes.images(Split.TEST).picture(20).rgb()).isNotEqualTo(picture);
        assertThat(shapes.images(Split.TEST).digest())
                .isEqualTo(new Shapes().images(Split.TEST).digest())
                .isNotEqualTo(shapes.images(Split.TRAIN).digest());
    }

    @Test
    void isTooHardForTheNearestMeanOfRawPixels() {
        double[][] means = means(shapes.images(Split.TRAIN));
        ImageSet test = shapes.images(Split.TEST);

        long right = IntStream.range(0, test.size())
                .filter(i -> nearest(means, test.picture(i).rgb()) == test.label(i))
                .count();

        assertThat((double) right / test.size()).isBetween(0.1, 0.6);
    }

    private static double[][] means(ImageSet images) {
        double[][] sums = new double[10][32 * 32 * 3];
        int[] counts = new int[10];
        for (int i = 0; i < images.size(); i++) {
            byte[] rgb = images.picture(i).rgb();
            counts[images.label(i)]++;
            for (int k = 0; k < rgb.length; k++) {
                sums[images.label(i)][k] += rgb[k] & 0xff;
            }
        }
        for (int c = 0; c < 10; c++) {
            for (int k = 0; k < sums[c].length; k++) {
                sums[c][k] /= counts[c];
            }
        }
        return sums;
    }

    private static int nearest(double[][] means, byte[] rgb) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int c = 0; c < means.length; c++) {
            double distance = 0;
            for (int k = 0; k < rgb.length; k++) {
                double difference = (rgb[k] & 0xff) - means[c][k];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = c;
            }
        }
        return best;
    }
}
