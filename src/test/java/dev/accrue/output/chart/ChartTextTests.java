package dev.accrue.output.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.accrue.output.chart.LineChart.Series;
import dev.accrue.output.terminal.DisplayText;
import dev.accrue.output.terminal.TerminalProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is drawn is held to the files below {@code src/test/resources/dev/accrue/output/chart}. */
class ChartTextTests {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/accrue/output/chart");

    private static TerminalProfile terminal(int columns, String term, String locale) {
        return TerminalProfile.of(Map.of("TERM", term, "LANG", locale), true, () -> columns);
    }

    private static TerminalProfile ascii(int columns) {
        return terminal(columns, "dumb", "C");
    }

    private static TerminalProfile blocks(int columns) {
        return terminal(columns, "dumb", "C.UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"2,40", "10,40", "10,80", "10,200", "100,40", "100,80", "100,200"})
    void shadesAMatrixOfAnySizeWithinTheWidth(int classes, int columns) throws IOException {
        String name = "heatmap-" + classes + "-classes-" + columns + "-columns";

        hold(name + ".ascii.txt", confusion(classes, classes).text(ascii(columns)));
        hold(name + ".utf8.txt", confusion(classes, classes).text(blocks(columns)));
    }

    @Test
    void shadesTheGroundWhereThereAreManyColours() throws IOException {
        String drawn = confusion(10, 10).text(terminal(80, "xterm-256color", "C.UTF-8"));

        hold("heatmap-10-classes-80-columns.colour.txt", drawn);
        assertThat(plain(drawn)).contains("0 airplane");
    }

    @Test
    void putsARowInTheOrderOfItsColumnAndAnUnknownOneLast() {
        Heatmap heatmap = new Heatmap(
                "", "true class", "predicted class", List.of("owl", "dog", "cat"), List.of("cat", "dog"), new long[][] {
                    {1, 3}, {0, 8}, {9, 1}
                });

        assertThat(heatmap.text(ascii(40))).isEqualTo("""
                        rows = true class, columns = predicted
                        class; shade = share of the row
                                0  1
                        0 cat  @9 .1
                        1 dog     @8
                        - owl  -1 #3
                        0% " .:-=+*#%@" 100%
                        """);
    }

    @ParameterizedTest
    @CsvSource({"1,40", "6,40", "6,80", "6,200", "60,80"})
    void drawsLinesWithinTheWidth(int places, int columns) throws IOException {
        String name = "lines-" + places + "-places-" + columns + "-columns";

        hold(name + ".ascii.txt", curve(places).text(ascii(columns)));
        hold(name + ".utf8.txt", curve(places).text(blocks(columns)));
    }

    @Test
    void drawsLinesInColours() throws IOException {
        hold("lines-6-places-80-columns.colour.txt", curve(6).text(terminal(80, "xterm-256color", "C.UTF-8")));
    }

    @Test
    void drawsAChartWithoutAnyValue() {
        LineChart empty =
                new LineChart("Nothing", "x", "y", List.of("a"), List.of(new Series("s", new double[] {Double.NaN})));

        assertThat(empty.text(ascii(40))).contains("Nothing", "* s");
        assertThat(new LineChart("Nothing", "x", "y", List.of("a"), List.of()).text(blocks(40)))
                .contains("Nothing");
    }

    @Property(tries = 150)
    void keepsAMatrixWithinTheWidth(
            @ForAll @IntRange(min = 1, max = 130) int rows,
            @ForAll @IntRange(min = 1, max = 130) int columns,
            @ForAll @IntRange(min = 20, max = 220) int width,
            @ForAll boolean unicode,
            @ForAll boolean coloured) {
        TerminalProfile terminal = terminal(width, coloured ? "xterm-256color" : "dumb", unicode ? "ja_JP.UTF-8" : "C");

        assertThat(plain(confusion(rows, columns).text(terminal)).lines())
                .allMatch(line -> DisplayText.width(line) <= width);
    }

    @Property(tries = 150)
    void keepsLinesWithinTheWidth(
            @ForAll @IntRange(min = 1, max = 150) int places,
            @ForAll @IntRange(min = 20, max = 220) int width,
            @ForAll boolean unicode,
            @ForAll boolean coloured,
            @ForAll long seed) {
        Random random = new Random(seed);
        double scale = Math.pow(10, random.nextInt(13) - 6);
        List<Series> series = IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> new Series(
                        "\u732b series number " + i,
                        random.doubles(places, -scale, scale).toArray()))
                .toList();
        LineChart chart = new LineChart("title", "x axis \u732b", "y", names(places), series);
        TerminalProfile terminal = terminal(width, coloured ? "xterm" : "dumb", unicode ? "ja_JP.UTF-8" : "C");

        assertThat(plain(chart.text(terminal)).lines()).allMatch(line -> DisplayText.width(line) <= width);
    }

    @Test
    void showsAChartTheWayThePersonWantsAndTheTerminalCan() throws IOException {
        Chart chart = confusion(2, 2);
        TerminalProfile kitty = terminal(80, "xterm-kitty", "C.UTF-8");

        assertThat(Showing.AUTO.show(chart, TerminalProfile.NONE).drawings()).isEmpty();
        assertThat(Showing.AUTO.show(chart, ascii(80)).drawings()).containsExactly(chart.text(ascii(80)));
        assertThat(Showing.AUTO.show(chart, kitty).drawings().get(0)).startsWith("\u001b_G");
        assertThat(Showing.TEXT.show(chart, TerminalProfile.NONE).drawings())
                .containsExactly(chart.text(TerminalProfile.NONE));
        assertThat(Showing.NONE.show(chart, kitty).drawings()).isEmpty();
        Showing.Shown file = Showing.INLINE.show(chart, ascii(80));
        assertThat(file.drawings()).isEmpty();
        Path png = Path.of(file.notes().get(0).substring(file.notes().get(0).indexOf(' ') + 1));
        assertThat(png).isRegularFile();
        Files.delete(png);
    }

    private static String plain(String drawn) {
        return drawn.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    /** With {@code -Dgolden=write} the file is written, to be read by a person before it is committed. */
    private static void hold(String name, String drawn) throws IOException {
        Path file = GOLDEN.resolve(name);
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, drawn);
        }
        assertThat(drawn).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
    }

    private static Heatmap confusion(int rows, int columns) {
        Random random = new Random(7);
        long[][] counts = new long[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int n = 0; n < 200; n++) {
                int near = Math.min(columns - 1, Math.max(0, i + random.nextInt(3) - 1));
                counts[i][random.nextInt(10) < 7 && i < columns ? i : near]++;
            }
        }
        return new Heatmap(
                "Confusion matrix, version 7", "true class", "predicted class", names(rows), names(columns), counts);
    }

    private static List<String> names(int count) {
        List<String> words = List.of(
                "airplane",
                "automobile",
                "hovercraft (military)",
                "\u732b",
                "deer",
                "\u72ac\u3068\u99ac",
                "frog",
                "truck");
        return IntStream.range(0, count)
                .mapToObj(i -> i < words.size() ? words.get(i) : words.get(i % words.size()) + " " + i)
                .toList();
    }

    private static LineChart curve(int places) {
        double[] all = new double[places];
        double[] old = new double[places];
        double[] added = new double[places];
        for (int i = 0; i < places; i++) {
            all[i] = 0.93 * (5 + 5.0 * i / places) / 10;
            old[i] = 0.957 - 0.1 * i / places;
            added[i] = i == 0 ? Double.NaN : 0.9 + 0.03 * Math.sin(i);
        }
        return new LineChart(
                "Accuracy after each increment",
                "classes learnt",
                "accuracy",
                IntStream.range(0, places).mapToObj(i -> String.valueOf(5 + i)).toList(),
                List.of(
                        new Series("all test images", all),
                        new Series("old classes", old),
                        new Series("new classes", added)));
    }
}
