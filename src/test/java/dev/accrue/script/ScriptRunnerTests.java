package dev.accrue.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptRunnerTests {

    private static final List<ScriptLine> LINES = List.of(
            new ScriptLine("s.accrue", 1, "status"),
            new ScriptLine("s.accrue", 4, "add-class unicorn"),
            new ScriptLine("s.accrue", 5, "evaluate"));

    private final List<String> log = new ArrayList<>();

    @Test
    void tellsAndRunsEachLine() {
        ScriptRunner.run(LINES, line -> log.add("run " + line), line -> log.add("echo " + line.line()));

        assertThat(log)
                .containsExactly("echo 1", "run status", "echo 4", "run add-class unicorn", "echo 5", "run evaluate");
    }

    @Test
    void stopsAtTheFirstLineThatFails() {
        AccrueException cause = new AccrueException(Category.NOT_FOUND, "there is no class \"unicorn\"");

        assertThatThrownBy(() -> ScriptRunner.run(LINES, failingAt("add-class unicorn", cause), line -> {}))
                .isInstanceOfSatisfying(
                        ScriptException.class, e -> assertThat(e.line()).isEqualTo(LINES.get(1)))
                .hasMessage("s.accrue:4: there is no class \"unicorn\"")
                .hasCause(cause);
        assertThat(log).containsExactly("status");
    }

    @Test
    void goesOnAfterAFailureWhereItIsAskedTo() {
        AccrueException cause = new AccrueException(Category.NOT_FOUND, "there is no class \"unicorn\"");
        List<ScriptException> failures = new ArrayList<>();

        ScriptRunner.run(LINES, failingAt("add-class unicorn", cause), line -> {}, failures::add);

        assertThat(log).containsExactly("status", "evaluate");
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessage("s.accrue:4: there is no class \"unicorn\"")
                        .hasCause(cause));
    }

    @Test
    void stopsWhenInterruptedWhateverItIsAskedTo() {
        AccrueException cancelled = new AccrueException(Category.CANCELLED, "cancelled");
        List<ScriptException> failures = new ArrayList<>();

        assertThatThrownBy(() ->
                        ScriptRunner.run(LINES, failingAt("add-class unicorn", cancelled), line -> {}, failures::add))
                .hasCause(cancelled);
        assertThat(log).containsExactly("status");
        assertThat(failures).isEmpty();
    }

    @Test
    void namesTheExceptionThatHasNoMessage() {
        assertThatThrownBy(() ->
                        ScriptRunner.run(LINES, failingAt("status", new UnsupportedOperationException()), line -> {}))
                .hasMessage("s.accrue:1: UnsupportedOperationException");
    }

    @Test
    void namesTheLineAtWhichMemoryRanOut() {
        OutOfMemoryError cause = new OutOfMemoryError("Java heap space");

        assertThatThrownBy(() -> ScriptRunner.run(
                        LINES,
                        line -> {
                            throw cause;
                        },
                        line -> {}))
                .isInstanceOf(ScriptException.class)
                .hasMessage("s.accrue:1: Java heap space")
                .hasCause(cause);
    }

    @Test
    void saysThroughWhichScriptsAFailureCame() {
        ScriptException inner = new ScriptException(new ScriptLine("inner.accrue", 7, "x"), "no such thing", null);

        assertThatThrownBy(() -> ScriptRunner.run(LINES, failingAt("evaluate", inner), line -> {}))
                .hasMessage("s.accrue:5: inner.accrue:7: no such thing");
    }

    @Test
    void stopsBetweenTwoLinesWhenInterrupted() {
        LineExecutor interrupted = line -> {
            log.add(line);
            Thread.currentThread().interrupt();
        };

        assertThatThrownBy(() -> ScriptRunner.run(LINES, interrupted, line -> {}))
                .hasMessage("s.accrue:4: cancelled before this line; what the lines before it did stays")
                .cause()
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.CANCELLED));
        assertThat(log).containsExactly("status");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private LineExecutor failingAt(String text, RuntimeException cause) {
        return line -> {
            if (line.equals(text)) {
                throw cause;
            }
            log.add(line);
        };
    }
}
