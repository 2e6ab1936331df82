package dev.accrue.shell;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.script.LineExecutor;
import dev.accrue.script.ScriptException;
import dev.accrue.script.ScriptFailures;
import dev.accrue.script.ScriptLine;
import dev.accrue.script.ScriptRunner;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Runs the lines of one script by a policy, or checks them. */
final class ScriptPlayer {
    private final Interpreter interpreter;
    private final Console console;
    private final ScriptPolicy policy;
    private final BooleanSupplier leaving;
    private int begun;
    private int failed;
    private @Nullable ScriptLine current;
    private @Nullable ScriptLine firstChange;

    /** @param leaving whether a line has asked to leave: those after it are not run */
    ScriptPlayer(Interpreter interpreter, Console console, ScriptPolicy policy, BooleanSupplier leaving) {
        this.interpreter = interpreter;
        this.console = console;
        this.policy = policy;
        this.leaving = leaving;
    }

    /**
     * @throws ScriptException at the line that stops the script
     * @throws ScriptFailures at the end, where it went on after failures
     */
    void play(List<ScriptLine> lines) {
        if (policy.dryRun()) {
            ScriptRunner.run(lines, unlessLeaving(this::rehearse), this::begin, this::report);
            sayWhatWasChecked();
        } else if (policy.keepGoing()) {
            ScriptRunner.run(lines, unlessLeaving(interpreter), this::begin, this::report);
            if (failed > 0) {
                throw new ScriptFailures(text("script.failures", failed, begun));
            }
        } else {
            ScriptRunner.run(lines, unlessLeaving(interpreter), this::begin);
        }
    }

    /** A line that cannot be read is one more that would fail. */
    void unreadable(ScriptException problem) {
        begun++;
        report(problem);
    }

    private void report(ScriptException failure) {
        failed++;
        console.failure(failure);
    }

    private LineExecutor unlessLeaving(LineExecutor executor) {
        return line -> {
            if (!leaving.getAsBoolean()) {
                executor.execute(line);
            }
        };
    }

    private void begin(ScriptLine line) {
        if (leaving.getAsBoolean()) {
            return;
        }
        begun++;
        current = line;
        if (policy.echo()) {
            console.note(echo(line.text()));
        }
    }

    /** As if it had been typed. */
    static String echo(String line) {
        return "accrue> " + line;
    }

    /**
     * What a name means is known up to the first line that would change the store; behind it only what is wrong with
     * any store counts.
     */
    private void rehearse(String line) {
        try {
            if (interpreter.rehearse(line) && firstChange == null) {
                firstChange = current;
            }
        } catch (AccrueException e) {
            if (firstChange == null || e.category() == Category.USAGE || e.category() == Category.CANCELLED) {
                throw e;
            }
        }
    }

    private void sayWhatWasChecked() {
        if (firstChange != null) {
            console.remark(text("script.dryRunLimit", firstChange.where()));
        }
        if (failed > 0) {
            throw new ScriptFailures(text("script.dryRunFailures", failed, begun));
        }
        console.remark(text("script.dryRunPassed", begun));
    }
}
