package dev.accrue.common;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Anything that went wrong in a way a person can act on.
 *
 * <p>The message is shown as it stands: it says the value found, what was expected and what to do next.
 * The category decides the exit status, in one place in the shell.
 */
public final class AccrueException extends RuntimeException {

    /** What kind of thing went wrong. */
    public enum Category {
        /** The command line is not of the command's form. */
        USAGE,
        /** Something named does not exist. */
        NOT_FOUND,
        /** Something named exists already, or two things do not fit together. */
        CONFLICT,
        /** Input data is missing, damaged or of the wrong kind. */
        BAD_DATA,
        /** The model store cannot be opened, read or written. */
        STORE,
        /** The numerical engine or the hardware below it failed. */
        ENGINE,
        /** The store is open for reading only and the command would have changed it. */
        READ_ONLY,
        /** No failure: a dry run has come to the work that it leaves out. */
        DRY_RUN,
        /** The person asked to stop. */
        CANCELLED,
        /** The program that reads the answers has ended, and wants to hear nothing more. */
        UNREAD
    }

    private final Category category;
    private final @Nullable Place place;

    public AccrueException(Category category, String message) {
        this(category, message, null);
    }

    public AccrueException(Category category, String message, @Nullable Throwable cause) {
        this(category, message, cause, null);
    }

    private AccrueException(Category category, String message, @Nullable Throwable cause, @Nullable Place place) {
        super(message, cause);
        this.category = category;
        this.place = place;
    }

    /** The same failure, of which it is known now where in the line it lies. What was known before is kept. */
    public AccrueException at(Place where) {
        return place != null ? this : new AccrueException(category, getMessage(), this, where);
    }

    /** The part of the typed line that the message is about, where one part is. */
    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    public Category category() {
        return category;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
