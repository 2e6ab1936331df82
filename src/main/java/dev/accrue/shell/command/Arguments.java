package dev.accrue.shell.command;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Messages;
import dev.accrue.common.Place;
import dev.accrue.common.Progress;
import dev.accrue.output.TableFormat;
import dev.accrue.output.terminal.TerminalProfile;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.shell.command.CommandContext;
import org.springframework.shell.context.InteractionMode;

/** The values given to a command, checked when they are asked for. */
public final class Arguments {
    private final CommandContext context;
    private final Invocation invocation;

    Arguments(CommandContext context) {
        this.context = context;
        this.invocation = (Invocation) context.getShellContext();
    }

    /** The command as typed. */
    String line() {
        return invocation.line();
    }

    TableFormat format() {
        return invocation.format();
    }

    /** What can be shown where the data goes. */
    TerminalProfile terminal() {
        return invocation.terminal();
    }

    Progress progress() {
        return invocation.progress();
    }

    Stage stage() {
        return invocation.stage();
    }

    /**
     * To be called before a command does what a dry run must not do and what lies neither in the store nor in the
     * engine: writes a file, downloads.
     *
     * @throws AccrueException DRY_RUN in a dry run
     */
    public void beforeWork() {
        if (invocation.rehearsal()) {
            throw new AccrueException(Category.DRY_RUN, Messages.text("script.dryRun"));
        }
    }

    /**
     * To be called before a command destroys what undo cannot bring back: a person at a terminal is asked, elsewhere
     * {@code --yes} has to say so.
     *
     * @param loss names what will be lost; empty if nothing is
     * @throws AccrueException USAGE where nobody can be asked, CANCELLED if the answer is no
     */
    public void confirm(Supplier<Optional<String>> loss) {
        if (flag(CommandSpec.YES)) {
            return;
        }
        if (invocation.getInteractionMode() != InteractionMode.INTERACTIVE) {
            throw new AccrueException(
                    Category.USAGE,
                    Messages.text(
                            "command.needsYes", context.getCommandRegistration().getCommand()));
        }
        if (invocation.rehearsal()) {
            return;
        }
        loss.get().ifPresent(lost -> {
            if (!stage().confirmed(lost)) {
                throw new AccrueException(Category.CANCELLED, Messages.text("command.unchanged"));
            }
        });
    }

    /** Of an argument or option that is required or has a default. */
    public String text(String name) {
        return optional(name).orElseThrow(() -> new IllegalStateException(name + " has no value and no default"));
    }

    public Optional<String> optional(String name) {
        @Nullable Object value = context.getOptionValue(name);
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Of an argument that takes several words; empty if it was left out. */
    @SuppressWarnings("unchecked") // the parser makes a list of words for such an argument
    public List<String> words(String name) {
        @Nullable Object value = context.getOptionValue(name);
        return value instanceof List<?> list ? (List<String>) list : List.of();
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(context.<Object>getOptionValue(name));
    }

    int integer(String name, int least, int most) {
        return (int) wholeNumber(name, text(name), least, most);
    }

    OptionalInt optionalInteger(String name, int least, int most) {
        Optional<String> text = optional(name);
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) wholeNumber(name, text.get(), least, most));
    }

    long longInteger(String name) {
        return wholeNumber(name, text(name), Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private long wholeNumber(String name, String text, long least, long most) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        throw invalid(
                name,
                least == Long.MIN_VALUE
                        ? Messages.text("command.number.notWhole", name, text)
                        : Messages.text("command.number.outside", name, text, least, most));
    }

    /** A number above 0. */
    double positive(String name, double most) {
        String text = text(name);
        try {
            double value = new BigDecimal(text).doubleValue();
            if (value > 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw invalid(name, Messages.text("command.number.notPositive", name, text, most));
    }

    public Path path(String name) {
        return path(name, text(name));
    }

    Optional<Path> optionalPath(String name) {
        return optional(name).map(text -> path(name, text));
    }

    List<Path> paths(String name) {
        return words(name).stream().map(text -> path(name, text)).toList();
    }

    /** A leading ~ is the person's home, as in other shells. */
    private Path path(String name, String text) {
        try {
            return text.equals("~") || text.startsWith("~/")
                    ? Path.of(System.getProperty("user.home") + text.substring(1))
                    : Path.of(text);
        } catch (InvalidPathException e) {
            throw invalid(name, Messages.text("command.noPath", text, name, e.getReason()));
        }
    }

    private AccrueException invalid(String name, String message) {
        AccrueException failure = new AccrueException(Category.USAGE, message);
        @Nullable Place place = invocation.place(name);
        return place == null ? failure : failure.at(place);
    }
}
