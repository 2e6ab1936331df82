package dev.accrue.shell;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Place;
import dev.accrue.output.Document;
import dev.accrue.output.OutputFiles;
import dev.accrue.output.ProgressLine;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.Colours;
import dev.accrue.output.terminal.DisplayText;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.script.ScriptException;
import dev.accrue.script.ScriptFailures;
import dev.accrue.script.ScriptLine;
import dev.accrue.shell.command.Reply;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;

/** Data on one stream, words for the person on another. */
public final class Console {
    private static final String INDENT = "    ";

    private final PrintWriter data;
    private final PrintWriter messages;
    private final Optional<TableFormat> format;
    private final TerminalProfile dataTerminal;
    private final TerminalProfile messageTerminal;
    private final LongSupplier nanoTime;
    private final boolean quiet;
    private final boolean debug;
    private boolean timing;

    /**
     * @param data standard output
     * @param messages standard error
     * @param format of tables
     * @param dataTerminal what can be shown where the data goes
     * @param messageTerminal what can be shown where the messages go
     * @param quiet no progress and no notes; errors are always shown
     * @param debug show stack traces
     */
    public Console(
            PrintWriter data,
            PrintWriter messages,
            TableFormat format,
            TerminalProfile dataTerminal,
            TerminalProfile messageTerminal,
            LongSupplier nanoTime,
            boolean quiet,
            boolean debug) {
        this(data, messages, Optional.of(format), dataTerminal, messageTerminal, nanoTime, quiet, debug);
    }

    /** @param format of all answers; empty for tables, and what the ending of a file says in files */
    public Console(
            PrintWriter data,
            PrintWriter messages,
            Optional<TableFormat> format,
            TerminalProfile dataTerminal,
            TerminalProfile messageTerminal,
            LongSupplier nanoTime,
            boolean quiet,
            boolean debug) {
        this.data = data;
        this.messages = messages;
        this.format = format;
        this.dataTerminal = dataTerminal;
        this.messageTerminal = messageTerminal;
        this.nanoTime = nanoTime;
        this.quiet = quiet;
        this.debug = debug;
    }

    /** In which a command answers. */
    TableFormat format(LineOptions answer) {
        return answer.format(format);
    }

    boolean quiet() {
        return quiet;
    }

    /** Whether each command is followed by the time it took. */
    boolean timing() {
        return timing;
    }

    public void timing(boolean on) {
        timing = on;
    }

    /** Does the work of a command, and says how long it took where that is wanted. */
    void timed(Runnable work) {
        boolean wanted = timing;
        long start = nanoTime.getAsLong();
        try {
            work.run();
        } finally {
            if (wanted && timing) {
                note(text("shell.time", String.format(Locale.ROOT, "%.3f", (nanoTime.getAsLong() - start) / 1e9)));
            }
        }
    }

    /** What can be shown where the data of a command goes. */
    TerminalProfile terminal(LineOptions answer) {
        return answer.output().isPresent() ? TerminalProfile.NONE : dataTerminal;
    }

    boolean hasColours() {
        return dataTerminal.colours() != Colours.NONE;
    }

    /** What stands before the line that a person types. */
    String prompt(String text) {
        return dataTerminal.bold(text);
    }

    /** To be closed when the command has ended. */
    ProgressLine progress() {
        Appendable target = quiet ? new StringBuilder() : messages;
        return new ProgressLine(target, quiet ? TerminalProfile.NONE : messageTerminal, nanoTime);
    }

    /** Prints what a command answers, or writes it to the file that the line names. */
    void print(Reply reply, LineOptions answer) {
        String document =
                Document.of(format(answer), terminal(answer), reply.tables(), reply.drawings(), reply.notes());
        if (answer.output().isPresent()) {
            write(document, answer.output().get(), answer.force());
        } else {
            data.print(document);
            flush();
        }
        reply.notes().forEach(this::remark);
    }

    private void write(String document, Path file, boolean force) {
        if (document.isEmpty()) {
            remark(text("shell.nothingToWrite", file));
        } else {
            OutputFiles.write(file, document, force);
            remark(text("shell.wrote", file));
        }
    }

    /** Data that did not arrive, on a full disk for instance, is a failure of the command. */
    private void flush() {
        if (data.checkError()) {
            throw new AccrueException(Category.BAD_DATA, text("shell.noOutput"));
        }
    }

    /** What is typed at a terminal while a command runs stands behind its progress. */
    void heard() {
        note((messageTerminal.terminal() ? "\n" : "") + text("shell.heard"));
    }

    /** A sentence that may be left out. */
    public void remark(String sentence) {
        if (!quiet) {
            note(sentence);
        }
    }

    /** Names in it may come from folders and files: no escape sequence in one may reach a terminal. */
    void note(String text) {
        say("", harmless(text));
    }

    private static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9F}&&[^\n]]", " ");
    }

    /** A terminal would break the lines within words. */
    private void say(String label, String text) {
        boolean wrapped = messageTerminal.terminal();
        String said = (label + text)
                .lines()
                .flatMap(line -> wrapped ? DisplayText.wrap(line, messageTerminal.width()).stream() : Stream.of(line))
                .collect(Collectors.joining("\n"));
        messages.println(messageTerminal.red(label) + said.substring(label.length()));
        messages.flush();
    }

    /**
     * A failure in words; the person never sees a stack trace unless asked for. That nobody reads the answers any more
     * is what that reader wanted, and is not told.
     */
    public void failure(Throwable failure) {
        if (ExitStatus.of(failure) == ExitStatus.UNREAD) {
            return;
        }
        say(isCancellation(failure) ? "" : text("shell.error") + " ", harmless(message(failure)));
        if (failure instanceof ScriptException script) {
            show(script.line().text(), script.place());
            for (ScriptLine from = script.line().from(); from != null; from = from.from()) {
                note(INDENT + text("script.runBy", from.where(), from.text()));
            }
        } else if (failure instanceof AccrueException known) {
            known.place().ifPresent(place -> show(place.line(), known.place()));
        }
        if (debug) {
            failure.printStackTrace(messages);
            messages.flush();
        }
    }

    /** What the person wanted is no error. In a script it is told with the line that it broke off. */
    private static boolean isCancellation(Throwable failure) {
        return failure instanceof AccrueException known && known.category() == AccrueException.Category.CANCELLED;
    }

    /** The line, and below it which part of it is meant; as they stand, for the one to fit below the other. */
    private void show(String line, Optional<Place> place) {
        messages.println(INDENT + onOneLine(place.map(Place::line).orElse(line)));
        place.ifPresent(part -> {
            int before = columns(part.line().substring(0, part.start()));
            int under = columns(part.line().substring(part.start(), part.end()));
            messages.println(INDENT + " ".repeat(before) + "^" + "~".repeat(Math.max(0, under - 1)));
        });
        messages.flush();
    }

    private static int columns(String text) {
        return new AttributedString(onOneLine(text)).columnLength();
    }

    private static String onOneLine(String text) {
        return harmless(text).replace('\n', ' ');
    }

    private String message(Throwable failure) {
        if (failure instanceof ScriptException script && script.getCause() != null) {
            return script.line().where() + ": " + message(script.getCause());
        }
        if (failure instanceof AccrueException
                || failure instanceof ScriptException
                || failure instanceof ScriptFailures) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof OutOfMemoryError) {
            long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
            long twiceInGibibytes = (2 * mebibytes + 1023) / 1024;
            return text("shell.outOfMemory", failure.getMessage(), mebibytes, twiceInGibibytes);
        }
        if (failure instanceof StackOverflowError) {
            return text("shell.outOfStack");
        }
        return debug ? text("shell.unexpectedShown", failure) : text("shell.unexpected", failure);
    }
}
