package dev.accrue.output.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.output.chart.LineChart.Series;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures stay below target/charts, to be looked at. */
class ChartsTests {

    private static final Path FOLDER = Path.of("target", "charts");

    @BeforeAll
    static void makeFolder() throws IOException {
        Files.createDirectories(FOLDER);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 100, 200, 1000})
    void drawsAMatrixOfAnySizeAsADecodablePicture(int classes) throws IOException {
        Path file = FOLDER.resolve("confusion-" + classes + ".png");

        Charts.writePng(confusion(classes), file);

        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(picture.getWidth()).isBetween(300, 3000);
        assertThat(picture.getHeight()).isBetween(200, 3000);
        assertThat(neighbours()).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void drawsALargerShareOfTheRowDarker() throws IOException {
        long[][] diagonal = {{900, 0, 100}, {0, 9, 1}, {0, 0, 1}};
        List<String> names = List.of("a", "b", "c");
        Path file = FOLDER.resolve("diagonal.png");

        Charts.writePng(new Heatmap("Diagonal", "true class", "predicted class", names, names, diagonal), file);

        BufferedImage picture = ImageIO.read(file.toFile());
        int cell = 96;
        int[] corner = corner(picture);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                if (i != j) {
                    assertThat(lightness(picture, corner, cell, i, i))
                            .isLessThan(lightness(picture, corner, cell, i, j) - 0.4);
                }
            }
        }
        assertThat(lightness(picture, corner, cell, 0, 2)).isLessThan(lightness(picture, corner, cell, 1, 0));
        assertThat(lightness(picture, corner, cell, 2, 2)).isEqualTo(darkest());
    }

    @Test
    void drawsRowsAndColumnsOfDifferentNames() throws IOException {
        Path file = FOLDER.resolve("oblong.png");

        Charts.writePng(
                new Heatmap(
                        "Where they went",
                        "true class",
                        "predicted class",
                        List.of("cat", "dog"),
                        List.of("cat", "dog", "none of them"),
                        new long[][] {{3, 1, 0}, {0, 0, 0}}),
                file);

        assertThat(ImageIO.read(file.toFile())).isNotNull();
    }

    @Test
    void refusesAMatrixTooLargeForAPicture() {
        List<String> names =
                IntStream.range(0, 5001).mapToObj(Integer::toString).toList();
        Heatmap heatmap = new Heatmap("", "true", "predicted", List.of("a"), names, new long[1][5001]);

        assertThatThrownBy(() -> Charts.writePng(heatmap, FOLDER.resolve("huge.png")))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(AccrueException.Category.USAGE))
                .hasMessage("a picture of 5001 rows or columns is too large (at most 5000); write csv or json"
                        + " instead");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 30, 100})
    void drawsLinesOverAnyNumberOfPlaces(int places) throws IOException {
        Path file = FOLDER.resolve("curve-" + places + ".png");
        IntFunction<double[]> falling = slope -> IntStream.range(0, places)
                .mapToDouble(i -> 0.9 - 0.001 * slope * i)
                .toArray();
        double[] late = falling.apply(9);
        late[0] = Double.NaN;

        Charts.writePng(
                new LineChart(
                        "Accuracy after each increment",
                        "class added",
                        "accuracy",
                        names(places),
                        List.of(
                                new Series("all classes", falling.apply(5)),
                                new Series("base classes", falling.apply(2)),
                                new Series("added classes", late))),
                file);

        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(picture.getWidth()).isEqualTo(1000);
        assertThat(picture.getHeight()).isEqualTo(600);
    }

    @Test
    void drawsOneLineWithAGapBeyondOne() throws IOException {
        Path file = FOLDER.resolve("loss.png");

        Charts.writePng(
                new LineChart(
                        "Loss",
                        "epoch",
                        "cross-entropy",
                        List.of("1", "2", "3", "4", "5", "5"),
                        List.of(new Series("loss", new double[] {2.31, 1.77, Double.NaN, 1.2, 1.05, 0.99}))),
                file);

        assertThat(ImageIO.read(file.toFile())).isNotNull();
    }

    @Test
    void drawsAChartWithoutAnyValue() throws IOException {
        Path file = FOLDER.resolve("empty.png");

        Charts.writePng(
                new LineChart("Nothing", "x", "y", List.of("a"), List.of(new Series("s", new double[] {Double.NaN}))),
                file);
        Charts.writePng(new LineChart("Nothing", "x", "y", List.of("a"), List.of()), file);

        assertThat(ImageIO.read(file.toFile())).isNotNull();
    }

    @Test
    void refusesSeriesThatDoNotMatchThePlacesOrEachOther() {
        Series two = new Series("s", new double[] {0.1, 0.2});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart("", "x", "y", List.of("a"), List.of(two)))
                .withMessage("series \"s\" has 2 values for 1 places");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart("", "x", "y", List.of("a", "b"), List.of(two, two)))
                .withMessage("two series are named \"s\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LineChart("", "x", "y", List.of(), List.of()))
                .withMessage("a line chart needs at least one place on its x axis");
    }

    @Test
    void refusesCountsThatDoNotMatchTheirNames() {
        List<String> names = List.of("a", "b");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Heatmap("", "x", "y", names, names, new long[1][2]))
                .withMessage("1 rows of counts for 2 names");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Heatmap("", "x", "y", names, names, new long[2][3]))
                .withMessage("3 counts in a row for 2 names");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Heatmap("", "x", "y", names, names, new long[][] {{1, 2}, {3, -4}}))
                .withMessage("a count is negative");
    }

    @Test
    void saysThatTheFolderOfAPictureIsNotThere() {
        assertThatThrownBy(() -> Charts.writePng(confusion(2), FOLDER.resolve("none/m.png")))
                .isInstanceOfSatisfying(
                        AccrueException.class,
                        e -> assertThat(e.category()).isEqualTo(AccrueException.Category.NOT_FOUND));
    }

    private static List<String> neighbours() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Heatmap confusion(int classes) {
        Random random = new Random(7);
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < classes; i++) {
            for (int n = 0; n < 1000; n++) {
                counts[i][random.nextInt(10) < 7 ? i : random.nextInt(classes)]++;
            }
        }
        return new Heatmap(
                "Confusion matrix, version 7, " + classes + " classes",
                "true class",
                "predicted class",
                names(classes),
                names(classes),
                counts);
    }

    private static List<String> names(int classes) {
        List<String> words = List.of(
                "airplane",
                "automobile",
                "hovercraft (military)",
                "cat",
                "deer",
                "dog",
                "frog",
                "horse",
                "container ship",
                "refrigerated articulated truck with trailer and a load");
        return IntStream.range(0, classes)
                .mapToObj(i -> i < 10 ? words.get(i) : words.get(i % 9) + " " + i)
                .toList();
    }

    /** The upper left corner of the matrix: the end of the first long run of dark grey. */
    private static int[] corner(BufferedImage picture) {
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth() - 200; x++) {
                boolean run = true;
                for (int k = 0; k < 200 && run; k++) {
                    run = picture.getRGB(x + k, y) == 0xFF333333;
                }
                if (run) {
                    return new int[] {x, y};
                }
            }
        }
        throw new AssertionError("no frame");
    }

    /** From 0, black, to 1, white, near a cell's corner, where no count stands. */
    private static double lightness(BufferedImage picture, int[] corner, int cell, int row, int column) {
        int rgb = picture.getRGB(corner[0] + column * cell + 4, corner[1] + row * cell + 4);
        return ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 765.0;
    }

    private static double darkest() {
        return (0x08 + 0x30 + 0x6B) / 765.0;
    }
}
