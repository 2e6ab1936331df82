package dev.accrue.shell;

import dev.accrue.common.AccrueException;
import dev.accrue.output.ProgressLine;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.DisplayText;
import dev.accrue.output.terminal.TerminalProfile;
import dev.accrue.script.ScriptException;
import dev.accrue.shell.command.Reply;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Data on one stream, words for the person on another. */
public final class Console {
    private final PrintWriter data;
    private final PrintWriter messages;
    private final TableFormat format;
    private final TerminalProfile dataTerminal;
    private final TerminalProfile messageTerminal;
    private final LongSupplier nanoTime;
    private final boolean quiet;
    private final boolean debug;

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
        this.data = data;
        this.messages = messages;
        this.format = format;
        this.dataTerminal = dataTerminal;
        this.messageTerminal = messageTerminal;
        this.nanoTime = nanoTime;
        this.quiet = quiet;
        this.debug = debug;
    }

    TableFormat format() {
        return format;
    }

    /** What can be shown where the data goes. */
    TerminalProfile dataTerminal() {
        return dataTerminal;
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

    void print(Reply reply) {
        List<String> documents = reply.tables().stream()
                .map(table -> format.render(table, dataTerminal))
                .toList();
        // a program that reads JSON wants one document a command
        boolean array = format == TableFormat.JSON && documents.size() > 1;
        data.print(array ? "[\n" + String.join(",\n", documents) + "]\n" : String.join("\n", documents));
        reply.drawings().forEach(drawing -> data.print((documents.isEmpty() ? "" : "\n") + drawing));
        flush();
        if (!quiet) {
            reply.notes().forEach(this::note);
        }
    }

    void print(String text) {
        data.print(text);
        flush();
    }

    /** Data that did not arrive, on a full disk for instance, is a failure of the command. */
    private void flush() {
        if (data.checkError()) {
            throw new AccrueException(
                    AccrueException.Category.BAD_DATA,
                    "what was printed could not be written to standard output; check the disk or the program that reads it");
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

    /** A failure in words; the person never sees a stack trace unless asked for. */
    public void failure(Throwable failure) {
        say(isCancellation(failure) ? "" : "error: ", harmless(message(failure)));
        if (failure instanceof ScriptException script) {
            note("    " + script.line().text());
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

    private String message(Throwable failure) {
        if (failure instanceof ScriptException script && script.getCause() != null) {
            return script.line().source() + ":" + script.line().line() + ": " + message(script.getCause());
        }
        if (failure instanceof AccrueException || failure instanceof ScriptException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof OutOfMemoryError) {
            return "out of memory (" + failure.getMessage() + "; Java may use "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB); nothing was changed; give it more with ACCRUE_JAVA_OPTS=-Xmx8g, or ask for less with a"
                    + " smaller --batch, --input-size or --limit";
        }
        if (failure instanceof StackOverflowError) {
            return "out of stack, too many calls inside one another; nothing was changed; give Java more with"
                    + " ACCRUE_JAVA_OPTS=-Xss16m, and please report it";
        }
        return "unexpected " + failure + "; nothing was changed"
                + (debug ? "" : "; run again with --debug to see where, and please report it");
    }
}
