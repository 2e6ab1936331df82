package dev.accrue.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.accrue.common.Progress.Step;
import dev.accrue.output.terminal.TerminalProfile;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class ProgressLineTests {

    private final StringBuilder out = new StringBuilder();
    private final ProgressLine terminal = new ProgressLine(out, terminal(() -> 80), this::nanos);
    private final ProgressLine plain = new ProgressLine(out, TerminalProfile.NONE, this::nanos);
    private double seconds = 1000;

    @Test
    void redrawsOneLineAtMostTwiceASecondAndFinishesIt() {
        at(0, terminal, images("embedding cat", 0, 5000));
        at(0.3, terminal, images("embedding cat", 128, 5000));
        at(0.5, terminal, images("embedding cat", 250, 5000));
        at(0.9, terminal, images("embedding cat", 500, 5000));
        at(1.1, terminal, images("embedding cat", 550, 5000));
        at(10, terminal, images("embedding cat", 5000, 5000));

        assertThat(lines()).isEqualTo("""
                        <embedding cat: 0%
                        <embedding cat: 5%, 500 images/s, 0:10 left
                        <embedding cat: 11%, 500 images/s, 0:09 left
                        <embedding cat: 5000 images in 10.0 s, 500 images/s
                        """);
        assertThat(out).endsWith("\n");
    }

    @Test
    void showsTheDetail() {
        at(0, terminal, new Step("epoch 2/10", 0, 100, "images", ""));
        at(50, terminal, new Step("epoch 2/10", 25, 100, "images", "loss 1.204, accuracy 0.613"));
        at(5000, terminal, new Step("epoch 2/10", 99, 100, "images", "loss 1.100"));
        at(7300, terminal, new Step("epoch 2/10", 100, 100, "images", "loss 1.099"));

        assertThat(lines()).isEqualTo("""
                        <epoch 2/10: 0%
                        <epoch 2/10: 25%, 0.50 images/s, 2:30 left; loss 1.204, accuracy 0.613
                        <epoch 2/10: 99%, 0.02 images/s, 0:51 left; loss 1.100
                        <epoch 2/10: 100 images in 2:01:40, 0.01 images/s; loss 1.099
                        """);
    }

    @Test
    void leavesNothingOfALongerLine() {
        at(0, terminal, new Step("a", 0, 10, "x", "a long detail"));
        at(1, terminal, new Step("a", 5, 10, "x", ""));

        assertThat(out).hasToString("\ra: 0%; a long detail\u001b[J\ra: 50%, 5.0 x/s, 0:01 left\u001b[J");

        at(2, terminal, new Step("a", 10, 10, "x", ""));

        assertThat(out.toString()).endsWith("\ra: 10 x in 2.0 s, 5.0 x/s\u001b[J\n");
    }

    @Test
    void staysWithinTheWidthOfTheTerminal() {
        ProgressLine narrow = new ProgressLine(out, terminal(() -> 20), this::nanos);
        ProgressLine unknown = new ProgressLine(out, terminal(() -> 0), this::nanos);

        at(0, narrow, images("embedding a very long name", 0, 10));
        at(0, unknown, images("x".repeat(100), 0, 10));

        assertThat(lines()).isEqualTo("<embedding a very lo\n<" + "x".repeat(79) + "\n");
    }

    @Test
    void countsWideCharactersTwice() {
        ProgressLine narrow = new ProgressLine(out, terminal(() -> 20), this::nanos);

        at(0, narrow, images("learning \u732b\u72ac\u99ac\u725b\u9ce5\u9b5a", 0, 10));

        assertThat(lines()).isEqualTo("<learning \u732b\u72ac\u99ac\u725b\u9ce5\n");
    }

    @Test
    void goesBackOverTheLinesIntoWhichANarrowerWindowBreaksTheOldOne() {
        int[] columns = {100};
        ProgressLine resized = new ProgressLine(out, terminal(() -> columns[0]), this::nanos);

        at(0, resized, images("x".repeat(90), 0, 10));
        columns[0] = 40;
        at(1, resized, images("x".repeat(90), 5, 10));

        assertThat(out.toString()).endsWith("\r\u001b[2A" + "x".repeat(39) + "\u001b[J");
    }

    @Test
    void printsPlainLinesOnATerminalThatCannotRedraw() {
        ProgressLine dumb =
                new ProgressLine(out, TerminalProfile.of(Map.of("TERM", "dumb"), true, () -> 80), this::nanos);

        at(0, dumb, images("training", 0, 100));
        at(10, dumb, images("training", 10, 100));
        at(20, dumb, images("training", 100, 100));

        assertThat(out).hasToString("""
                        training: 10%, 1.0 images/s, 1:30 left
                        training: 100 images in 20.0 s, 5.0 images/s
                        """);
    }

    @Test
    void givesEveryTaskALineOfItsOwn() {
        at(0, terminal, images("fitting", 0, 10));
        at(1, terminal, images("fitting", 10, 10));
        at(1, terminal, images("fitting", 10, 10));
        at(1.2, terminal, images("fitting", 0, 10));
        at(2.2, terminal, images("fitting", 5, 10));
        at(2.4, terminal, images("testing", 0, 4));
        at(4.4, terminal, images("testing", 4, 4));
        terminal.close();
        terminal.close();

        assertThat(lines()).isEqualTo("""
                        <fitting: 0%
                        <fitting: 10 images in 1.0 s, 10 images/s
                        <fitting: 0%
                        <fitting: 50%, 5.0 images/s, 0:01 left
                        <fitting: 50%, 5.0 images/s, 0:01 left
                        <testing: 0%
                        <testing: 4 images in 2.0 s, 2.0 images/s
                        """);
        assertThat(out.chars().filter(c -> c == '\n')).hasSize(3);
    }

    @Test
    void countsWhereTheTotalIsNotKnown() {
        at(0, terminal, images("looking", 0, 0));
        at(2, terminal, images("looking", 300, 0));
        terminal.close();

        assertThat(lines()).isEqualTo("""
                        <looking: 0 images
                        <looking: 300 images, 150 images/s, 0:02
                        <looking: 300 images in 2.0 s, 150 images/s
                        """);
        assertThat(out).endsWith("\n");
    }

    @Test
    void endsALineThatIsBrokenOff() {
        at(0, terminal, images("embedding", 0, 10));
        at(0.5, terminal, images("embedding", 1, 10));
        terminal.close();

        assertThat(out.toString()).endsWith("\rembedding: 10%, 2.0 images/s, 0:05 left\u001b[J\n");
    }

    @Test
    void leavesNoLineOfWhatTookNoHalfSecond() {
        at(0, terminal, images("looking", 0, 10));
        at(0.4, terminal, images("looking", 10, 10));

        assertThat(out).hasToString("\rlooking: 0%\u001b[J\r\u001b[J");
    }

    @Test
    void saysBytesInTheirUnits() {
        at(0, terminal, new Step("fetching", 0, 170_498_071, "bytes", ""));
        at(5, terminal, new Step("fetching", 61_500_000, 170_498_071, "bytes", ""));
        at(90, terminal, new Step("fetching", 170_498_071, 170_498_071, "bytes", ""));
        at(90, terminal, new Step("reading", 0, 0, "bytes", ""));
        at(91, terminal, new Step("reading", 999, 0, "bytes", ""));
        at(92, terminal, new Step("reading", 999_960, 0, "bytes", ""));
        at(93, terminal, new Step("reading", 2_500_000_000_000L, 0, "bytes", ""));

        assertThat(lines()).isEqualTo("""
                        <fetching: 0%
                        <fetching: 36%, 12.3 MB/s, 0:09 left
                        <fetching: 170.5 MB in 1:30, 1.9 MB/s
                        <reading: 0 B
                        <reading: 999 B, 999 B/s, 0:01
                        <reading: 1.0 MB, 500.0 kB/s, 0:02
                        <reading: 2500.0 GB, 833.3 GB/s, 0:03
                        """);
    }

    @Test
    void printsPlainLinesEveryTenSecondsElsewhere() {
        at(0, plain, images("training", 0, 1000));
        at(9.9, plain, images("training", 99, 1000));
        at(10, plain, images("training", 100, 1000));
        at(19, plain, images("training", 190, 1000));
        at(25, plain, images("training", 250, 1000));
        at(34, plain, images("training", 340, 1000));
        at(100, plain, images("training", 1000, 1000));
        plain.close();

        assertThat(out).hasToString("""
                        training: 10%, 10 images/s, 1:30 left
                        training: 25%, 10 images/s, 1:15 left
                        training: 1000 images in 1:40, 10 images/s
                        """);
    }

    @Test
    void printsNoPlainLineForWhatTookNoTime() {
        at(0, plain, images("fitting", 0, 10));
        at(0.9, plain, images("fitting", 10, 10));
        at(1, plain, images("testing", 10, 10));
        at(1, plain, images("looking", 0, 0));
        at(1.5, plain, images("looking", 7, 0));
        plain.close();

        assertThat(out).isEmpty();
    }

    @Test
    void saysNoRateOfATaskThatBroughtNothing() {
        at(0, terminal, images("testing", 10, 10));
        at(1, terminal, images("looking", 0, 0));
        at(2, terminal, images("looking", 0, 0));
        terminal.close();

        assertThat(lines()).endsWith("<looking: 0 images\n");
    }

    @Test
    void goesOnWhereNobodyCanBeTold() {
        Writer closed = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("closed");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        ProgressLine line = new ProgressLine(closed, terminal(() -> 80), this::nanos);

        assertThatCode(() -> line.update(images("embedding", 0, 10))).doesNotThrowAnyException();
    }

    private static TerminalProfile terminal(IntSupplier columns) {
        return TerminalProfile.of(Map.of("TERM", "xterm"), true, columns);
    }

    private static Step images(String task, long done, long total) {
        return new Step(task, done, total, "images", "");
    }

    private void at(double time, ProgressLine line, Step step) {
        seconds = 1000 + time;
        line.update(step);
    }

    private long nanos() {
        return Math.round(seconds * 1e9);
    }

    /** Every drawing as a line of its own behind a "<", without what clears older text. */
    private String lines() {
        StringBuilder lines = new StringBuilder();
        for (String drawing : out.substring(1).split("\r", -1)) {
            lines.append('<')
                    .append(drawing.replace("\u001b[J", "").stripTrailing())
                    .append('\n');
        }
        return lines.toString();
    }
}
